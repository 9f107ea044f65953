"""Every text the case summary reads goes from the packet without names, or is let through."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import models

from accounts.models import User
from consultations.models import ConsultationRequest, FactCheck, Question, Summary
from consultations.packet import identifying, nameless
from consultations.packet.blanking import Blanks
from consultations.summary import source as sources
from consultations.summary.contents import contents
from consultations.summary.source import Source, load_request
from intake.dates import PartialDateField
from intake.models import (
    Allergy,
    Biomarker,
    CaseMember,
    Consent,
    Diagnosis,
    FamilyCancer,
    Health,
    LabValue,
    Medicine,
    Patient,
    PreviousCancer,
    Supplement,
    TreatingDoctor,
    TreatmentLine,
)
from intake.models import Case as Case_
from records.models import ChecklistAnswer, QuietAnswer, Record

pytestmark = pytest.mark.django_db
# Of the case itself, and searched for names: what the opinion is given on. Texts of a choice
# (a kind, a code) are not told here: whoever answers cannot write into them.
STAYING: dict[type[models.Model], str] = {
    Allergy: "substance reaction",
    Biomarker: "marker result method linked_records",
    Case_: "reference",
    CaseMember: "",
    ChecklistAnswer: "reason linked_records",
    Consent: "code version language text_hash basis",
    ConsultationRequest: "reasons reason_other proposed_plan plan_records main_question "
    "decide_by_note leaning what_matters what_matters_note disciplines travel_limits "
    "dates_unavailable missing queue_key",
    Diagnosis: "site_other as_written first_symptom grade stage_text tnm spread_to "
    "next_treatment do_not_miss",
    FactCheck: "fact",
    FamilyCancer: "kind",
    Health: "aids symptoms other_illness other_illness_note implants blood_thinner_name "
    "lives_with",
    LabValue: "test_name value unit reference linked_records",
    Medicine: "name dose how_often what_for",
    Patient: "pronoun country contact_ways language other_languages interpreter_language "
    "access_needs disclosure_note",
    PreviousCancer: "kind treatment",
    Question: "code text language",
    QuietAnswer: "",
    Record: "title body_part language note",
    Summary: "sha256 error_detail error_code key parts",
    Supplement: "name ingredients",
    TreatingDoctor: "specialty country",
    TreatmentLine: "name cycles dose why_stopped_note side_effects linked_records",
}
OF_EVERY_ROW = {"not_known"}
TEXTS = (models.CharField, models.TextField, models.JSONField)


def models_read() -> set[type[models.Model]]:
    """Those in the annotations of what the summary is made of."""
    hints = typing.get_type_hints(Source, vars(sources))
    found = set()
    for hint in hints.values():
        for part in (hint, *typing.get_args(hint)):
            if isinstance(part, type) and issubclass(part, models.Model):
                found.add(part)
    return found | {ChecklistAnswer}  # on its slot


def texts_of(model: type[models.Model]) -> set[str]:
    return {
        column.name
        for column in model._meta.concrete_fields
        if isinstance(column, TEXTS)
        and not column.choices
        and not isinstance(column, PartialDateField)
        and column.name not in OF_EVERY_ROW
    }


@pytest.mark.parametrize("model", sorted(models_read(), key=lambda m: m.__name__))
def test_each_text_of_the_summary_is_known_to_go_or_to_stay(model):
    gone = set(identifying.EMPTIED.get(model, ()))
    staying = set(STAYING[model].split())

    assert gone | staying == texts_of(model)
    assert gone & staying == set()


@pytest.fixture
def filled(asked, wen) -> tuple[Source, list[str], list[str]]:
    """A case with a word of its own in every text; the words that go, those that stay."""
    case = asked.case
    missing = next(
        s for s in load_request(asked).slots if not s.is_here and s.is_needed
    )
    requested = ChecklistAnswer.Answer.REQUESTED
    ChecklistAnswer.objects.update_or_create(
        case=case, kind=missing.kind.code, defaults={"answer": requested, "by": wen}
    )
    for model in (Allergy, Biomarker, Medicine, Supplement, TreatmentLine, LabValue):
        model.objects.create(case=case)
    LabValue.objects.filter(case=case).update(test="other", value="5")
    source = load_request(asked, summary=Summary(request=asked, version=1))
    going: list[str] = []
    staying: list[str] = []
    for row in rows_of(source):
        for name in texts_of(type(row)) & names_filled(row):
            word = f"qx{type(row).__name__}{name}".replace("_", "").lower()
            setattr(row, name, word)
            gone = name in identifying.EMPTIED.get(type(row), ())
            (going if gone else staying).append(word)
    for user in {m.user for m in source.members} | {c.by for c in source.consents}:
        user.name, user.email = "qxusername", "qxuser@mail.example"
    for record in source.case_records:
        record.added_by = User(name="qxusername", email="qxuser@mail.example")
    return source, [*going, "qxusername", "qxuser"], staying


def rows_of(source: Source) -> Iterator[models.Model]:
    for field in dataclasses.fields(source):
        value: Any = getattr(source, field.name)
        for row in value if isinstance(value, list) else [value]:
            if isinstance(row, models.Model):
                yield row
            elif getattr(row, "answer", None) is not None:
                yield row.answer


def names_filled(row: models.Model) -> set[str]:
    """Not what points to other rows or decides what is shown."""
    fixed = {
        "reference",
        "queue_key",
        "language",
        "country",
        "code",
        "basis",
        "version",
    }
    fixed |= {"interpreter_language", "text_hash", "value", "fact"}
    return {
        c.name
        for c in row._meta.concrete_fields
        if not isinstance(c, models.JSONField) and c.name not in fixed
    }


def test_no_text_that_goes_is_printed(filled):
    source, going, staying = filled
    with_names = str(contents(source))
    source.longer.clear()

    nameless.hide(source, Blanks([]))
    printed = str(contents(source))

    assert [word for word in going if word in printed] == []
    shown = {word for word in going if word in with_names}
    assert {"qxtreatmentlinehospital", "qxtreatingdoctorhospital"} <= shown
    assert {"qxchecklistanswerrequestedfrom", "qxsupplementprescriber"} <= shown
    assert {"qxlabvaluelaboratory", "qxbiomarkerspecimennumber"} <= shown
    assert [
        word for word in staying if word in with_names and word not in printed
    ] == []


def test_the_hour_of_the_day_is_the_services_alone(asked):
    source = load_request(asked, summary=Summary(request=asked, version=1))
    source.patient.time_zone = "Asia/Almaty"
    with_names = str(contents(source)["times"])

    nameless.hide(source, Blanks([]))

    assert "UTC+5" in with_names
    assert "UTC+" not in str(contents(source)["times"])
