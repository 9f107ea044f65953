"""When a record that is here is too old to tell how things are now."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.dates import PartialDate
from intake.models import Diagnosis, TreatmentLine
from records import ages, checklist, meaning
from records.facts import Facts
from records.kinds import KINDS
from records.models import Record
from records.tests.test_checklist import add_record

TODAY = date(2026, 11, 30)


def days_before(days: int) -> PartialDate:
    return PartialDate.of(TODAY - timedelta(days=days))


@pytest.mark.parametrize(
    ("kind", "facts", "days"),
    [
        ("lab_results", Facts(), 90),
        ("imaging_report", Facts(situation="came_back"), 42),
        ("imaging_files", Facts(situation="spread"), 42),
        ("imaging_report", Facts(situation="during", has_grown=True), 42),
        ("imaging_report", Facts(situation="during"), 56),
        ("imaging_report", Facts(situation="before"), 84),
        ("imaging_files", Facts(situation="new"), 84),
    ],
)
def test_the_situation_decides_when_a_record_is_old(kind, facts, days):
    young = ages.sentence(kind, days_before(days), facts, TODAY)
    old = ages.sentence(kind, days_before(days + 1), facts, TODAY)

    assert (young, bool(old)) == ("", True)


def test_everything_else_never_ages():
    facts = Facts(situation="came_back")

    ageing = {kind.code for kind in KINDS if ages.rule_for(kind.code, facts)}

    assert ageing == {"lab_results", "imaging_report", "imaging_files"}


def test_a_scan_of_a_finished_treatment_is_not_old():
    assert ages.rule_for("imaging_report", Facts(situation="after")) is None


@pytest.mark.parametrize(
    ("day", "is_old"),
    [("2026-09", False), ("2026-08", True), ("2026", False), ("2027-01", False)],
)
def test_of_a_month_or_a_year_the_last_day_counts(day, is_old):
    told = ages.sentence("lab_results", PartialDate.parse(day), Facts(), TODAY)

    assert bool(told) is is_old


@pytest.mark.parametrize(
    ("days", "words"),
    [(91, "13 weeks"), (140, "20 weeks"), (141, "4 months"), (365, "12 months")],
)
def test_the_sentence_says_the_age_and_what_it_means(days, words):
    told = ages.sentence("lab_results", days_before(days), Facts(), TODAY)

    assert told == (
        f"The newest is {words} old. The team likes blood tests of the last 3 months: "
        "if there are newer ones, add them too."
    )


@pytest.mark.parametrize(
    ("response", "is_ongoing", "grown"),
    [("grew", True, True), ("mixed", True, True), ("stable", True, False)],
)
def test_growth_under_the_running_treatment_counts(case, response, is_ongoing, grown):
    TreatmentLine.objects.create(case=case, response="grew", began_on="2020")
    TreatmentLine.objects.create(
        case=case, response=response, is_ongoing=is_ongoing, began_on="2026"
    )

    assert checklist.facts_of(case).has_grown is grown


def test_old_scans_warn_and_never_make_a_record_missing(client, wen, case):
    Diagnosis.objects.create(case=case, situation="came_back")
    add_record(case, wen, "imaging_files", 1)
    day = PartialDate.of(timezone.localdate() - timedelta(days=60))
    Record.objects.update(dated_on=day)
    client.force_login(wen)

    page = client.get(reverse("records:checklist_list", args=[case.pk])).text
    slots = {slot.kind.code: slot for slot in checklist.state_of(case)}

    assert "The newest is 8 weeks old." in page
    assert slots["imaging_files"].is_here
    judged = {one.kind: one.can for one in meaning.judgements(slots.values())}
    assert (judged["imaging_files"], judged["old_imaging_files"]) == (True, False)


def test_a_newer_record_of_the_kind_ends_the_warning(case, wen):
    for number, days in enumerate((200, 10), start=1):
        add_record(case, wen, "lab_results", number)
        day = PartialDate.of(timezone.localdate() - timedelta(days=days))
        Record.objects.filter(number=number).update(dated_on=day)

    slots = {slot.kind.code: slot for slot in checklist.state_of(case)}

    assert slots["lab_results"].aged == ""
