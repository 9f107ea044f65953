"""The bank of questions is whole, and suggests what fits."""

from __future__ import annotations

import re

import pytest

from consultations import bank
from consultations.choices import Discipline, Reason
from consultations.models import Question
from intake.choices import Situation
from records.kinds import BY_CODE

ENTRIES = list(bank.bank().entries.values())
GROUPS = {
    "SUR": 9,
    "REC": 8,
    "OPT": 7,
    "RAR": 6,
    "COM": 7,
    "PLN": 7,
    "PAT": 8,
    "STG": 6,
    "TRT": 9,
    "RSK": 7,
    "QOL": 7,
    "FER": 6,
    "TRI": 6,
    "TRV": 8,
    "SUP": 7,
    "DIF": 8,
    "TIM": 4,
    "CAR": 6,
}
FACTS = {
    "other_illness",
    "had_surgery",
    "infection",
    "wants_numbers",
    "fertility",
    "pregnant",
    "supplements",
    "in_treatment",
    "caregiver",
}


def test_bank_has_every_entry_of_every_group():
    counts = {code: len(bank.bank().of_group(code)) for code in bank.bank().groups}

    assert counts == GROUPS
    assert len(ENTRIES) == 126


def test_bank_has_one_preference_that_is_no_question():
    assert [e.code for e in ENTRIES if e.is_preference] == ["COM-06"]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda e: e.code)
def test_bank_entry_is_whole(entry):
    known = {choice.value for choice in (*Reason, *Situation)}

    assert set(entry.text) == {"en", "zh-hans"}
    assert re.search("[\u4e00-\u9fff]", entry.text["zh-hans"])
    assert entry.text["en"].isascii()
    assert entry.code.split("-")[0] == entry.group
    assert set(entry.needs) <= set(BY_CODE)
    assert entry.who in Question.Who.values
    assert entry.remote in {"yes", "maybe", "no"}
    assert set(entry.routes_to) <= {*Discipline.values, "coordinator"}
    assert entry.shown_if == "" or entry.shown_if in FACTS
    assert entry.suits <= known
    assert entry.like <= set(bank.bank().entries)


def test_bank_likeness_goes_both_ways():
    pairs = {(e.code, other) for e in ENTRIES for other in e.like}

    assert pairs
    assert {(b, a) for a, b in pairs} == pairs


def test_bank_speaks_english_where_a_language_is_missing():
    entry = bank.get("PAT-01")

    assert entry.text_in("sw") == entry.text["en"]
    assert entry.text_in("zh-hans") == entry.text["zh-hans"]


@pytest.mark.parametrize("facts", [(), {"surgery"}, {"differ", "plan"}, set(Reason)])
def test_suggest_gives_at_most_eight_each_once(facts):
    codes = [entry.code for entry in bank.suggest(facts)]

    assert 5 <= len(codes) <= 8
    assert len(set(codes)) == len(codes)


def test_suggest_gives_each_reason_its_turn():
    groups = {entry.group for entry in bank.suggest({"surgery", "trial"})}

    assert {"SUR", "TRI"} <= groups


def test_suggest_gives_one_of_two_that_ask_the_same():
    with_both = [e.code for e in bank.suggest(topic="RAR")]
    after_one = [e.code for e in bank.suggest(topic="RAR", already={"PAT-01"})]

    assert "RAR-01" in with_both
    assert "RAR-01" not in after_one


def test_suggest_keeps_how_long_for_those_who_want_numbers():
    without = [e.code for e in bank.suggest(topic="QOL")]
    wanted = [e.code for e in bank.suggest({"wants_numbers"}, topic="QOL")]

    assert "QOL-06" not in without
    assert "QOL-06" in wanted


def test_suggest_asks_about_children_only_where_it_makes_sense():
    without = [e.code for e in bank.suggest(topic="FER")]
    wanted = [e.code for e in bank.suggest({"fertility", "pregnant"}, topic="FER")]

    assert without == ["FER-05"]
    assert len(wanted) == 6


def test_suggest_offers_the_next_one_after_one_was_added():
    first = bank.suggest(topic="SUR")
    second = bank.suggest(topic="SUR", already={first[0].code})

    assert second == first[1:]


def test_bank_does_not_know_a_strange_code():
    assert bank.get("XXX-99") is None
    assert bank.suggest(topic="XXX") == []
