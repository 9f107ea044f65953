"""Keeps what a child makes of one file: each picture as a row at once, the copy at the end."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.db import transaction

from records import vault
from records.models import (
    NOTHING,
    Derivative,
    File,
    PagePreview,
    PageShape,
    Sealed,
    StoredBytes,
)

RECIPE = 1  # another number draws every page and makes every copy anew
COPY = "copy"
_PICTURE = re.compile(
    r"p(\d{1,6})-(small|large|uncropped)-(\d{1,4})x(\d{1,4})\.webp", re.ASCII
)


class ClaimLostError(Exception):
    """Somebody wants the page otherwise meanwhile: another worker has the row."""


def later_delete(stored: Sealed | StoredBytes) -> None:
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
                later_delete(old.sealed)
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
