"""Whatever the family wrote and the paper tells of, it tells whole: here or in part 11."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models
from django.template.loader import render_to_string

from accounts.models import User
from consultations.models import ConsultationRequest, Question, Summary
from consultations.summary import engine, proofs, source
from consultations.summary.contents import contents
from consultations.tests import summary_cases
from consultations.tests.summary_papers import pages_of
from intake.choices import Spread
from intake.dates import PartialDateField
from intake.models import (
    Allergy,
    Biomarker,
    Case,
    Diagnosis,
    FamilyCancer,
    Health,
    LabValue,
    Medicine,
    Patient,
    PreviousCancer,
    Row,
    Supplement,
    TreatmentLine,
)
from records.models import ChecklistAnswer, Record

pytestmark = pytest.mark.django_db
REACHES = "How to reach somebody is for the desk."
CODE = "A code, told in words."
NOT_TOLD = {
    "patient.email": REACHES,
    "patient.phone": REACHES,
    "patient.messenger": REACHES,
    "patient.city": REACHES,
    "patient.best_hours": REACHES,
    "patient.country": CODE,
    "patient.time_zone": CODE,
    "patient.language": CODE,
    "patient.interpreter_language": CODE,
    "record.language": CODE,
    "question.code": CODE,
    "question.language": CODE,
}
ROWS: tuple[tuple[type[Row], dict[str, Any]], ...] = (
    (Biomarker, {}),
    (TreatmentLine, {"type": "chemotherapy"}),
    (PreviousCancer, {}),
    (FamilyCancer, {"relation": "mother"}),
    (Medicine, {}),
    (Allergy, {}),
    (Supplement, {"form": "decoction"}),
    (LabValue, {"test": "other"}),
)


def fill(row: models.Model, told: dict[str, str], word: str = "Word ") -> None:
    """Every text of the row as long as it may be, each with an end of its own."""
    for field in row._meta.concrete_fields:
        free = isinstance(field, (models.CharField, models.TextField))
        name = f"{row._meta.model_name}.{field.name}"
        dated = isinstance(field, PartialDateField)
        if not free or dated or field.choices or not field.editable or name in NOT_TOLD:
            continue
        end = f"Zq{len(told):03d}x"
        long = word * 2000
        setattr(row, field.name, long[: field.max_length - len(end)] + end)
        told[name] = end
    row.save()


def stuffed(
    word: str = "Word ", rows: int = 1
) -> tuple[ConsultationRequest, dict[str, str]]:
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    request = summary_cases.rich(by)
    case, told = request.case, {}
    ChecklistAnswer.objects.filter(case=case).update(kind="clinic_letters")
    Diagnosis.objects.filter(case=case).update(site="other", stage="", tnm="x")
    for model in (Patient, Diagnosis, Health):
        fill(model.objects.get(case=case), told, word)
    for model, more in ROWS:
        model.objects.filter(case=case).delete()
        for _number in range(rows):
            fill(model(case=case, **more), told, word)
    for kind in ("pathology_report", "imaging_report"):
        fill(first_record(case, kind), told, word)
    fill(ChecklistAnswer.objects.get(case=case), told, word)
    fill(request, told, word)
    asked = Question(request=request, position=99, who="both", language="en")
    fill(asked, told, word)
    return request, told


def first_record(case: Case, kind: str) -> Record:
    record = case.records.filter(kind=kind).first()
    assert record is not None
    return record


def missing(pdf: bytes, told: dict[str, str]) -> Iterator[str]:
    read = "".join("".join(pages_of(pdf)).split())
    return (name for name, end in told.items() if end not in read)


def test_every_text_at_its_full_length_can_be_read_to_its_end():
    request, told = stuffed()

    made = contents(source.load(Summary(request=request, version=1)))
    pdf = engine.render(made).pdf

    assert len(told) > 40
    assert set(missing(pdf, told)) == set()


@pytest.mark.parametrize("word", ["W", "Wide words ", "Щ", "肿瘤", "مرحبا ", "Phẫu "])
def test_the_last_size_of_the_front_sheet_always_fits(word):
    """Nobody's words are too long for a specialist to get the case."""
    request, _told = stuffed(word, rows=5)
    case = request.case
    Patient.objects.filter(case=case).update(knows_diagnosis="partly")
    Diagnosis.objects.filter(case=case).update(
        spread_to=[code for code in Spread.values if code not in ("none", "not_known")]
    )
    Health.objects.filter(case=case).update(
        other_illness=["heart", "kidney", "hepatitis", "hiv", "tb"],
        blood_thinner="yes",
        implants=["pacemaker"],
        pregnancy="possible",
        symptoms={"pain": 9, "breathless": 8, "nausea": 9},
        ecog_change="worse_quickly",
    )
    TreatmentLine.objects.filter(case=case).update(is_ongoing=True)
    request.questions.update(is_first=True, code="", text=(word * 500)[:500])

    made = contents(source.load(Summary(request=request, version=1)))
    least = {**made, "size": engine.SIZES[-1], "front_alone": True}
    html = render_to_string(engine.TEMPLATE, least)
    assert proofs.front_is_one_page(engine.lay_out(html)[0])


def test_a_paper_on_which_nothing_is_shortened_has_no_such_part():
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")

    assert summary_cases.prepared(summary_cases.rich(by))["longer"] == []


def test_what_stands_shortened_in_two_places_is_told_once():
    request, _told = stuffed()
    loaded = source.load(Summary(request=request, version=1))

    both = [str(loaded.brief("word " * 99, 20)), str(loaded.own("word " * 99, most=30))]

    assert [said.rpartition("→")[2] for said in both] == ["T1</span>"] * 2
    assert len(loaded.longer) == 1


def test_a_result_that_is_withheld_is_not_told_in_full_either():
    request, told = stuffed()
    Biomarker.objects.filter(case=request.case).update(method="NGS", marker="EGFR")
    name = "biomarker.result"

    made = contents(source.load(Summary(request=request, version=1)))

    assert told[name] not in str(made)


def test_initials_instead_of_the_name_hold_in_the_last_part_too():
    request, told = stuffed()
    ends = [told[f"patient.{n}"] for n in ("full_name", "name_in_script", "name_note")]
    summary = Summary(request=request, version=1, pseudonymous=True)

    made = str(contents(source.load(summary)))

    assert [end for end in ends if end in made] == []
