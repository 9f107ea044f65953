"""Every answer of every form is told on the work page, each piece in its own direction."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import models

from consultations.admin import answers, facts
from consultations.fact_lines import ELSEWHERE
from consultations.models import ConsultationRequest
from consultations.summary.source import Source, load_request
from consultations.tests.desk_make import page_url
from intake.dates import PartialDate, PartialDateField
from intake.forms.papers import PapersField
from intake.models import Diagnosis, Health, Patient, Supplement, TreatmentLine

pytestmark = pytest.mark.django_db

LISTS = {"symptoms": {"pain": 5}, "what_matters": ["cure"], "other_languages": ["x"]}


def fields_of(form: Any) -> list[str]:
    """Columns of a form; records it names are told as numbers beside the line."""
    papers = {n for n, f in form.base_fields.items() if isinstance(f, PapersField)}
    return [name for name in form._meta.fields if name not in papers]


OF_PARTS = [
    (section, name)
    for section, forms in answers.forms_of_sections().items()
    for form in forms
    for name in fields_of(form)
    if f"{section}.{name}" not in ELSEWHERE
]
OF_ROWS = [
    (section, name)
    for section, form in answers.forms_of_rows().items()
    for name in fields_of(form)
]


def an_answer(form: Any, name: str) -> Any:
    """Something that fits the column."""
    column, field = form._meta.model._meta.get_field(name), form.base_fields.get(name)
    if isinstance(column, models.JSONField):
        return LISTS.get(name) or [field.choices[0][0]]
    if isinstance(column, models.BooleanField):
        return True
    if isinstance(column, models.DecimalField | models.PositiveSmallIntegerField):
        return Decimal(44)
    if isinstance(column, PartialDateField):
        return PartialDate(2026, 3)
    if isinstance(column, models.DateField):
        return date(2026, 3, 1)
    return column.flatchoices[-1][0] if column.flatchoices else "a word"


@pytest.fixture
def empty(asked) -> Source:
    """A request nobody answered anything of."""
    source = load_request(asked)
    source.patient, source.doctor = Patient(), type(source.doctor)()
    source.diagnosis, source.health = Diagnosis(), Health()
    source.request = ConsultationRequest(case=asked.case)
    return source


def told(source: Source) -> str:
    return str([*facts.asked_lines(source), *facts.known_lines(source)])


@pytest.mark.parametrize(("section", "name"), OF_PARTS)
def test_every_answer_of_the_forms_is_told(empty, section, name):
    form, row = answers.form_of(section, name), facts._part(empty, section)
    _fit(form, row, name)
    before = told(empty)

    setattr(row, name, an_answer(form, name))

    assert told(empty) != before


@pytest.mark.parametrize(("section", "name"), OF_ROWS)
def test_every_answer_of_a_list_is_told(section, name):
    form = answers.forms_of_rows()[section]
    row = form._meta.model()
    _fit(form, row, name)
    if name == "unit":
        row.value = "1"
    before = answers.row_pieces(row)

    setattr(row, name, an_answer(form, name))

    assert answers.row_pieces(row) != before


def _fit(form: Any, row: Any, name: str) -> None:
    """Gives the answer this question depends on."""
    control, fitting = form.Meta.depends.get(name, ("", set()))
    if control:
        setattr(row, control, sorted(fitting)[0])


def test_what_is_told_elsewhere_stands_on_the_page(client, asked):
    ConsultationRequest.objects.filter(pk=asked.pk).update(
        main_question="Main thing?",
        decide_by=date(2026, 12, 24),
        decide_by_reason="travel",
        decide_by_note="A ticket",
    )

    text = client.get(page_url(asked)).text

    words = ["Main thing?", "24 December 2026", "Travel or a visa", "A ticket"]
    assert [word for word in words if word not in text] == []


def test_a_question_nobody_gave_a_line_is_told_under_its_own_label(empty, monkeypatch):
    monkeypatch.setattr(answers, "PERSON", ())
    empty.patient.pronoun = "they"

    lines = {line["label"]: line["value"] for line in facts.known_lines(empty)}

    assert lines["How we speak of the patient"] == "they"


def test_an_answer_that_no_longer_fits_is_not_told(empty):
    empty.diagnosis.site, empty.diagnosis.side = "breast", "left"
    empty.diagnosis.site_other = "abc"
    line = TreatmentLine(is_ongoing=True, why_stopped="scan", name="FOLFOX")

    lines = {line["label"]: line["pieces"] for line in facts.known_lines(empty)}

    assert [piece.words for piece in lines["Cancer"]] == ["Breast", "Left"]
    assert [p.words for p in answers.row_pieces(line)] == ["FOLFOX", "Yes"]


def test_what_the_family_does_not_know_is_said(empty):
    empty.diagnosis.not_known = ["diagnosed_on"]

    lines = {line["fact"]: line["value"] for line in facts.known_lines(empty)}

    assert lines["diagnosis.diagnosed_on"].endswith("I do not know")


def test_pieces_keep_their_direction_and_yes_and_no_have_a_label(client, asked):
    Supplement.objects.create(
        case=asked.case, name="كركم", ingredients="Curcuma", with_chemo="no"
    )

    text = client.get(page_url(asked)).text

    told = "<bdi>كركم</bdi>, <bdi>Curcuma</bdi>, With cancer treatment: <bdi>No</bdi>"
    assert told in text
    assert "\u2068كركم\u2069, \u2068Curcuma\u2069" in text  # in the list of facts


def test_things_of_a_list_are_numbered(client, asked):
    for name in ("FOLFOX", "Surgery of the liver"):
        TreatmentLine.objects.create(case=asked.case, name=name)

    lines = client.get(page_url(asked)).context["known_lines"]

    labels = [line["label"] for line in lines]
    assert ("Treatment 1" in labels, "Treatment 2" in labels) == (True, True)
    assert "Biomarker" in labels
