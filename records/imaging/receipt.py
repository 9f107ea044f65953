"""What pages say of the scans of a record: the receipt of a disc."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import Prefetch

from accounts.listing import listed
from intake.models import Patient
from records import sniff
from records.imaging import answers, people, words
from records.imaging.people import Identity, Match
from records.imaging.shown import Person, Study, studies_of, sums
from records.models import (
    ImagingCopy,
    ImagingPerson,
    ImagingReading,
    ImagingStudy,
    Record,
)

PHOTOS = {
    sniff.JPEG,
    sniff.PNG,
    sniff.HEIC,
    sniff.TIFF,
    sniff.WEBP,
    sniff.BMP,
    sniff.GIF,
}


class State(StrEnum):
    READING = "reading"
    FAILED = "failed"  # nobody could read the labels
    NOTHING = "nothing"  # no images
    PHOTOS = "photos"  # photos of film
    CHOOSE = "choose"  # several people: nothing is used until somebody chooses
    ASK = "ask"  # one person who differs from the folder's patient
    UNSURE = "unsure"  # the family asked the coordinator
    FINE = "fine"


@dataclass
class Receipt:
    """The scans of one record."""

    record: Record
    readings: list[ImagingReading] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    @property
    def state(self) -> State:
        if any(reading.is_under_way for reading in self.readings):
            return State.READING
        if not self.readings:
            return State.PHOTOS
        if not self.people:
            failed = any(r.work == ImagingReading.Work.FAILED for r in self.readings)
            return State.FAILED if failed or self.broken else State.NOTHING
        return self._whose()

    def _whose(self) -> State:
        if len(self.people) > 1 and not all(person.is_ours for person in self.people):
            return State.CHOOSE
        person = self.people[0]
        if person.answer == ImagingPerson.Answer.UNSURE:
            return State.UNSURE
        return State.FINE if person.is_ours or person.match == Match.SAME else State.ASK

    @property
    def has_question(self) -> bool:
        return self.state in {State.ASK, State.CHOOSE}

    @property
    def is_shown_to_team(self) -> bool:
        return self.state not in {State.CHOOSE, State.READING}

    @property
    def named(self) -> list[str]:
        """Names on the labels that cannot be one person's, as far as we can compare."""
        return [person.name for person in self.people if person.name]

    @property
    def stays_with_family(self) -> bool:
        """Scans of somebody else lie in a file, or may: the team gets none of them whole."""
        return any(reading.held for reading in self.readings)

    @property
    def studies(self) -> list[Study]:
        return studies_of([row for person in self.people for row in person.rows])

    @property
    def has_names_drawn_in(self) -> bool:
        return any(study.is_drawn_on for study in self.studies)

    @property
    def programs(self) -> int:
        return sum(reading.programs for reading in self.readings)

    @property
    def others(self) -> int:
        return sum(reading.others for reading in self.readings)

    @property
    def broken(self) -> int:
        return sum(reading.broken for reading in self.readings)

    @property
    def left_out(self) -> int:
        return sum(reading.left_out for reading in self.readings)

    @property
    def awaits_pictures(self) -> bool:
        rows = [getattr(reading, "pictures", None) for reading in self.readings]
        under_way = {ImagingReading.Work.QUEUED, ImagingReading.Work.WORKING}
        return any(row is not None and row.work in under_way for row in rows)

    @property
    def sums(self) -> str:
        """ "1 patient, 2 CT studies, 1,240 images"."""
        return listed([words.people(len(self.people)), *sums(self.studies)])


def receipts_of(
    records: Iterable[Record], patient: Patient | None, *, copies: bool = False
) -> dict[uuid.UUID, Receipt]:
    """Receipts of those records that hold scans: four queries, five with `copies`.

    None where no record has a file that could hold any.
    """
    by_id = {record.pk: record for record in records if _may_hold_scans(record)}
    if not by_id:
        return {}
    found: dict[uuid.UUID, Receipt] = {}
    known = known_as(patient)
    for reading in _readings(list(by_id), copies=copies):
        key = reading.file.record_id
        found.setdefault(key, Receipt(by_id[key])).readings.append(reading)
    for receipt in found.values():
        receipt.people = _people(receipt.readings, known)
    return found


def _may_hold_scans(record: Record) -> bool:
    return any(file.type in {sniff.ZIP, sniff.DICOM} for file in record.files.all())


def receipt_of(record: Record, patient: Patient | None) -> Receipt | None:
    """The receipt of one record with its pictures; also for photos of film."""
    found = receipts_of([record], patient, copies=True).get(record.pk)
    return found or (Receipt(record) if is_photos_of_film(record) else None)


def is_photos_of_film(record: Record) -> bool:
    """Said to be scan pictures, and every file of it is a photo."""
    types = {file.type for file in record.files.all()}
    return record.kind == "imaging_files" and bool(types) and types <= PHOTOS


def write_receipts(records: list[Record], patient: Patient | None) -> None:
    """Leaves `receipt` on each record, or None; a question makes it need care."""
    found = receipts_of(records, patient)
    for record in records:
        record.receipt = found.get(record.pk)
        if record.receipt is not None and record.receipt.has_question:
            record.needs_care = True


def known_as(patient: Patient | None) -> Identity:
    """The patient of the folder, in both ways the name may be written."""
    if patient is None:
        return Identity(())
    names = (patient.full_name, patient.name_in_script)
    kept = tuple(name for name in names if people.words_of(name))
    return Identity(kept, patient.date_of_birth)


def _people(readings: list[ImagingReading], known: Identity) -> list[Person]:
    rows = [person for reading in readings for person in reading.all_people]
    return [Person(group, _match(group, known)) for group in answers.in_groups(rows)]


def _match(group: list[ImagingPerson], known: Identity) -> Match:
    """One way of writing that goes with the folder is enough."""
    found = {people.compare(answers.identity_of(row), known) for row in group}
    return next(match for match in Match if match in found)


def _readings(record_ids: list[uuid.UUID], *, copies: bool) -> list[ImagingReading]:
    studies = ImagingStudy.objects.prefetch_related(
        Prefetch("series", to_attr="all_series")
    )
    if copies:
        made = ImagingCopy.objects.select_related("series").defer("parts")
        studies = studies.prefetch_related(
            Prefetch("copies", queryset=made, to_attr="all_copies")
        )
    with_studies = ImagingPerson.objects.select_related("answered_by").prefetch_related(
        Prefetch("studies", queryset=studies, to_attr="all_studies")
    )
    readings = ImagingReading.objects.filter(
        file__record__in=record_ids, file__removed_at=None
    ).select_related("file", "pictures")
    return list(
        readings.prefetch_related(
            Prefetch("people", queryset=with_studies, to_attr="all_people")
        ).order_by("file__position", "file__added_at")
    )
