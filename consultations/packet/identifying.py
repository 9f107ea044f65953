"""What of a case says who it is of: emptied in the packet without names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from consultations.summary.source import Source
from intake.models import (
    Biomarker,
    LabValue,
    Patient,
    Supplement,
    TreatingDoctor,
    TreatmentLine,
)
from records.models import (
    ChecklistAnswer,
    ImagingPerson,
    ImagingStudy,
    Letter,
    ParcelItem,
    Record,
)

# Where somebody is treated says much of who it is, and so does the hour of the day there.
# A test fills every text of every model the summary reads: each has to be told of there.
EMPTIED: dict[type[models.Model], tuple[str, ...]] = {
    Patient: (
        "full_name", "name_in_script", "name_note", "city", "email", "phone", "messenger",
        "time_zone", "best_hours",
    ),
    TreatingDoctor: ("name", "hospital", "email", "phone", "language"),
    TreatmentLine: ("hospital",),
    Biomarker: ("specimen_number",),
    LabValue: ("laboratory",),
    Supplement: ("prescriber",),
    Record: ("issued_by", "specimen_number"),
    ChecklistAnswer: ("requested_from",),
}  # fmt: skip


def empty(row: models.Model) -> None:
    for name in EMPTIED.get(type(row), ()):
        setattr(row, name, "")


def names(source: Source) -> Iterator[str]:
    """Names beside those of the answers: of discs, of whomever they are, and of letters."""
    people = ImagingPerson.objects.filter(reading__file__case=source.case)
    for name in people.values_list("name", flat=True):
        yield from name.split("=")  # `SOKOLOVA^ELENA=…`
    yield from _told(Letter.objects.filter(case=source.case), "signer")


def places(source: Source) -> Iterator[str]:
    """Wherever somebody wrote the name of a hospital, a laboratory or a town."""
    yield from (source.patient.city, source.doctor.hospital)
    yield from _told(source.treatments, "hospital")
    yield from _told(source.lab_values, "laboratory")
    yield from _told(source.supplements, "prescriber")
    yield from _told(source.case_records, "issued_by")
    answers = ChecklistAnswer.objects.filter(case=source.case)
    yield from _told(answers, "requested_from")
    yield from _told(Letter.objects.filter(case=source.case), "hospital")
    studies = ImagingStudy.objects.filter(person__reading__file__case=source.case)
    yield from _told(studies, "institution")


def numbers(source: Source) -> Iterator[str]:
    """Numbers by which a hospital finds the patient."""
    yield from _told(source.biomarkers, "specimen_number")
    yield from _told(source.case_records, "specimen_number")
    items = ParcelItem.objects.filter(parcel__case=source.case)
    yield from _told(items, "specimen_numbers")
    yield from _told(Letter.objects.filter(case=source.case), "hospital_number")


def _told(rows: Iterable[Any], name: str) -> Iterator[str]:
    return (getattr(row, name) for row in rows)
