"""From when to when: two dates that a paper joins, and `12-18 March 2026`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from records.suggest.cleaning import Text
from records.suggest.dates import LETTER, Days, Found

JOINED = re.compile(
    r" {0,3}(?:г\.?|م)? {0,2}(?:-|–|—|~|to|till|until|through|bis|по|до|al?|hasta(?: el)?"
    r"|至|到|إلى|الى|حتى)\s{0,3}"
)
FIRST_OF_TWO = re.compile(
    r"(?<![0-9./-])(?P<d>[0-9]{1,2})\.?\s?(?:-|–|—|to|bis|по|al?|إلى)\s?\Z"
)
MOST_BETWEEN = 16


def joined(text: Text, found: list[Found]) -> list[Found]:
    """The same dates, those that belong together as one span."""
    out: list[Found] = []
    for one in found:
        before = out[-1] if out else None
        span = _span(text.plain, before, one) if before else None
        if span is not None:
            out[-1] = span
        else:
            out.append(_days_of_one_month(text.plain, one))
    return out


def _span(plain: str, first: Found, last: Found) -> Found | None:
    between = plain[first.end : last.start]
    if len(between) > MOST_BETWEEN or not JOINED.fullmatch(between):
        return None
    days = tuple(between_two(first, last))
    return Found(first.start, last.end, days) if days else None


def between_two(first: Found, last: Found) -> Iterator[Days]:
    """The spans two dates make when both are read in the same way."""
    if any(days.until for days in (*first.readings, *last.readings)):
        return
    starts, ends = first.readings, last.readings
    if len(starts) == len(ends):
        pairs = list(zip(starts, ends, strict=True))
    else:  # one of them can be read in one way only
        pairs = [(start, end) for start in starts for end in ends]
    for start, end in pairs:
        if start.on == end.on:
            yield start
        elif start.on.last_day < end.on.first_day:
            yield Days(start.on, end.on)


def _days_of_one_month(plain: str, one: Found) -> Found:
    """`12-18 March 2026`: the day before the stroke is of the same month."""
    match = FIRST_OF_TWO.search(plain[max(0, one.start - 12) : one.start])
    has_name = re.search(LETTER, plain[one.start : one.end])
    if match is None or has_name is None or len(one.readings) != 1:
        return one
    last = one.readings[0].on
    if last.day is None or last.day <= int(match["d"]) or not int(match["d"]):
        return one
    first = replace(last, day=int(match["d"]))
    start = one.start - len(match[0])
    return Found(start, one.end, (Days(first, last),))
