"""What is asked, and what is said, after "No treatment yet"."""

from __future__ import annotations

import pytest
from django.urls import reverse

from intake.models import Diagnosis, Supplement
from intake.tests.filling import fill_in, step_url

pytestmark = pytest.mark.django_db
BESIDE = "Is it taken in the same days as cancer treatment?"
AGAINST = "“No treatment yet” does not fit “%s”: change one of the two"


@pytest.mark.parametrize("none_yet", [True, False])
def test_herbs_beside_a_treatment_are_asked_only_where_one_was(
    client, wen, case, none_yet
):
    Diagnosis.objects.create(case=case, no_treatment_yet=none_yet)
    client.force_login(wen)

    assert (BESIDE in client.get(step_url(case, "herbs")).text) is not none_yet


def test_what_was_answered_before_is_shown_and_kept(client, wen, case):
    Diagnosis.objects.create(case=case, no_treatment_yet=True)
    herb = Supplement.objects.create(case=case, name="Tea", with_chemo="yes")
    client.force_login(wen)
    page = f"{step_url(case, 'herbs')}{herb.pk}/"

    fill_in(client, page, name="Green tea")

    herb.refresh_from_db()
    assert (herb.name, herb.with_chemo) == ("Green tea", "yes")
    assert BESIDE in client.get(page).text


@pytest.mark.parametrize(
    ("situation", "said"),
    [
        ("after", "Treatment is finished"),
        ("during", "I am in treatment now"),
        ("before", ""),
        ("", ""),
    ],
)
def test_none_yet_beside_a_finished_treatment_is_said(
    client, wen, case, situation, said
):
    Diagnosis.objects.create(case=case, no_treatment_yet=True, situation=situation)
    client.force_login(wen)
    check = reverse("consultations:request_check", args=[case.pk])
    pages = [step_url(case, "treatments"), check]

    shown = ["does not fit" in client.get(page).text for page in pages]

    assert shown == [bool(said)] * 2
    if said:
        assert AGAINST % said in client.get(pages[0]).text


def test_a_listed_treatment_settles_it(client, wen, case):
    Diagnosis.objects.create(case=case, no_treatment_yet=True, situation="after")
    client.force_login(wen)

    fill_in(client, step_url(case, "treatments"), name="Cisplatin")

    assert "does not fit" not in client.get(step_url(case, "treatments")).text
