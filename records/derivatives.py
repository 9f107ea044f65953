"""Makes what is shown of a file: its clean copy and pictures of its pages, in one child.

Pages are kept one by one as they come, so a worker that dies is followed by one that goes
on after them. Whoever turns or crops a page takes the work away from a worker that draws
it the old way: each page is kept only while the claim holds.
"""

from __future__ import annotations

import re
import shutil
import uuid
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils import timezone

from records import joined, remarks, sniff, vault
from records.models import (
    NOTHING,
    Derivative,
    File,
    PagePreview,
    PageShape,
    Sealed,
    StoredBytes,
)
from records.sandbox import cage, parent
from records.sandbox.limits import MB, Limits
from records.sandbox.shown.office import PROGRAM

RECIPE = 1  # another number draws every page and makes every copy anew
OFFICE = {sniff.DOCX, sniff.XLSX, sniff.ODT, sniff.RTF, sniff.OLE, sniff.TEXT}
# Discs and scans have pictures of their own kind.
SHOWN = sniff.ACCEPTED - {sniff.ZIP, sniff.DICOM}
LIMITS = Limits(
    memory=1280 * MB,
    cpu_seconds=200,
    wall_seconds=210,
    output_bytes=600 * MB,
    outputs=1000,
)
OFFICE_LIMITS = Limits(
    memory=1536 * MB,
    cpu_seconds=200,
    wall_seconds=210,
    output_bytes=600 * MB,
    outputs=1000,
    scratch_bytes=512 * MB,
    programs=True,
    binds=("/etc/fonts", "/etc/libreoffice"),
)
COPY = "copy"
_PICTURE = re.compile(
    r"p(\d{1,6})-(small|large|uncropped)-(\d{1,4})x(\d{1,4})\.webp", re.ASCII
)
COPIES = {sniff.PDF, sniff.JPEG, sniff.TEXT}
MOST_PAGES = 1_000_000


class TryAgainError(Exception):
    """Nothing was found out, by no fault of the file."""


class ClaimLostError(Exception):
    """Somebody wants the page otherwise meanwhile: another worker has the row."""


def ask(file: File) -> None:
    """What is shown of this file is to be made, or made anew. Inside a transaction."""
    if file.type not in SHOWN:
        return
    row, _made = Derivative.objects.get_or_create(file=file)
    Derivative.objects.filter(pk=row.pk).update(
        work=Derivative.Work.QUEUED,
        attempts=0,
        claim=None,
        leased_until=None,
        not_before=timezone.now(),
        queued_at=timezone.now(),
        error_code="",
    )
    row.ring()


def build(row: Derivative) -> None:
    """The copy and all pages that are wanted and not drawn yet."""
    file = File.objects.select_related("case").get(pk=row.pk)
    if file.verdict == File.Verdict.REFUSED or not file.key:
        forget(file.pk)
        return
    making = Making(row, file)
    try:
        _make(row, file, making)
    finally:
        making.discard()
    joined.ask_for(file.pk)


def _make(row: Derivative, file: File, making: Making) -> None:
    limits = _limits(file)
    if file.type in OFFICE - {sniff.TEXT} and not limits.programs:
        found: dict[str, Any] = {"code": "no_cage"}
    else:
        found = _from_child(row, file, making, limits)
    if found.get("code") == "killed":
        raise TryAgainError
    kept = _finish(row, file, making.copy, _facts(found, making))
    if not kept:
        raise ClaimLostError
    making.kept()


def _limits(file: File) -> Limits:
    return OFFICE_LIMITS if file.type in OFFICE and can_convert() else LIMITS


def can_convert() -> bool:
    """LibreOffice is here, and bubblewrap to hold it."""
    return shutil.which(PROGRAM) is not None and cage.cage() == "bubblewrap"


def _from_child(
    row: Derivative, file: File, making: Making, limits: Limits
) -> dict[str, Any]:
    shapes = {shape.number: shape for shape in file.shapes.all()}
    making.shapes = shapes
    arguments = {
        "type": file.type,
        "last": row.wanted,
        "drawn": making.drawn_already(),
        "shapes": {
            str(number): {"turns": shape.turns, "corners": shape.corners}
            for number, shape in shapes.items()
        },
        "programs": limits.programs,
    }
    with vault.open_(file) as stored:
        return parent.run(
            "shown",
            stored,
            arguments=arguments,
            limits=limits,
            sink=making.place,
            progress=row.report,
        )


def _facts(found: dict[str, Any], making: Making) -> dict[str, Any]:
    """What may be believed of a child's answer."""
    type_, pages = found.get("type"), found.get("pages")
    told = remarks.known(found.get("remarks"))
    if "code" in found:
        told = [remarks.of_failure(found["code"])]
    fits = isinstance(pages, int) and 0 <= pages <= MOST_PAGES
    return {
        "type": type_ if type_ in COPIES and making.copy.key else "",
        "pages": pages if fits else making.highest or None,
        "remarks": told,
    }


def _finish(row: Derivative, file: File, copy: Sealed, results: dict[str, Any]) -> bool:
    """The row remembers the new copy; the bytes of the old one go."""
    with transaction.atomic():
        before = Derivative.objects.select_for_update().get(pk=row.pk).sealed
        kept = row.finish(**copy.columns(), **results)
        if kept:
            _later_delete(before)
            _forget_pages(file, after=results["pages"])
    return kept


def _forget_pages(file: File, *, after: int | None) -> None:
    """Pictures of pages that are no more."""
    if after is not None:
        for old in file.previews.filter(number__gt=after):
            _later_delete(old.sealed)
            old.delete()


def _later_delete(stored: Sealed | StoredBytes) -> None:
    """Once the rows say so: a crash leaves bytes without a row, never the reverse."""
    sealed = stored if isinstance(stored, Sealed) else stored.sealed
    if sealed.key:
        transaction.on_commit(lambda: vault.delete(sealed), robust=True)


class Making:
    """Takes what the child makes: each picture as a row at once, the copy for the end."""

    def __init__(self, row: Derivative, file: File) -> None:
        self._row, self._file = row, file
        self.shapes: dict[int, PageShape] = {}
        self.copy = NOTHING
        self.highest = 0
        self._open: vault.Writer | None = None
        self._copy_writer: vault.Writer | None = None

    def drawn_already(self) -> list[int]:
        """Pages whose pictures are as they are to be."""
        sizes: dict[int, set[str]] = {}
        for preview in self._file.previews.all():
            if preview.drawn_as == drawn_as(self.shapes.get(preview.number)):
                sizes.setdefault(preview.number, set()).add(preview.size)
        return [
            number for number, drawn in sizes.items() if {"small", "large"} <= drawn
        ]

    def place(self, name: str) -> Place:
        self._open = vault.writer(self._file.case_id)
        if name == COPY:
            return Place(self._open, self._keep_copy)
        match = _PICTURE.fullmatch(name)
        if match is None:
            raise ValueError("an output no job of ours makes")
        number, size, width, height = match.groups()
        facts = {"number": int(number), "size": size}
        facts |= {"width": int(width), "height": int(height)}
        return Place(self._open, lambda writer: self._keep_page(writer, facts))

    def _keep_copy(self, writer: vault.Writer) -> None:
        self.copy, self._copy_writer = writer.finish(), writer
        self._open = None

    def _keep_page(self, writer: vault.Writer, facts: dict[str, Any]) -> None:
        sealed = writer.finish()
        shape = self.shapes.get(facts["number"])
        with transaction.atomic():
            self._refuse_without_claim()
            same = {"number": facts["number"], "size": facts["size"]}
            for old in self._file.previews.filter(**same):
                _later_delete(old.sealed)
                old.delete()
            PagePreview.objects.create(
                file=self._file, drawn_as=drawn_as(shape), **facts, **sealed.columns()
            )
        writer.kept()
        self._open = None
        self.highest = max(self.highest, facts["number"])

    def _refuse_without_claim(self) -> None:
        mine = Derivative.objects.select_for_update().filter(
            pk=self._row.pk, work=Derivative.Work.WORKING, claim=self._row.claim
        )
        if not mine.exists():
            raise ClaimLostError

    def kept(self) -> None:
        if self._copy_writer is not None:
            self._copy_writer.kept()

    def discard(self) -> None:
        """Nothing is left of what no row remembers."""
        for writer in (self._open, self._copy_writer):
            if writer is not None:
                writer.discard()


class Place:
    """Where one output goes; kept only when it is complete."""

    def __init__(
        self, writer: vault.Writer, keep: Callable[[vault.Writer], None]
    ) -> None:
        self._writer, self._keep = writer, keep

    def write(self, data: bytes) -> None:
        self._writer.write(data)

    def close(self) -> None:
        self._keep(self._writer)


def drawn_as(shape: PageShape | None) -> str:
    """The recipe and the wish of a person: a picture made otherwise is old."""
    if shape is None:
        return f"{RECIPE}:0:"
    return f"{RECIPE}:{shape.turns}:{','.join(map(str, shape.corners))}"


def forget(file_id: uuid.UUID | str) -> None:
    """Nothing made of this file is left: it is harmful, or to be shown to nobody."""
    with transaction.atomic():
        for made in (
            *Derivative.objects.filter(file_id=file_id),
            *PagePreview.objects.filter(file_id=file_id),
        ):
            _later_delete(made.sealed)
            made.delete()
