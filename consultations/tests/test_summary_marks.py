"""Every fact the paper tells says where it comes from."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django.utils.html import strip_tags

from accounts.models import User
from consultations.admin import facts
from consultations.fact_lines import fact_of
from consultations.models import FactCheck, Summary
from consultations.summary import front, parts, source
from consultations.summary.contents import contents
from consultations.tests import summary_cases
from intake.models import FamilyCancer, PreviousCancer

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    request = summary_cases.rich(by)
    case = request.case
    FamilyCancer.objects.create(case=case, relation="mother", kind="breast")
    PreviousCancer.objects.create(case=case, kind="skin", found_on="2019")
    request.what_matters = ["longer"]
    request.leaning = request.travel_limits = request.dates_unavailable = "x"
    request.save()
    read = source.load(Summary(request=request, version=1))
    read.diagnosis.grade = "G2"
    read.health.lives_with, read.diagnosis.do_not_miss = "alone", "10 December"
    read.patient.pronoun = "she"
    return read


@pytest.mark.parametrize(
    "label",
    [
        "Grade",
        "Earlier cancers",
        "Cancer in the family",
        "Lives with, help",
        "Height, weight",
        "What matters most",
        "Leans towards",
        "Reasons for asking",
        "Limits on travel",
        "Days not possible",
        "Date not to be missed",
        "Talking with the patient",
    ],
)
def test_an_answer_says_where_it_comes_from(loaded, label):
    pairs = [
        pair
        for part in parts.clinical_parts(loaded)
        for block in part["blocks"]
        for pair in block.get("pairs", ())
    ]
    (told,) = [p["value"] for p in pairs if strip_tags(p["label"]).endswith(label)]

    assert "not provided" not in told
    assert 'class="m m-p"' in told


def test_the_line_about_the_person_says_where_it_comes_from(loaded):
    assert strip_tags(front.front(loaded)["person"]["line"]).endswith(
        "interpreter 患 P"
    )


# Told at the desk only: how to reach somebody, and what the paper tells in other words.
DESK_ONLY = {
    "patient.full_name",
    "patient.pronoun",
    "patient.email",
    "patient.access_needs",
    "patient.time_zone",
}


def test_every_mark_of_the_desk_reaches_the_paper(loaded, monkeypatch):
    """A fact the desk compared is told as compared wherever the paper tells it."""
    loaded.__dict__["genes_are_agreed"] = True
    record = loaded.records[0]
    names = facts.check_names(loaded)
    for name in names:
        loaded.checks[name] = FactCheck(
            fact=name, record_id=record.pk, checked_by_id=1, at=timezone.now()
        )
    asked, mark = {}, source.Source.mark

    def noted(self, fact):
        asked[fact] = mark(self, fact)
        return asked[fact]

    monkeypatch.setattr(source.Source, "mark", noted)
    contents(loaded)

    told = {fact_of(fact) for fact in asked}
    assert {
        f: m for f, m in asked.items() if fact_of(f) in names and "核" not in m
    } == {}
    assert sorted(names - told - DESK_ONLY) == []


def test_every_marked_answer_is_a_column(loaded, monkeypatch):
    asked, mark = set(), source.Source.mark
    monkeypatch.setattr(
        source.Source, "mark", lambda self, fact: (asked.add(fact), mark(self, fact))[1]
    )
    contents(loaded)

    parts_ = {
        "patient": loaded.patient,
        "treatingdoctor": loaded.doctor,
        "diagnosis": loaded.diagnosis,
        "health": loaded.health,
        "consultationrequest": loaded.request,
    }
    columns = [fact.split(".") for fact in asked if ":" not in fact]
    assert [c for c in columns if not hasattr(parts_[c[0]], c[1])] == []
