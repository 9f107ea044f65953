"""What goes into the zip of a packet, with names and without."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Container
from typing import Any

from django.utils import timezone

from consultations.models import Packet
from consultations.packet import labels, nameless
from consultations.packet.archive import Archive, DamagedError, pieces_of
from consultations.packet.blanking import Blanks
from consultations.packet.plan import Entry
from consultations.packet.reasons import Reason
from consultations.packet.table import Line, table
from consultations.summary.source import Source
from records.models import File, Sealed

OBJECT = re.compile(r"s(\d{3,})-(\d{3,})-(\d{5,})\.dcm", re.ASCII)


def without_names(source: Source, entries: list[Entry]) -> Blanks:
    """Takes every name out of what was loaded; returns what is blanked.

    Papers cannot be made nameless: they go out of the entries, each with its reason.
    """
    blanks = nameless.blanks_of(source)
    nameless.hide(source, blanks)
    nameless.records_too([entry.record for entry in entries], blanks)
    for entry in entries:
        entry.blanks = blanks
        scans = [f for f in entry.originals if f.type in SCANS and has_scans(f)]
        for file in entry.originals:
            if file not in scans:
                entry.leave(Reason.MAY_NAME, file)
        if not scans and entry.docs and not entry.originals:
            entry.leave(Reason.MAY_NAME)
        entry.originals, entry.docs = scans, []
        for reason in GONE_ANYWAY:
            entry.left_out.pop(reason, None)
    return blanks


SCANS = {"application/dicom", "application/zip"}
# What is said of papers whose original lies in the zip: here it does not.
GONE_ANYWAY = (
    Reason.UNREADABLE,
    Reason.PASSWORD,
    Reason.WAITS,
    Reason.NO_PICTURES,
)


def has_scans(file: File) -> bool:
    reading = getattr(file, "scans", None)
    return reading is not None and reading.work == reading.Work.DONE


class BrokenScansError(Exception):
    """A child came to no end with a file whose objects are partly written."""

    def __init__(self, file_id: uuid.UUID) -> None:
        super().__init__("scans")
        self.file_id = file_id


class Zipped:
    """The zip of one packet, on its way."""

    def __init__(
        self, packet: Packet, source: Source, broken: Container[uuid.UUID]
    ) -> None:
        self._packet, self._source, self._broken = packet, source, broken
        self._done = self._all = 0
        self._progress: Callable[[int], Any] = lambda _per_cent: None
        self.archive = Archive(source.case.pk, timezone.localtime(), self._told)
        self._lines: list[Line] = []
        self.sealed: tuple[Sealed, str] | None = None

    def _told(self, size: int) -> None:
        self._done += size
        self._progress(self._done * 100 // max(1, self._all))

    def originals(self, entries: list[Entry], progress: Callable[[int], Any]) -> None:
        """Every original as it came, or the scans without names."""
        self._progress = progress
        self._done, self._all = 0, sum(_size(entry) for entry in entries)
        for entry in entries:
            if self._packet.nameless:
                self._scans(entry)
            else:
                self._as_they_came(entry)

    def _as_they_came(self, entry: Entry) -> None:
        folder = labels.folder(entry)
        for position, file in enumerate(entry.originals, start=1):
            name = f"{folder}/{labels.of_file(position, file)}"
            try:
                digest = self.archive.add(name, pieces_of(file))
            except FileNotFoundError as error:
                raise DamagedError(str(file.pk)) from error
            if file.sha256 and digest != file.sha256:
                raise DamagedError(str(file.pk))
            self._lines.append(Line(entry, name, digest, file.size_bytes))

    def _scans(self, entry: Entry) -> None:
        clear: set[str] = set()
        spoilt: set[str] = set()
        for position, file in enumerate(list(entry.originals), start=1):
            if file.pk in self._broken:
                entry.originals.remove(file)
                entry.leave(Reason.SCAN_BROKEN, file)
                continue
            before = len(self._lines)
            sink = _Objects(self, entry, f"{labels.folder(entry)}/{position:02d}")
            found = nameless.scans(
                self._source, file, entry.blanks, sink.open, lambda _per_cent: None
            )
            if "code" in found:
                raise BrokenScansError(file.pk)
            self._told(file.size_bytes)
            self._tell_left_out(entry, file, found, len(self._lines) - before)
            entry.blanks.add_numbers(map(str, found.get("ids", [])))
            clear |= {str(uid) for uid in found.get("series", [])}
            spoilt |= {str(uid) for uid in found.get("spoilt", [])}
        clear -= spoilt
        entry.pictures = [
            p
            for p in entry.pictures
            if p.stored.series and p.stored.series.uid in clear
        ]
        for picture in entry.pictures:
            # What a machine or a person called it may say who it is of.
            picture.caption = picture.caption[:1] and (picture.day_and_kind,)

    @staticmethod
    def _tell_left_out(entry: Entry, file: File, found: dict, made: int) -> None:
        if not made:
            entry.originals.remove(file)
        for cause, count in dict(found.get("left_out", {})).items():
            reason = nameless.CAUSES.get(cause, Reason.SCAN_BROKEN)
            entry.left_out[reason] += count if isinstance(count, int) else 1

    def written(self, entry: Entry, name: str, digest: str, size: int) -> None:
        self._lines.append(Line(entry, name, digest, size))

    def close(
        self, pdf: Sealed, entries: list[Entry], progress: Callable[[int], Any]
    ) -> None:
        """Adds the PDF and the table, and seals the zip."""
        self._progress = progress
        self._done, self._all = 0, pdf.size_bytes
        name = f"packet-{self._source.request.reference}-v{self._packet.version}"
        self.archive.add(f"{name}.pdf", pieces_of(pdf))
        listed = table(entries, self._lines, nameless=self._packet.nameless)
        self.archive.add("index.csv", [listed])
        self.sealed = self.archive.finish()


def _size(entry: Entry) -> int:
    return sum(file.size_bytes for file in entry.originals)


class _Objects:
    """Where the child's objects go: each a member of the zip at once."""

    def __init__(self, zipped: Zipped, entry: Entry, folder: str) -> None:
        self._zipped, self._entry, self._folder = zipped, entry, folder

    def open(self, name: str) -> _Object:
        found = OBJECT.fullmatch(name)
        if found is None:
            raise ValueError("an output no job of ours makes")
        study, series, image = found.groups()
        path = f"{self._folder}_study-{study}/series-{series}/image-{image}.dcm"
        return _Object(self._zipped, self._entry, path)


class _Object:
    def __init__(self, zipped: Zipped, entry: Entry, path: str) -> None:
        self._zipped, self._entry, self._path = zipped, entry, path
        self._member = zipped.archive.member(path)
        self._digest, self._size = hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self._member.write(data)
        self._digest.update(data)
        self._size += len(data)

    def close(self) -> None:
        self._member.close()
        digest = self._digest.hexdigest()
        self._zipped.written(self._entry, self._path, digest, self._size)
