"""Makes what is shown of a file: its clean copy and pictures of its pages, in one child.

Pages are kept one by one as they come, so a worker that dies is followed by one that goes
on after them. Whoever turns or crops a page takes the work away from a worker that draws
it the old way: each page is kept only while the claim holds.
"""

from __future__ import annotations

import shutil
import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from records import joined, making, remarks, sniff, vault
from records.making import Making, later_delete
from records.models import Derivative, File, PagePreview, Sealed
from records.sandbox import cage, parent
from records.sandbox.limits import MB, Limits
from records.sandbox.shown.office import PROGRAM

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
COPIES = {sniff.PDF, sniff.JPEG, sniff.TEXT}
MOST_PAGES = 1_000_000
MOST_SIDE = 65_535  # pixels a JPEG can have


class TryAgainError(Exception):
    """Nothing was found out, by no fault of the file."""


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


def catch_up(most: int = 200) -> int:
    """Asks for what lacks: files from before copies were made, and older recipes."""
    looked_into = File.objects.kept().stored().filter(work=File.Work.DONE)
    old = looked_into.filter(type__in=SHOWN).filter(
        Q(derivative=None)
        | Q(derivative__work=Derivative.Work.DONE, derivative__recipe__lt=making.RECIPE)
    )
    files = list(old.order_by("added_at")[:most])
    for file in files:
        with transaction.atomic():
            ask(file)
    return len(files)


def build(row: Derivative) -> None:
    """The copy and all pages that are wanted and not drawn yet."""
    file = File.objects.select_related("case").get(pk=row.pk)
    if file.verdict == File.Verdict.REFUSED or not file.key:
        forget(file.pk)
        return
    made = Making(row, file)
    try:
        _make(row, file, made)
    finally:
        made.discard()
    joined.ask_for(file.pk)


def _make(row: Derivative, file: File, made: Making) -> None:
    limits = _limits(file)
    if file.type in OFFICE - {sniff.TEXT} and not limits.programs:
        found: dict[str, Any] = {"code": "no_cage"}
    else:
        found = _from_child(row, file, made, limits)
    if found.get("code") == "killed":
        raise TryAgainError
    kept = _finish(row, file, made.copy, _facts(found, made))
    if not kept:
        raise making.ClaimLostError
    made.kept()


def _limits(file: File) -> Limits:
    return OFFICE_LIMITS if file.type in OFFICE and can_convert() else LIMITS


def can_convert() -> bool:
    """LibreOffice is here, and bubblewrap to hold it."""
    return shutil.which(PROGRAM) is not None and cage.cage() == "bubblewrap"


def _from_child(
    row: Derivative, file: File, made: Making, limits: Limits
) -> dict[str, Any]:
    shapes = {shape.number: shape for shape in file.shapes.all()}
    made.shapes = shapes
    arguments = {
        "type": file.type,
        "last": row.wanted,
        "drawn": made.drawn_already(),
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
            sink=made.place,
            progress=row.report,
        )


def _facts(found: dict[str, Any], made: Making) -> dict[str, Any]:
    """What may be believed of a child's answer."""
    type_, pages = found.get("type"), found.get("pages")
    told = remarks.known(found.get("remarks"))
    if "code" in found:
        told = [remarks.of_failure(found["code"])]
    fits = isinstance(pages, int) and 0 <= pages <= MOST_PAGES
    return {
        "type": type_ if type_ in COPIES and made.copy.key else "",
        "pages": pages if fits else made.highest or None,
        "remarks": told,
        "pixels": _pixels(found.get("pixels")),
    }


def _pixels(told: Any) -> list[int]:
    """Width, height and channels, or nothing."""
    whole = isinstance(told, list) and all(type(one) is int for one in told)
    fits = whole and len(told) == 3 and min(told) > 0 and max(told) <= MOST_SIDE
    return told if fits and told[2] in {1, 3, 4} else []


def _finish(row: Derivative, file: File, copy: Sealed, results: dict[str, Any]) -> bool:
    """The row remembers the new copy; the bytes of the old one go."""
    with transaction.atomic():
        before = Derivative.objects.select_for_update().get(pk=row.pk).sealed
        kept = row.finish(recipe=making.RECIPE, **copy.columns(), **results)
        if kept:
            later_delete(before)
            _forget_pages(file, after=results["pages"])
    return kept


def _forget_pages(file: File, *, after: int | None) -> None:
    """Pictures of pages that are no more."""
    if after is not None:
        for old in file.previews.filter(number__gt=after):
            later_delete(old.sealed)
            old.delete()


def forget(file_id: uuid.UUID | str) -> None:
    """Nothing made of this file is left: it is harmful, or to be shown to nobody."""
    with transaction.atomic():
        for made in (
            *Derivative.objects.filter(file_id=file_id),
            *PagePreview.objects.filter(file_id=file_id),
        ):
            later_delete(made.sealed)
            made.delete()
