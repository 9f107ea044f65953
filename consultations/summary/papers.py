"""Records as the parts name them: title, row and mark of one."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.source import Source
from records.models import Record


def record_mark(record: Record) -> SafeString:
    """Every line that names a record points at it; solid when the desk looked at it."""
    return texts.mark_record(record.number, checked=record.checked_by_id is not None)


def record_title(source: Source, record: Record) -> SafeString:
    own = texts.original(texts.clean(record.title, most=100), record.language)
    label = texts.label_in_both(record.about.label)
    return texts.joined([label, own])


def record_row(source: Source, record: Record) -> list[Any]:
    return [
        words.partial(record.dated_on) or texts.NOT_PROVIDED,
        record_title(source, record),
        source.own(record.issued_by, most=80) or texts.NOT_PROVIDED,
        source.own(record.note, most=120) or "–",
        record_mark(record),
    ]
