"""Every fact the paper tells says where it comes from."""

from __future__ import annotations

import pytest
from django.utils.html import strip_tags

from accounts.models import User
from consultations.models import Summary
from consultations.summary import front, parts, source
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
