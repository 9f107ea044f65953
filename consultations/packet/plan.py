"""What goes into a packet, in which order, and what is left out and why."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch

from consultations.packet.reasons import Reason
from consultations.summary.source import Source
from records import sniff
from records.derivatives import SHOWN
from records.imaging.receipt import Receipt, receipts_of
from records.models import (
    Derivative,
    File,
    ImagingCopy,
    ImagingReading,
    Record,
    StoredBytes,
)

JOINED = {sniff.PDF, sniff.JPEG}
LOCKED = "password"


@dataclass
class Doc:
    """A document whose pages stand in the PDF; `pages` may turn out otherwise."""

    stored: StoredBytes | bytes
    type: str
    pages: int
    title: str = ""
    file: File | None = None


@dataclass
class Picture:
    """An image of a scan, and the lines below it."""

    stored: ImagingCopy
    caption: tuple[str, ...]
    day_and_kind: str = ""  # what of the caption names nobody


@dataclass
class Entry:
    """One record: what of it is in the PDF, in the zip, and in neither."""

    record: Record
    docs: list[Doc] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    originals: list[File] = field(default_factory=list)
    left_out: Counter[Reason] = field(default_factory=Counter)
    by_file: dict[uuid.UUID, Reason] = field(default_factory=dict)
    blanks: Any = None  # of a packet without names: what is taken out
    telling: bool = True  # its title and issuer may be told
    sheets: int = 0
    first_page: int = 0  # in the packet, from 1; 0 where it has none

    @property
    def place(self) -> str:
        """Names it in links and stamps."""
        return f"r{self.record.number}"

    @property
    def heading(self) -> str:
        """How somebody calls it; one that nobody named yet, as its first file is called."""
        unnamed = self.record.is_unnamed and self.originals
        return self.originals[0].name if unnamed else self.record.heading

    @property
    def pages(self) -> int:
        return sum(doc.pages for doc in self.docs) + self.sheets

    @property
    def last_page(self) -> int:
        return self.first_page + self.pages - 1 if self.first_page else 0

    def leave(self, reason: Reason, file: File | None = None) -> None:
        self.left_out[reason] += 1
        if file is not None:
            self.by_file[file.pk] = reason


def plan(source: Source) -> list[Entry]:
    """Every record of the case as it is now, oldest first, undated last."""
    records = _records(source)
    here = [record for record in records if record.is_here]
    scans = receipts_of(here, source.patient, copies=True)
    return [_entry(source, record, scans.get(record.pk)) for record in records]


def _records(source: Source) -> list[Record]:
    files = File.objects.order_by("position", "added_at")
    files = files.select_related("derivative", "scans")
    return list(
        Record.objects.filter(case=source.case, part_of=None)
        .oldest_first()
        .prefetch_related(Prefetch("files", queryset=files))
    )


def _entry(source: Source, record: Record, scans: Receipt | None) -> Entry:
    entry = Entry(record)
    kept_out = _kept_out(source, record)
    if kept_out is not None:
        entry.telling = False
        entry.leave(kept_out)
        return entry
    for file in record.files.all():
        reason = _refusal(file, scans)
        if reason is not None:
            entry.leave(reason, file)
        else:
            _take(entry, file)
    if scans is not None and scans.is_shown_to_team:
        _take_scans(entry, scans)
    if not entry.originals and not entry.left_out:
        entry.leave(Reason.NO_FILE)
    return entry


def _kept_out(source: Source, record: Record) -> Reason | None:
    """Why nothing of a record goes to the team."""
    if not record.is_here:
        return Reason.REMOVED
    if not record.about.in_packet:
        return Reason.NOT_CLINICAL
    return Reason.GENES if source.withholds(record) else None


def _refusal(file: File, scans: Receipt | None) -> Reason | None:
    """Why a file goes neither into the PDF nor into the zip."""
    if file.verdict == File.Verdict.REFUSED or file.is_in_quarantine:
        return Reason.REFUSED
    if file.removed_at is not None:
        return Reason.EARLIER if file.replaced_by_id else Reason.TAKEN_AWAY
    if file.is_being_checked:
        return Reason.CHECKING
    reading = getattr(file, "scans", None)
    return None if reading is None else _held(reading, scans)


def _held(reading: ImagingReading, scans: Receipt | None) -> Reason | None:
    if reading.held == ImagingReading.Held.OTHERS:
        return Reason.OTHERS
    if reading.held == ImagingReading.Held.CHOOSE:
        return Reason.CHOOSE
    if reading.is_under_way:
        return Reason.READING
    # Another file of the record may be the one that is asked about.
    waits = scans is not None and not scans.is_shown_to_team
    return Reason.CHOOSE if waits else None


def _take(entry: Entry, file: File) -> None:
    entry.originals.append(file)
    copy = getattr(file, "derivative", None)
    if copy is not None and copy.key and copy.type in {*JOINED, sniff.TEXT}:
        pages = copy.pages if copy.type == sniff.PDF else 1
        entry.docs.append(Doc(copy, copy.type, pages or 0, file.name, file))
    elif file.type != sniff.DICOM and not _holds_scans(file):
        entry.leave(_unreadable(file, copy), file)


def _holds_scans(file: File) -> bool:
    return file.content in {File.Content.SCANS, File.Content.MIXED}


def _unreadable(file: File, copy: Derivative | None) -> Reason:
    asked = file.type in SHOWN and copy is None  # the clock asks for what lacks
    if asked or (copy is not None and copy.is_being_made):
        return Reason.WAITS
    return Reason.PASSWORD if file.verdict_code == LOCKED else Reason.UNREADABLE


def _take_scans(entry: Entry, scans: Receipt) -> None:
    for study in scans.studies:
        for paper in study.papers:
            kind = sniff.PDF if paper.kind == ImagingCopy.Kind.PDF else sniff.TEXT
            entry.docs.append(Doc(paper, kind, 1, paper.title or study.title))
        for picture in study.pictures:
            plain = " · ".join(filter(None, [_day(study, picture), study.kind]))
            entry.pictures.append(Picture(picture, _caption(study, picture), plain))
    images = sum(study.images for study in scans.studies)
    if images and not entry.pictures and entry.originals:
        entry.leave(Reason.NO_PICTURES)


def _caption(study: Any, picture: ImagingCopy) -> tuple[str, ...]:
    series = picture.series
    first = [_day(study, picture), study.title, study.description]
    second = [series.description, f"{series.images} images"] if series else []
    return tuple(" · ".join(filter(None, line)) for line in (first, second) if line)


def _day(study: Any, picture: ImagingCopy) -> str:
    own = picture.series.made_on if picture.series else None
    day = own or study.made_on
    return day.isoformat() if day else ""


def made_of(entries: list[Entry]) -> list[str]:
    """The files whose bytes lie in the zip."""
    return [str(file.pk) for entry in entries for file in entry.originals]
