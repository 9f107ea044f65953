"""Records as the parts name them: title, row and mark of one."""

from __future__ import annotations

from typing import Any

from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.source import Source
from intake.dates import PartialDate
from records.models import Record

# Stands where a gene test would be told of, were its sending agreed to.
LEFT_OUT = texts.bi("未同意提供，不列入", "left out: not agreed")


def record_mark(record: Record) -> SafeString:
    """Every line that names a record points at it; solid when the desk looked at it."""
    return texts.mark_record(record.number, checked=record.is_checked)


def record_title(source: Source, record: Record) -> SafeString:
    if source.withholds(record):
        return texts.joined([texts.label_in_both(record.about.label), LEFT_OUT])
    own = texts.original(texts.clean(record.title), record.language)
    label = texts.label_in_both(record.about.label)
    return texts.joined([label, own])


def numbered(source: Source, record: Record) -> SafeString:
    """The same with the number the laboratory finds it by."""
    if source.withholds(record):
        return record_title(source, record)
    number = specimen(source, record.told("specimen_number"))
    return texts.joined([record_title(source, record), number])


def specimen(source: Source, number: str | None) -> SafeString | str:
    if not number:
        return ""
    return texts.joined([texts.bi("编号", "No."), source.own(number)], " ")


def taken_and_reported(
    taken: PartialDate | None,
    reported: PartialDate | None,
    *,
    nothing: SafeString = texts.NOT_PROVIDED,
    until: PartialDate | None = None,
) -> SafeString:
    """The day of the sample, and beside it the day of the report where that is told."""
    day = words.partial_span(taken, until) or nothing
    if reported is None:
        return day
    label = texts.bi("报告", "reported")
    return texts.joined([day, texts.joined([label, words.partial(reported)], " ")])


def record_row(source: Source, record: Record) -> list[Any]:
    if source.withholds(record):
        title = record_title(source, record)
        day = words.partial_span(record.dated_on, record.dated_to) or texts.NOT_PROVIDED
        return [day, title, "–", "–", record_mark(record)]
    return [
        taken_and_reported(
            record.dated_on, record.told("reported_on"), until=record.dated_to
        ),
        numbered(source, record),
        source.own(record.issued_by) or texts.NOT_PROVIDED,
        source.own(record.note) or "–",
        record_mark(record),
    ]
