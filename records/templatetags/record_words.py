"""Records in words: dates, facts, what needs care."""

from __future__ import annotations

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from intake.languages import name_of
from records import refusals
from records.checklist import Slot
from records.kinds import Level
from records.models import File, Record

register = template.Library()
SHOWN = {"application/pdf", "image/jpeg", "image/png"}


@register.filter
def day_words(record: Record) -> str:
    return record.dated_on.words() if record.dated_on else _("No date")


@register.filter
def facts_line(record: Record) -> str:
    """Who issued it, its language, how many pages, who added it."""
    files = list(record.files.all())
    pages = sum(file.pages or 0 for file in files)
    parts = [
        record.issued_by,
        name_of(record.language) if record.language else "",
        ngettext("%d page", "%d pages", pages) % pages if pages else "",
        ngettext("%d file", "%d files", len(files)) % len(files) if not pages else "",
        _("added by %s") % record.added_by,
    ]
    return " · ".join(part for part in parts if part)


@register.filter
def care_lines(record: Record) -> list[str]:
    """One sentence for each file that needs care."""
    codes = {file.verdict_code for file in record.files.all() if file.verdict_code}
    return [refusals.sentence(code) for code in sorted(codes)]


@register.filter
def needs_care(record: Record) -> bool:
    return any(file.verdict_code for file in record.files.all())


@register.filter
def is_waiting(record: Record) -> bool:
    return any(file.verdict == File.Verdict.WAITING for file in record.files.all())


@register.filter
def can_show(file: File) -> bool:
    return file.type in SHOWN


@register.filter
def file_facts(file: File) -> str:
    pages = (
        ngettext("%d page", "%d pages", file.pages) % file.pages if file.pages else ""
    )
    parts = [filesizeformat(file.size_bytes), pages, _("added by %s") % file.added_by]
    return " · ".join(part for part in parts if part)


@register.filter
def slot_words(slot: Slot) -> str:
    if slot.records:
        count = len(slot.records)
        return ngettext("%d here", "%d here", count) % count
    if slot.told_in_answers:
        return _("In your answers")
    if slot.answer is not None and slot.answer.answer != "uploaded":
        return slot.answer.get_answer_display()
    return _("Still needed") if slot.is_needed else _("Not here")


@register.filter
def level_words(slot: Slot) -> str:
    return {
        Level.CORE: _("Core"),
        Level.IF_DONE: _("If done"),
        Level.HELPFUL: _("Helpful"),
    }[slot.level]
