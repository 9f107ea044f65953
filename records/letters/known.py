"""Numbers and dates the folder already holds, by which a hospital finds what is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from accounts.listing import listed
from intake import markers
from intake.choices import TreatmentType
from intake.dates import PartialDate
from intake.models import Biomarker, Case, TreatmentLine
from records import body_parts
from records.cancer_items import BY_ITEM, kind_of
from records.kinds import ONLY_OF
from records.letters import language
from records.models import Record
from records.occasions import BESIDE

# A specimen has one number in the laboratory, whichever of these papers names it.
TISSUE = frozenset({"pathology_report", "pathology_slides", "molecular_report"})
SCANS = ONLY_OF["body_part"]
REPORTED_IN = {
    TreatmentType.SURGERY: "operative_note",
    TreatmentType.RADIOTHERAPY: "radiotherapy_summary",
}
Day = PartialDate | None


@dataclass(frozen=True)
class Fact:
    """One thing known of a kind of record. `code` names its sentence in the letter's texts."""

    kind: str  # of what is asked for
    source: str  # the row that tells it
    code: str
    number: str = ""
    on: Day = None
    until: Day = None
    part: str = ""
    place: str = ""  # for the person who chooses: the letter goes to one hospital

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.source}"

    @property
    def label(self) -> str:
        days = listed(day.words() for day in (self.on, self.until) if day)
        return listed(p for p in (self.number, self.part, days, self.place) if p)

    def values(self, code: str) -> dict[str, str]:
        """What its sentence is filled with, days and part of the body in that language."""
        part = body_parts.said_in(code, self.part)
        days = {"on": self.on, "until": self.until}
        told = {name: language.day_in(code, day) for name, day in days.items() if day}
        return {"number": self.number, "part": part} | told


def told_of(codes: Iterable[str]) -> set[str]:
    """Kinds whose facts help to find what is asked for.

    A marker inside a specimen is found by the number of the specimen. The day of another
    scan or operation finds no other item: it would send the hospital astray.
    """
    return {
        kind_of(code)
        for code in codes
        if code not in BY_ITEM or kind_of(code) in TISSUE
    }


def facts_of(case: Case) -> list[Fact]:
    """Three queries. The same number, or the same days, are told once for each kind."""
    records = list(Record.objects.filter(case=case).here().oldest_first())
    found = [
        *(fact for record in records for fact in _of_record(record)),
        *(fact for row in _rows(Biomarker, case) for fact in _of_marker(row)),
        *(fact for row in _rows(TreatmentLine, case) for fact in _of_treatment(row)),
    ]
    once: dict[tuple, Fact] = {}
    for fact in found:
        same = fact.number or (fact.on, fact.until, fact.part)
        once.setdefault((fact.kind, same), fact)
    return list(once.values())


def _rows(model: Any, case: Case) -> Any:
    return model.objects.filter(case=case, removed_at=None)


def _of_record(record: Record) -> Iterator[Fact]:
    source, place = f"record-{record.number}", record.issued_by
    number = record.told("specimen_number")
    if number:
        kinds = TISSUE if record.kind in TISSUE else {record.kind}
        on = record.dated_on if record.kind != "molecular_report" else None
        for kind in sorted(kinds):
            yield _specimen(kind, source, number, on, place)
    if record.kind in SCANS and record.dated_on:
        part = record.body_part
        code = "scan_part" if part else "scan_on"
        for kind in sorted(SCANS - {record.kind}):
            yield Fact(kind, source, code, on=record.dated_on, part=part, place=place)


def _specimen(kind: str, source: str, number: str, on: Day, place: str = "") -> Fact:
    code = "specimen_on" if on else "specimen"
    return Fact(kind, source, code, number=number, on=on, place=place)


def _of_marker(row: Biomarker) -> Iterator[Fact]:
    source = f"marker-{row.pk}"
    if row.specimen_number:
        for kind in sorted(TISSUE):
            yield _specimen(kind, source, row.specimen_number, row.tested_on)
    elif row.tested_on and markers.is_genetic(row.marker, row.method):
        yield Fact("molecular_report", source, "sample_on", on=row.tested_on)


def _of_treatment(row: TreatmentLine) -> Iterator[Fact]:
    began, ended = row.began_on, row.ended_on
    if row.type in BESIDE or not (began or ended):
        return
    kind, source = REPORTED_IN.get(row.type, "treatment_summary"), f"treatment-{row.pk}"
    if kind == "operative_note":
        yield Fact(kind, source, "operation_on", on=began or ended)
    elif began and ended and began != ended:
        yield Fact(kind, source, "treated_span", on=began, until=ended)
    else:
        yield Fact(kind, source, "treated_on", on=began or ended)
