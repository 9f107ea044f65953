"""One PDF of all pages of a record, in their order: several photos are one document.

It is made of the clean copies, whenever one of them or their order changes.
"""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from records import vault
from records.models import NOTHING, Derivative, File, JoinedPdf, Record
from records.row import Row
from records.sandbox import parent
from records.sandbox.limits import MB, Limits

LIMITS = Limits(
    memory=1280 * MB,
    cpu_seconds=120,
    wall_seconds=130,
    output_bytes=600 * MB,
    outputs=1,
)


class TryAgainError(Exception):
    """Nothing was found out, by no fault of the files."""


def _copies_of(record_id: uuid.UUID | str) -> list[Derivative]:
    return list(Derivative.objects.joinable_of(record_id))


def ask(record_id: uuid.UUID | str) -> None:
    """Makes the PDF anew when its pages are others now, and none of them is being made."""
    with transaction.atomic():
        Record.objects.select_for_update().filter(pk=record_id).first()
        wanted = [copy.key for copy in _copies_of(record_id)]
        row = JoinedPdf.objects.filter(pk=record_id).first()
        if row is None and len(wanted) < 2:
            return
        if row is not None and row.is_current:
            return
        if _some_are_being_made(record_id):
            return  # whoever makes the last one asks again
        row = row or JoinedPdf.objects.create(record_id=record_id)
        JoinedPdf.objects.filter(pk=record_id).update(
            work=JoinedPdf.Work.QUEUED,
            attempts=0,
            claim=None,
            leased_until=None,
            not_before=timezone.now(),
            queued_at=timezone.now(),
            error_code="",
        )
        row.ring()


def ask_for(file_id: uuid.UUID | str) -> None:
    """The same for the record of a file."""
    for record_id in File.objects.filter(pk=file_id).values_list(
        "record_id", flat=True
    ):
        ask(record_id)


def _some_are_being_made(record_id: uuid.UUID | str) -> bool:
    unfinished = [Derivative.Work.QUEUED, Derivative.Work.WORKING]
    return (
        File.objects.kept()
        .filter(record_id=record_id, derivative__work__in=unfinished)
        .exists()
    )


def build(row: JoinedPdf) -> None:
    """Joins the copies as they are now."""
    copies = _copies_of(row.pk)
    case_id = Record.objects.get(pk=row.pk).case_id
    made_of = [copy.key for copy in copies]
    if len(copies) < 2:
        _finish(row, NOTHING, made_of, None)
        return
    writer = vault.writer(case_id)
    try:
        found = _from_child(row, copies, writer)
        if found.get("code") == "killed":
            raise TryAgainError
        pages = found.get("pages")
        if "code" in found or not isinstance(pages, int):
            row.give_up("not_made", again=False)
        elif _finish(row, writer.finish(), made_of, pages):
            writer.kept()
    finally:
        writer.discard()


def _from_child(row: JoinedPdf, copies: list[Derivative], writer: vault.Writer) -> dict:
    with Row(copies) as source:
        parts = [{"type": copy.type, "size": copy.size_bytes} for copy in copies]
        return parent.run(
            "join",
            source,
            arguments={"parts": parts},
            limits=LIMITS,
            sink=lambda _name: _Place(writer),
            progress=row.report,
        )


def _finish(
    row: JoinedPdf, made: object, made_of: list[str], pages: int | None
) -> bool:
    with transaction.atomic():
        before = JoinedPdf.objects.select_for_update().get(pk=row.pk).sealed
        kept = row.finish(**made.columns(), made_of=made_of, pages=pages)
        if kept and before.key:
            transaction.on_commit(lambda: vault.delete(before), robust=True)
    return kept


class _Place:
    """The one output; the writer is finished by whoever has it."""

    def __init__(self, writer: vault.Writer) -> None:
        self._writer = writer

    def write(self, data: bytes) -> None:
        self._writer.write(data)

    def close(self) -> None:
        return None
