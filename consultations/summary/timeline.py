"""Part 1: what happened when, oldest first, with gaps over 90 days marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.html import format_html_join, strip_tags
from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.findings import PATHOLOGY
from consultations.summary.labs import LABS
from consultations.summary.papers import record_mark, record_title
from consultations.summary.source import Source
from consultations.summary.treatments import span
from intake import choices as answers
from intake.dates import PartialDate
from intake.lab_tests import LabTest
from intake.models import TreatmentLine
from records.calendar import QUIET_DAYS, answer_about
from records.models import QuietAnswer

MANY_RECORDS = 40
MOST_NAMES = 4  # tests of one day
ONE_LINE = 28  # columns of two whole dates: they stay on one line


@dataclass(frozen=True)
class Event:
    first: date
    last: date
    date: Any
    text: Any
    mark: Any
    dot: str  # o: record or test, s: treatment starts, d: patient-entered, q: decision


def timeline(source: Source) -> list[dict[str, Any]]:
    """Rows for the table: events, hatched gaps, today, what lies ahead; no date last."""
    events = sorted(_events(source), key=lambda event: (event.first, event.last))
    past = [event for event in events if event.first <= source.today]
    rows, reached = [], None
    for event in past:
        rows += [*_gap(source, reached, event.first), _row(event)]
        reached = max(reached or event.last, event.last)
    rows += [*_gap(source, reached, source.today), _today(source)]
    rows += [_row(event) for event in events[len(past) :]]
    return _by_month(rows) + _undated(source)


def _by_month(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Records of one month that follow each other stand in one row, once there are many."""
    if sum(row["dot"] == "o" for row in rows) <= MANY_RECORDS:
        return rows
    grouped: list[dict[str, Any]] = []
    for _, same in groupby(rows, key=_month_of):
        together = list(same)
        grouped.append(together[0] if len(together) == 1 else _month_row(together))
    return grouped


def _month_of(row: dict[str, Any]) -> Any:
    return row["month"] if row["dot"] == "o" and row["month"] else id(row)


def _month_row(rows: list[dict[str, Any]]) -> dict[str, Any]:
    month = rows[0]["month"]
    lines = (
        (row["first"].day, row["event"], row["mark"])
        if row["exact"]
        else (row["date"], row["event"], row["mark"])
        for row in rows
    )
    return {
        **rows[0],
        "wide": True,  # the marks stand in the text: their column is free for it
        "date": f"{words.MONTHS[month[1] - 1]} {month[0]}",
        "date_kind": "dt",
        "event": format_html_join(SafeString("<br/>"), "{} · {} {}", lines),
        "mark": "",
        "dot": "",  # several records are not one ring, and each ring is a box to lay out
    }


def _events(source: Source) -> list[Event]:
    events = []
    diagnosis = source.diagnosis
    if diagnosis.first_symptom_on:
        text = texts.joined(
            [
                texts.bi("最初的症状", "First symptom"),
                source.own(diagnosis.first_symptom)
                or texts.unknown(diagnosis, "first_symptom", ("表现", "which sign")),
            ]
        )
        mark = source.mark("diagnosis.first_symptom_on")
        events.append(at(diagnosis.first_symptom_on, text, mark, "d"))
    if diagnosis.diagnosed_on:
        text = texts.bi("确诊", "Diagnosis")
        mark = source.mark("diagnosis.diagnosed_on")
        events.append(at(diagnosis.diagnosed_on, text, mark, "d"))
    events += [
        _of_treatment(source, line) for line in source.treatments if line.first_told
    ]
    events += [
        at(
            record.dated_on,
            record_title(source, record),
            record_mark(record),
            "o",
            until=record.dated_to,
        )
        for record in source.records
        if record.dated_on and record.kind != "identity"
    ]
    return [*events, *typed_events(source), *_ahead(source)]


def _of_treatment(source: Source, line: TreatmentLine) -> Event:
    """From its start; one whose start nobody told stands at its end."""
    began = line.first_told
    last = source.today if line.is_ongoing else (line.ended_on or began).last_day
    until = texts.joined([texts.bi("至", "until"), words.partial(line.ended_on)], " ")
    return Event(
        began.first_day,
        last,
        span(line) if line.began_on else until,
        _treatment(source, line),
        source.row_mark(line),
        "s",
    )


def _treatment(source: Source, line: TreatmentLine) -> SafeString:
    number = source.treatments.index(line) + 1
    return texts.joined(
        [
            texts.bi(f"第 {number} 线", f"Line {number}"),
            texts.label_of(answers.TreatmentType, line.type),
            source.own(line.name),
            texts.bi("进行中", "ongoing") if line.is_ongoing else "",
        ]
    )


def typed_events(source: Source) -> list[Event]:
    """Days of typed values and of samples that no record of the folder stands for."""
    labs = [
        (row.sampled_on, texts.label_of(LabTest, row.test) or source.own(row.name), row)
        for row in source.lab_values
    ]
    samples = [
        (row.tested_on, source.own(row.marker), row) for row in source.shown_biomarkers
    ]
    return [
        *_typed(source, labs, LABS, ("录入的化验值", "Typed blood values")),
        *_typed(source, samples, PATHOLOGY, ("标志物取样", "Sample for markers")),
    ]


def _typed(
    source: Source,
    told: list[tuple[PartialDate | None, SafeString, Any]],
    kinds: set[str],
    label: tuple[str, str],
) -> list[Event]:
    papers = {record.dated_on for record in source.records if record.kind in kinds}
    shown = {str(record.pk) for record in source.records if record.dated_on}
    days: dict[PartialDate, list[tuple[SafeString, SafeString]]] = {}
    for day, name, row in told:
        if day and day not in papers and not shown.intersection(row.linked_records):
            days.setdefault(day, []).append((name, source.row_mark(row)))
    return [_of_typed(day, label, found) for day, found in days.items()]


def _of_typed(
    day: PartialDate, label: tuple[str, str], found: list[tuple[SafeString, SafeString]]
) -> Event:
    names = [*dict.fromkeys(name for name, _mark in found)]
    more = len(names) - MOST_NAMES
    others = texts.bi(f"另有 {more} 项", f"+{more} more") if more > 0 else ""
    said = texts.joined([*names[:MOST_NAMES], others], ", ")
    marks = dict.fromkeys(mark for _name, mark in found)
    text = texts.joined([texts.bi(*label), said])
    return at(day, text, texts.joined(marks, " "), "d")


def _ahead(source: Source) -> list[Event]:
    events = []
    diagnosis, request = source.diagnosis, source.request
    if diagnosis.next_treatment_on:
        text = texts.joined(
            [
                texts.bi("计划的治疗", "Planned treatment"),
                source.brief(diagnosis.next_treatment, 120),
            ]
        )
        mark = source.mark("diagnosis.next_treatment")
        events.append(at(diagnosis.next_treatment_on, text, mark, "d"))
    if request.decide_by:
        text = texts.bi("答复期限", "Decide by")
        mark = source.mark("consultationrequest.decide_by")
        events.append(at(PartialDate.of(request.decide_by), text, mark, "q"))
    return events


def at(
    day: PartialDate,
    text: Any,
    mark: SafeString,
    dot: str,
    *,
    until: PartialDate | None = None,
) -> Event:
    last = (until or day).last_day
    return Event(day.first_day, last, words.partial_span(day, until), text, mark, dot)


def _row(event: Event) -> dict[str, Any]:
    return {
        "kind": "event",
        "date": event.date,
        "date_kind": "dt"
        if texts.width(strip_tags(str(event.date))) <= ONE_LINE
        else "",
        "event": event.text,
        "mark": event.mark,
        "dot": event.dot,
        "first": event.first,
        "exact": event.first == event.last,
        "month": (event.first.year, event.first.month)
        if (event.last - event.first).days < 31
        else None,
    }


def _gap(source: Source, reached: date | None, day: date) -> list[dict[str, Any]]:
    """A hatched row where nothing is told of more than 90 days before this one."""
    days = (day - reached).days if reached else 0
    if days <= QUIET_DAYS:
        return []
    said = _said_of_gap(days, _perhaps_on(source, reached, day))
    answer = answer_about(source.quiet, reached, day)
    if answer is not None:
        told = texts.label_of(QuietAnswer.Answer, answer.answer)
        said = texts.joined([said, texts.joined([told, texts.mark_patient()], " ")])
    return [{"kind": "gap", "date": "", "event": said, "mark": "", "dot": ""}]


def _said_of_gap(days: int, lines: str) -> SafeString:
    if not lines:
        return texts.bi(
            f"间隔 {days} 天，无治疗、无资料",
            f"{days} days with no treatment and no record",
        )
    return texts.bi(
        f"间隔 {days} 天，无资料；第 {lines} 线的起止时间不全",
        f"{days} days with no record; not all dates of line {lines} are told",
    )


def _perhaps_on(source: Source, begin: date, end: date) -> str:
    """Numbers of the treatments that may have been then: nobody told all their dates."""
    numbers = (
        str(number)
        for number, line in enumerate(source.treatments, start=1)
        if _may_have_been(line, begin, end)
    )
    return ", ".join(numbers)


def _may_have_been(line: TreatmentLine, begin: date, end: date) -> bool:
    if line.began_on is None:
        return line.ended_on is None or line.ended_on.last_day > begin
    return line.end_is_untold and line.began_on.first_day < end


def _today(source: Source) -> dict[str, Any]:
    return {
        "kind": "now",
        "date": words.day(source.today),
        "date_kind": "dt",
        "event": texts.bi("今天：本版本生成", "Today: this version was made"),
        "mark": "",
        "dot": "",
    }


def _undated(source: Source) -> list[dict[str, Any]]:
    """Treatments and records of no day at all: none of them is left out."""
    told = [
        (_treatment(source, line), source.row_mark(line), "s")
        for line in source.treatments
        if line.first_told is None
    ] + [
        (record_title(source, record), record_mark(record), "o")
        for record in source.records
        if not record.dated_on
    ]
    no_date = {"kind": "event", "date": texts.bi("无日期", "no date")}
    return [
        {**no_date, "date_kind": "dt", "event": text, "mark": mark, "dot": dot}
        for text, mark, dot in told
    ]
