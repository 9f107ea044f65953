"""Reads the labels of the scans in one file and writes down what is on it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from intake.services import hold
from records import sniff, vault
from records.imaging import answers, merging, told
from records.imaging.made import Made
from records.imaging.told import ToldPerson, ToldStudy
from records.models import (
    File,
    ImagingCopy,
    ImagingPerson,
    ImagingReading,
    ImagingSeries,
    ImagingStudy,
    Sealed,
)
from records.sandbox import parent
from records.sandbox.limits import MB, Limits

# A disc of 50,000 images takes some minutes; a file that takes longer is not read.
LIMITS = Limits(
    memory=800 * MB,
    cpu_seconds=300,
    wall_seconds=330,
    output_bytes=200 * MB,
    outputs=50,
)
PAPER_KINDS = {"pdf": ImagingCopy.Kind.PDF, "text": ImagingCopy.Kind.TEXT}


class TryAgainError(Exception):
    """Nothing was found out, by no fault of the file."""


def begin(file: File) -> None:
    """Queues the reading of a file that may hold scans; twice is once."""
    if may_hold_scans(file):
        reading, is_new = ImagingReading.objects.get_or_create(file=file)
        if is_new:
            reading.ring()


def may_hold_scans(file: File) -> bool:
    """Scans, and zips in which we found no papers: perhaps a disc with a viewer alone."""
    if file.verdict == File.Verdict.REFUSED or not file.key:
        return False
    is_zip = file.type == sniff.ZIP and file.content != File.Content.PAPERS
    return is_zip or file.type == sniff.DICOM


def read(reading: ImagingReading) -> None:
    """One child reads the whole file; what it found is written in one transaction."""
    file = reading.file
    made = Made(file.case_id)
    try:
        with vault.open_(file) as stored:
            found = parent.run(
                "scans",
                stored,
                arguments={"type": file.type},
                limits=LIMITS,
                sink=made.sink,
                progress=reading.report,
            )
        if found.get("code") == "killed":
            raise TryAgainError("killed")
        if found.get("code"):
            reading.give_up(str(found["code"])[:60], again=False)
        elif _write(reading, found, made):
            made.kept(made.sealed)
            merging.merge(file)
    finally:
        made.discard()


def _write(reading: ImagingReading, found: dict[str, Any], made: Made) -> bool:
    """False, and nothing changed, when another worker has the row."""
    counts = {n: told.number_of(found, n) for n in ("programs", "others", "broken")}
    file = reading.file
    older = list(ImagingCopy.objects.filter(study__person__reading=reading))
    with transaction.atomic():
        hold(file.case_id)
        if not reading.finish(**counts, left_out=0):
            return False
        remembered = answers.remembered(file.case_id)
        reading.people.all().delete()
        for person in told.people_of(found):
            _write_person(reading, person, made.sealed, remembered)
        answers.settle(file.record_id)
    for copy in older:
        vault.delete(copy)
    return True


def _write_person(
    reading: ImagingReading,
    person: ToldPerson,
    sealed: dict[str, Sealed],
    remembered: answers.Remembered,
) -> None:
    row = ImagingPerson(reading=reading, **person.columns)
    row.answer, row.answered_by_id, row.answered_at = remembered.of(row)
    row.save()
    for study in person.studies:
        _write_study(row, study, reading.file, sealed)


def _write_study(
    person: ImagingPerson, study: ToldStudy, file: File, sealed: dict[str, Sealed]
) -> None:
    row = ImagingStudy.objects.create(person=person, **study.columns)
    ImagingSeries.objects.bulk_create(
        ImagingSeries(study=row, **series.columns) for series in study.series
    )
    ImagingCopy.objects.bulk_create(
        ImagingCopy(
            study=row,
            case_id=file.case_id,
            kind=PAPER_KINDS[paper["kind"]],
            title=paper["title"],
            position=position,
            **sealed[paper["name"]].columns(),
        )
        for position, paper in enumerate(study.papers)
        if paper["name"] in sealed and paper["kind"] in PAPER_KINDS
    )
