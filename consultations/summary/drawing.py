"""The timeline as a drawing: months along the line, treatments as bars, records as rings.

Every shape is written through format_html; nothing in it that the table does not say.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from consultations.summary.source import Source
from consultations.summary.words import MONTHS

WIDE = 186.0
MOST_MONTHS = 30  # longer stories keep their last months: the table has the rest
ROOM = 4.5  # millimetres a record's number needs
MANY = 24  # rings: more of them have every second number, each letter is laid out alone
MONTH_ROOM = 15.0

Place = Callable[[date], float]
_FIGURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 186 31"'
    ' width="186mm" height="31mm" role="img"'
    ' font-family="SL Text, SL Han" fill="#15302F"><title>{}</title>'
    '<path d="M2 25H184" stroke="#15302F" stroke-width=".35"/>{}</svg>'
)
# Ticks are one path and rings another; no text is anchored in its middle: of many small
# shapes, or of groups made to shift a text, the engine draws a page in twice the time.
_TICKS = '<path d="{}" stroke="#15302F" stroke-width=".35"/>'
_TICK = "M{} 25v1.4"
_MONTH = '<text x="{}" y="29" font-size="2.5" fill="#465C5A">{}</text>'
BAND, BAND_ENDS = 11.0, 22.5  # millimetres the bars share, below the rings
_BAR = '<rect x="{}" y="{}" width="{}" height="{}" fill="#15302F"/>'
_OPEN = (
    '<rect x="{}" y="{}" width="{}" height="{}" fill="#fff" stroke="#15302F"'
    ' stroke-width=".4"/>'
)
_LINE_NO = '<text x="{}" y="{}" font-size="{}" font-weight="700" fill="#fff">{}</text>'
_OPEN_NO = '<text x="{}" y="{}" font-size="{}" font-weight="700">{}</text>'
_RINGS = '<path d="{}" fill="#fff" stroke="#15302F" stroke-width=".45"/>'
_RING = (  # a circle of 1.05 around ({}, 9): four curves
    "M{} 7.95c.58 0 1.05.47 1.05 1.05s-.47 1.05-1.05 1.05-1.05-.47-1.05-1.05"
    ".47-1.05 1.05-1.05z"
)
_NUMBER = '<text x="{}" y="6.8" font-size="2.6">{}</text>'
DIGIT = 0.5  # width of a digit of our fonts, in font sizes
TODAY_WIDE = 13.3  # millimetres of the words at today's line
_TODAY = (
    '<path d="M{0} 4V25" stroke="#15302F" stroke-width=".5"/><text x="{1}" y="3"'
    ' font-size="2.8" font-weight="700">今天 today</text>'
)
_DUE = (
    '<path d="M{0} 5V25" stroke="#15302F" stroke-width=".5" stroke-dasharray="1 .7"/>'
    '<path d="M{0} 5l2 2-2 2-2-2z"/>'
    '<text x="{1}" y="3" font-size="2.8" font-weight="700">期限 {2}</text>'
)


def draw(source: Source) -> SafeString:
    """One tagged figure; empty when nothing has a date."""
    first, last = _frame(source)
    if first is None:
        return SafeString("")

    def x(day: date) -> float:
        share = (day - first).days / max(1, (last - first).days)
        return round(3 + share * (WIDE - 8), 1)

    shapes = [
        *_months(first, last, x),
        *_treatments(source, first, x),
        *_records(source, first, x),
        *_days(source, x),
    ]
    title = f"Timeline {_month(first)} to {_month(last)}"
    figure = format_html(
        _FIGURE, title, format_html_join("", "{}", ((s,) for s in shapes))
    )
    return format_html("{}{}", _earlier(source, first), figure)


def _month(day: date) -> str:
    return f"{MONTHS[day.month - 1]} {day.year}"


def _frame(source: Source) -> tuple[date | None, date]:
    days = [r.dated_on.first_day for r in source.records if r.dated_on]
    days += [day.first_day for t in source.treatments if (day := t.first_told)]
    last = max(source.today, source.request.decide_by or source.today)
    last = min(last, source.today + timedelta(days=365)) + timedelta(days=20)
    days = [day for day in days if day <= last]
    if not days:
        return None, last
    earliest = last - timedelta(days=30 * MOST_MONTHS)
    return max(min(days), earliest).replace(day=1), last


def _months(first: date, last: date, x: Place) -> list[SafeString]:
    """A tick a month; a label where there is room for it."""
    shapes, ticks, day, labelled, said = [], [], first, -MONTH_ROOM, 0
    while day <= last:
        ticks.append(_TICK.format(x(day)))
        if x(day) - labelled >= MONTH_ROOM and x(day) < WIDE - MONTH_ROOM:
            year = f" {day.year}" if day.year != said else ""
            said = day.year
            words = f"{day.month}月 {MONTHS[day.month - 1]}{year}"
            shapes.append(format_html(_MONTH, x(day) + 0.5, words))
            labelled = x(day) + (6 if year else 0)
        day = (day.replace(day=28) + timedelta(days=5)).replace(day=1)
    return [format_html(_TICKS, "".join(ticks)), *shapes]


@dataclass(frozen=True)
class Bar:
    """One treatment on the strip; an open one was begun, and nobody told its end."""

    number: int
    begins: float
    ends: float
    is_open: bool

    @property
    def label(self) -> str:
        return f"{self.number}?" if self.is_open else str(self.number)


def _treatments(source: Source, first: date, x: Place) -> list[SafeString]:
    """Bars, those that overlap below each other: none hides another."""
    lanes: list[list[Bar]] = []
    for bar in sorted(_bars(source, first, x), key=lambda bar: bar.begins):
        free = (lane for lane in lanes if lane[-1].ends <= bar.begins)
        lane = next(free, None)
        if lane is None:
            lanes.append(lane := [])
        lane.append(bar)
    height = min(5.0, round(BAND / max(1, len(lanes)), 2))
    return [
        shape
        for place, lane in enumerate(reversed(lanes), start=1)
        for bar in lane
        for shape in _bar(bar, round(BAND_ENDS - place * height, 2), height)
    ]


def _bars(source: Source, first: date, x: Place) -> Iterator[Bar]:
    for number, line in enumerate(source.treatments, start=1):
        began = line.first_told
        if began is None:
            continue
        last = source.today if line.is_ongoing else (line.ended_on or began).last_day
        begin, end = max(began.first_day, first), min(last, source.today)
        if end < begin:
            continue
        is_open = line.end_is_untold or not line.began_on
        wide = max(4.5 if is_open else 2.4, x(end) - x(begin))
        yield Bar(number, x(begin), round(x(begin) + wide, 1), is_open)


def _bar(bar: Bar, top: float, height: float) -> list[SafeString]:
    size = round(min(3.2, height * 0.64), 2)
    middle = _from_middle((bar.begins + bar.ends) / 2, bar.label, size)
    base = round(top + height * 0.74, 2)
    shape, words = (_OPEN, _OPEN_NO) if bar.is_open else (_BAR, _LINE_NO)
    wide, high = round(bar.ends - bar.begins, 1), round(height * 0.94, 2)
    return [
        format_html(shape, bar.begins, top, wide, high),
        format_html(words, middle, base, size, bar.label),
    ]


def _earlier(source: Source, first: date) -> SafeString:
    """What began left of the strip is named, so that nothing looks as if it never was."""
    lines = [
        str(number)
        for number, line in enumerate(source.treatments, start=1)
        if line.first_told and line.first_told.first_day < first
    ]
    records = [r for r in source.records if r.dated_on and r.dated_on.first_day < first]
    told = []
    if lines:
        told.append(f"第 {', '.join(lines)} 线 line {', '.join(lines)}")
    if records:
        told.append(f"{len(records)} 份资料 records")
    if not told:
        return SafeString("")
    return format_html('<p class="note">◀ 更早 earlier: {}</p>', " · ".join(told))


def _records(source: Source, first: date, x: Place) -> list[SafeString]:
    """A ring for each day of a record; its number where it does not touch the last one."""
    shown = [
        (record, record.dated_on.first_day)
        for record in source.records
        if record.dated_on and first <= record.dated_on.first_day <= source.today
    ]
    room = ROOM if len(shown) <= MANY else 2 * ROOM
    numbers, rings, labelled = [], {}, -room
    for record, day in shown:
        rings[x(day)] = _RING.format(x(day))
        if x(day) - labelled >= room:
            number = f"{record.number:02d}"
            middle = _from_middle(x(day), number, 2.6)
            numbers.append(format_html(_NUMBER, middle, number))
            labelled = x(day)
    if not rings:
        return []
    return [format_html(_RINGS, "".join(rings.values())), *numbers]


def _from_middle(middle: float, digits: str, size: float) -> float:
    """Where digits of this size begin that stand around this place."""
    return round(middle - len(digits) * DIGIT * size / 2, 2)


def _days(source: Source, x: Place) -> list[SafeString]:
    ends = x(source.today) - 0.6
    shapes = []
    due = source.request.decide_by
    if due and source.today <= due <= source.today + timedelta(days=365):
        words = f"{due.day} {MONTHS[due.month - 1]}"
        begins = min(x(due), 170.0)
        ends = min(ends, begins - 1.5)  # today's words stand left of these
        shapes.append(format_html(_DUE, x(due), begins, words))
    begins = round(ends - TODAY_WIDE, 2)
    shapes.append(format_html(_TODAY, x(source.today), begins))
    return shapes
