"""Records as the parts name them: title, row and mark of one; the list of the labs."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.blocks import SOURCE, Block, Heads, note, table
from consultations.summary.source import Source
from records.models import Record

LABS = {"lab_results", "tumour_markers"}


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


def lab_blocks(source: Source) -> list[Block]:
    found = [record for record in source.records if record.kind in LABS]
    if not found:
        return [note(texts.NOT_PROVIDED)]
    latest = reversed(found)
    heads: Heads = [
        ("资料上的日期", "Date on the record"),
        ("资料", "Record"),
        ("实验室", "Laboratory"),
    ]
    heads += [("备注", "Note"), SOURCE]
    values = texts.bi(
        "数值未录入，请见原件；最新在前。",
        "Values were not typed in: read them in the record. Latest first.",
    )
    return [
        table(heads, [record_row(source, record) for record in latest]),
        note(values),
    ]
