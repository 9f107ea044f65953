"""Looks what each file says of its own date and kind, once its copy is made.

The children of the sandbox find plain text; rules without any parser (`records/suggest`)
read it here. Nothing is written into the record: see `records/suggestions.py`.
"""

from __future__ import annotations

import shutil
import uuid
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from intake.dates import PartialDate
from records import derivatives, sniff, suggestions, vault
from records.imaging import suggestions as scans
from records.imaging.receipt import receipt_of
from records.models import Derivative, File, Reading, Record
from records.sandbox import cage, parent
from records.sandbox.limits import MB, Limits
from records.sandbox.words.recognised import PROGRAM
from records.suggest.cleaning import Text, without_gaps
from records.suggest.dates import Days
from records.suggest.offers import Fact
from records.suggest.sources import Page, Seen, offers_of

RECIPE = 1  # another number reads every file anew, of records nobody has answered about
LIMITS = Limits(memory=1024 * MB, cpu_seconds=60, wall_seconds=65)
SCAN_LIMITS = Limits(memory=1536 * MB, cpu_seconds=120, wall_seconds=170, programs=True)
STAMPED = {
    *(sniff.JPEG, sniff.PNG, sniff.WEBP, sniff.TIFF, sniff.HEIC),
    sniff.PDF,
}
LATEST_ZONE = timedelta(hours=14)  # somewhere it is tomorrow already
MOST_PAGES = 8  # a page with noise comes twice
TELLS = ("taken", "made")


class TryAgainError(Exception):
    """Nothing was found out, by no fault of the file."""


def ask(file_id: uuid.UUID | str) -> None:
    """This file is to be read, or read anew. Inside a transaction or not."""
    with transaction.atomic():
        row, _made = Reading.objects.get_or_create(file_id=file_id)
        Reading.objects.filter(pk=row.pk).update(
            work=Reading.Work.QUEUED,
            attempts=0,
            claim=None,
            leased_until=None,
            not_before=timezone.now(),
            queued_at=timezone.now(),
            error_code="",
        )
        row.ring()


def ask_at_once(file: File) -> None:
    """After the look inside, of files no copy is made of; the others wait for theirs."""
    if file.type not in derivatives.SHOWN:
        ask(file.pk)


def catch_up(most: int = 200) -> int:
    """Asks for what was never read: files from before, and those without a copy."""
    files = File.objects.kept().stored().filter(work=File.Work.DONE)
    unanswered = Q(record__dated_on="") | Q(record__kind="other")
    copied = Q(derivative=None) & ~Q(type__in=derivatives.SHOWN)
    copied |= Q(derivative__work__in=[Derivative.Work.DONE, Derivative.Work.FAILED])
    old = Q(reading=None) | Q(reading__work="done", reading__recipe__lt=RECIPE)
    late = files.filter(unanswered, copied, old, record__removed_at=None)
    found = list(late.order_by("added_at").values_list("pk", flat=True)[:most])
    for file_id in found:
        ask(file_id)
    return len(found)


def read(row: Reading) -> None:
    """Finds and keeps what the file offers, while anything about its record is asked."""
    file = File.objects.select_related("record__case__patient").get(pk=row.pk)
    record = file.record
    is_here = bool(file.key) and file.verdict != File.Verdict.REFUSED
    if is_here and any(suggestions.may_ask(record, fact) for fact in Fact):
        found = _seen(row, file)
        if row.report(99):
            suggestions.offer(file, offers_of(found))
    row.finish(recipe=RECIPE)


def _seen(row: Reading, file: File) -> Seen:
    born = suggestions.birth_of(file.record.case)

    def is_possible(days: Days) -> bool:
        return suggestions.is_possible(days, born, _latest_day())

    return Seen(
        file=file,
        kind=file.record.kind,
        is_possible=is_possible,
        pages=_pages(row, file),
        stamps=_stamps(file),
        labelled=_labelled(file),
    )


def _labelled(file: File) -> PartialDate | None:
    record = Record.objects.with_files().get(pk=file.record_id)
    patient = getattr(file.record.case, "patient", None)
    return scans.day_of(receipt_of(record, patient))


def _latest_day() -> date:
    """What lies ahead for the reader is left out when it is shown."""
    return (timezone.now() + LATEST_ZONE).date()


def can_recognise() -> bool:
    """Tesseract is here, bubblewrap to hold it, and nobody switched it off."""
    installed = shutil.which(PROGRAM) is not None
    return settings.READ_SCANS and installed and cage.cage() == "bubblewrap"


def _pages(row: Reading, file: File) -> list[Page]:
    copy = Derivative.objects.filter(pk=file.pk).exclude(key="").first()
    if copy is None:
        return []
    recognise = can_recognise()
    with vault.open_(copy) as stored:
        found = parent.run(
            "words",
            stored,
            arguments={"type": copy.type, "recognise": recognise},
            limits=SCAN_LIMITS if recognise else LIMITS,
            progress=row.report,
        )
    if found.get("code") == "killed":
        raise TryAgainError
    return _believed(found.get("pages"))


def _believed(pages: Any) -> list[Page]:
    """What may be believed of a child's answer: text, cleaned and cut."""
    found = []
    told_pages = pages[:MOST_PAGES] if isinstance(pages, list) else []
    for told in told_pages:
        if not isinstance(told, dict):
            continue
        number, text = (told.get(n) for n in ("number", "text"))
        if isinstance(number, int) and 0 < number <= derivatives.MOST_PAGES:
            seen = told.get("seen") is True
            raw = without_gaps(str(text)) if seen else str(text)
            found.append(Page(number, Text.of(raw), seen))
    return found


def _stamps(file: File) -> dict[str, str]:
    """When a camera, a program or a scanner made it; of a broken file nothing."""
    if file.type not in STAMPED:
        return {}
    with vault.open_(file) as stored:
        found = parent.run(
            "stamps", stored, arguments={"type": file.type}, limits=LIMITS
        )
    return {name: str(found[name])[:40] for name in TELLS if name in found}
