"""The timeline as a drawing: months along the line, treatments as bars, records as rings."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from consultations.summary.source import Source
from consultations.summary.words import MONTHS

WIDE, BASE = 186.0, 25.0
MOST_MONTHS = 30  # longer stories keep their last months: the table has the rest


def draw(source: Source) -> SafeString:
    """One tagged figure; nothing in it that the table does not say in words."""
    first, last = _frame(source)
    if first is None:
        return mark_safe("")

    def x(day: date) -> float:
        share = (day - first).days / max(1, (last - first).days)
        return round(3 + share * (WIDE - 8), 1)

    shapes = [*_months(first, last, x), *_treatments(source, first, x)]
    shapes += _records(source, first, x) + _days(source, x)
    title = f"Timeline {MONTHS[first.month - 1]} {first.year} to {MONTHS[last.month - 1]} {last.year}"
    return format_html(
        '<svg viewBox="0 0 186 31" width="186mm" height="31mm" role="img"'
        ' font-family="SL Text, SL Han" fill="#15302F"><title>{}</title>'
        '<path d="M2 25H184" stroke="#15302F" stroke-width=".35"/>{}</svg>',
        title,
        mark_safe("".join(shapes)),  # built below from numbers and our own words only
    )


def _frame(source: Source) -> tuple[date | None, date]:
    days = [r.dated_on.first_day for r in source.records if r.dated_on]
    days += [t.began_on.first_day for t in source.treatments if t.began_on]
    last = max([source.today, source.request.decide_by or source.today]) + timedelta(20)
    days = [day for day in days if day <= last]
    if not days:
        return None, last
    earliest = last - timedelta(days=30 * MOST_MONTHS)
    first = max(min(days), earliest).replace(day=1)
    return first, last


def _months(first: date, last: date, x) -> list[str]:
    shapes, day = [], first
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    step = 1 if count <= 12 else 3
    while day <= last:
        if (day.month - first.month) % step == 0:
            label = f"{day.month}月 {MONTHS[day.month - 1]}"
            if day.month <= step:
                label += f" {day.year}"
            shapes.append(
                f'<path d="M{x(day)} 25v1.4" stroke="#15302F" stroke-width=".35"/>'
                f'<text x="{x(day) + 0.5}" y="29" font-size="2.5" fill="#465C5A">{label}</text>'
            )
        day = (day.replace(day=28) + timedelta(days=5)).replace(day=1)
    return shapes


def _treatments(source: Source, first: date, x) -> list[str]:
    shapes = []
    for number, line in enumerate(source.treatments, start=1):
        if not line.began_on:
            continue
        begin = max(line.began_on.first_day, first)
        end = (
            source.today
            if line.is_ongoing
            else (line.ended_on or line.began_on).last_day
        )
        if end < first:
            continue
        wide = max(2.4, x(min(end, source.today)) - x(begin))
        shapes.append(
            f'<rect x="{x(begin)}" y="17.5" width="{wide:.1f}" height="5" fill="#15302F"/>'
            f'<text x="{x(begin) + wide / 2:.1f}" y="21.2" font-size="3.2" font-weight="700"'
            f' fill="#fff" text-anchor="middle">{number}</text>'
        )
    return shapes


def _records(source: Source, first: date, x) -> list[str]:
    shapes, last_label = [], -9.0
    for record in source.records:
        if not record.dated_on or record.dated_on.first_day < first:
            continue
        if record.dated_on.first_day > source.today:
            continue
        at = x(record.dated_on.first_day)
        shapes.append(
            f'<circle cx="{at}" cy="9" r="1.05" fill="#fff" stroke="#15302F" stroke-width=".45"/>'
        )
        if at - last_label > 4:
            shapes.append(
                f'<text x="{at}" y="6.8" font-size="2.6" text-anchor="middle">{record.number:02d}</text>'
            )
            last_label = at
    return shapes


def _days(source: Source, x) -> list[str]:
    at = x(source.today)
    shapes = [
        f'<path d="M{at} 4V25" stroke="#15302F" stroke-width=".5"/>'
        f'<text x="{at - 0.6}" y="3" font-size="2.8" font-weight="700" text-anchor="end">今天 today</text>'
    ]
    due = source.request.decide_by
    if due and due >= source.today:
        at = x(due)
        shapes.append(
            f'<path d="M{at} 5V25" stroke="#15302F" stroke-width=".5" stroke-dasharray="1 .7"/>'
            f'<path d="M{at} 5l2 2-2 2-2-2z"/>'
            f'<text x="{min(at, 172)}" y="3" font-size="2.8" font-weight="700">期限 {due.day} {MONTHS[due.month - 1]}</text>'
        )
    return shapes
