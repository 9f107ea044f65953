"""A finding of the tumour: the number of its sample, and the day of its report."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from intake.dates import PartialDate
from intake.forms.cancer import BiomarkerForm
from intake.forms.reported import report_problem
from intake.models import AnswerChange, Biomarker, Patient, TreatmentLine
from intake.tests.filling import fill_in, step_url
from intake.words import row_lines

NUMBER = "ГИ-26/2214"
SAMPLE = {"tested_on_day": "9", "tested_on_month": "4", "tested_on_year": "2026"}
REPORT = {"reported_on_month": "4", "reported_on_year": "2026"}


@pytest.fixture
def markers(client, wen, case) -> str:
    client.force_login(wen)
    Patient.objects.filter(case=case).update(date_of_birth="1968-05-03")
    return step_url(case, "biomarkers")


def test_number_and_day_of_the_report_are_kept_and_told(client, markers):
    fill_in(client, markers, marker="EGFR", specimen_number=NUMBER, do="add")
    row = Biomarker.objects.get()
    url = reverse("intake:row_edit", args=[row.case_id, "biomarkers", row.pk])
    fill_in(client, url, **SAMPLE, **REPORT)

    row.refresh_from_db()
    assert (row.specimen_number, str(row.tested_on), str(row.reported_on)) == (
        NUMBER,
        "2026-04-09",
        "2026-04",
    )
    assert row_lines(row, BiomarkerForm.base_fields) == [
        f"Number of the sample or report: {NUMBER}",
        "When was the sample taken? 9 April 2026",
        "When was the report written? April 2026",
    ]


def test_a_blank_save_deletes_nothing_and_each_change_is_written_down(client, markers):
    fill_in(client, markers, marker="ALK", specimen_number="A", **REPORT, do="add")
    row = Biomarker.objects.get()
    url = reverse("intake:row_edit", args=[row.case_id, "biomarkers", row.pk])

    blank = {"reported_on_month": "", "reported_on_year": ""}
    fill_in(client, url, specimen_number="", **blank)

    row.refresh_from_db()
    changed = AnswerChange.objects.filter(row=str(row.pk)).values_list("field")
    assert (row.specimen_number, str(row.reported_on)) == ("A", "2026-04")
    assert {("specimen_number",), ("reported_on",)} <= set(changed)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"reported_on_year": "1950"}, "This date is before the day of birth"),
        ({"reported_on_year": "2025"}, "The report is before the day of the sample"),
        ({"reported_on_year": "2999"}, "Enter a year from 1900"),
        ({"reported_on_year": "soon"}, "Enter the year as 4 numbers"),
    ],
)
def test_a_day_the_report_cannot_have_is_told_and_the_rest_kept(
    client, markers, typed, said
):
    response = fill_in(client, markers, marker="ALK", **SAMPLE, **typed, do="add")

    row, errors = Biomarker.objects.get(), response.context["form"].errors
    assert (response.status_code, row.reported_on) == (422, None)
    assert (row.marker, str(row.tested_on)) == ("ALK", "2026-04-09")
    assert [list(errors), errors["reported_on"][0][: len(said)]] == [
        ["reported_on"],
        said,
    ]


def test_a_report_to_come_is_told(client, markers, monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda: date(2026, 11, 23))
    later = {"reported_on_month": "12", "reported_on_year": "2026"}

    response = fill_in(client, markers, marker="ALK", **later, do="add")

    errors = response.context["form"].errors["reported_on"]
    assert errors == ["This date has not come yet. Check the month and year"]


@pytest.mark.parametrize("typed", ["x" * 10_000, "<b>" * 200])
def test_a_number_that_is_too_long_is_told(client, markers, typed):
    response = fill_in(client, markers, marker="ALK", specimen_number=typed, do="add")

    said = response.context["form"].errors["specimen_number"][0]
    assert said.startswith("This is too long. Use up to 100 characters")
    assert Biomarker.objects.get().specimen_number == ""


def test_dates_known_in_part_are_compared_by_what_they_may_mean():
    month, day = PartialDate(2026, 4), PartialDate(2026, 4, 28)

    assert report_problem(month, day, None) is None
    assert report_problem(None, day, date(1968, 5, 3)) is None
    assert report_problem(PartialDate(2026, 3), day, None) is not None


@pytest.mark.parametrize(("year", "kept"), [("1967", ""), ("1968", "1968")])
def test_no_treatment_began_before_the_patient(client, markers, case, year, kept):
    page = step_url(case, "treatments")

    answer = fill_in(client, page, name="Operation", began_on_year=year, do="add")

    line = TreatmentLine.objects.get()
    assert (line.name, str(line.began_on or "")) == ("Operation", kept)
    assert ("before the day of birth" in answer.text) is (kept == "")
