"""Part 1: what happened when, oldest first, with gaps over 90 days marked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from consultations.summary import texts, words
from consultations.summary.papers import record_mark, record_title
from consultations.summary.source import Source
from consultations.summary.treatments import span
from intake import choices as answers
from intake.dates import PartialDate

MANY_RECORDS = 40
GAP_DAYS = 90  # case summary content, part 2: gaps over 90 days are marked


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
    rows, reached, today_shown = [], None, False
    for event in events:
        if not today_shown and event.first > source.today:
            rows.append(_today(source))
            today_shown = True
        gap = (event.first - reached).days if reached else 0
        if gap > GAP_DAYS and event.first <= source.today:
            rows.append(_gap(gap))
        rows.append(_row(event))
        reached = max(reached or event.last, event.last)
    if not today_shown:
        rows.append(_today(source))
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
        events.append(_at(diagnosis.first_symptom_on, text, mark, "d"))
    if diagnosis.diagnosed_on:
        text = texts.bi("确诊", "Diagnosis")
        mark = source.mark("diagnosis.diagnosed_on")
        events.append(_at(diagnosis.diagnosed_on, text, mark, "d"))
    events += [
        _of_treatment(source, line) for line in source.treatments if line.began_on
    ]
    events += [
        _at(
            record.dated_on,
            record_title(source, record),
            record_mark(record),
            "o",
        )
        for record in source.records
        if record.dated_on and record.kind != "identity"
    ]
    return events + _ahead(source)


def _of_treatment(source: Source, line: Any) -> Event:
    number = source.treatments.index(line) + 1
    text = texts.joined(
        [
            texts.bi(f"第 {number} 线", f"Line {number}"),
            texts.label_of(answers.TreatmentType, line.type),
            source.own(line.name),
            texts.bi("进行中", "ongoing") if line.is_ongoing else "",
        ]
    )
    end = source.today if line.is_ongoing else None
    last = end or (line.ended_on or line.began_on).last_day
    return Event(
        line.began_on.first_day,
        last,
        span(line),
        text,
        source.row_mark(line),
        "s",
    )


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
        events.append(_at(diagnosis.next_treatment_on, text, mark, "d"))
    if request.decide_by:
        text = texts.bi("答复期限", "Decide by")
        mark = source.mark("consultationrequest.decide_by")
        events.append(_at(PartialDate.of(request.decide_by), text, mark, "q"))
    return events


def _at(day: PartialDate, text: Any, mark: SafeString, dot: str) -> Event:
    return Event(day.first_day, day.last_day, words.partial(day), text, mark, dot)


def _row(event: Event) -> dict[str, Any]:
    return {
        "kind": "event",
        "date": event.date,
        "event": event.text,
        "mark": event.mark,
        "dot": event.dot,
        "first": event.first,
        "exact": event.first == event.last,
        "month": (event.first.year, event.first.month)
        if (event.last - event.first).days < 31
        else None,
    }


def _gap(days: int) -> dict[str, Any]:
    words_ = texts.bi(
        f"间隔 {days} 天，无治疗、无资料",
        f"{days} days with no treatment and no record",
    )
    return {"kind": "gap", "date": "", "event": words_, "mark": "", "dot": ""}


def _today(source: Source) -> dict[str, Any]:
    return {
        "kind": "now",
        "date": words.day(source.today),
        "event": texts.bi("今天：本版本生成", "Today: this version was made"),
        "mark": "",
        "dot": "",
    }


def _undated(source: Source) -> list[dict[str, Any]]:
    return [
        {
            "kind": "event",
            "date": texts.bi("无日期", "no date"),
            "event": record_title(source, record),
            "mark": record_mark(record),
            "dot": "o",
        }
        for record in source.records
        if not record.dated_on
    ]
