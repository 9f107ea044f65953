"""From when to when: two dates that a paper joins, and `12-18 March 2026`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from intake.dates import PartialDate
from records.suggest.cleaning import Text
from records.suggest.dates import LETTER, MONTH, Days, Found
from records.suggest.months import number_of

JOINED = re.compile(
    r" {0,3}(?:г\.?|م)? {0,2}(?:-|–|—|~|to|till|until|through|bis|по|до|al?|hasta(?: el)?"
    r"|至|到|إلى|الى|حتى)\s{0,3}"
)
FIRST_OF_TWO = re.compile(
    rf"(?<![0-9./-])(?P<d>[0-9]{{1,2}})\.?(?:\s?{MONTH})?"
    r"\s?(?:-|–|—|to|bis|по|al?|إلى)\s?\Z"
)
LONGEST_FIRST = 30
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
            out.append(_day_before(text.plain, one))
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


def _day_before(plain: str, one: Found) -> Found:
    """`12-18 March 2026`, `28 Feb - 3 March 2026`: the first day has no year of its own."""
    window = plain[max(0, one.start - LONGEST_FIRST) : one.start]
    match = FIRST_OF_TWO.search(window)
    has_name = re.search(LETTER, plain[one.start : one.end])
    if match is None or has_name is None or len(one.readings) != 1:
        return one
    last = one.readings[0].on
    first = _first_of(match, last) if last.day else None
    if first is None or first.last_day >= last.first_day:
        return one
    return Found(one.start - len(match[0]), one.end, (Days(first, last),))


def _first_of(match: re.Match[str], last: PartialDate) -> PartialDate | None:
    month = number_of(match["name"]) if match["name"] else last.month
    year = last.year - 1 if month > last.month else last.year  # over the New Year
    try:
        return PartialDate(year, month, int(match["d"]))
    except ValueError:
        return None
