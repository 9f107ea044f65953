"""Finds days in text. Where a date can be read in two ways, both are given.

Only years from 1900 to 2099 written in four digits, or in two where nothing of the text
hints at another calendar. So a year of the Hijra (1448), of the Persian (1405), Buddhist
(2569) or Minguo (115) calendar is no date here: it is not converted and not misread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from django.utils import timezone

from intake.dates import PartialDate
from records.suggest.cleaning import Text
from records.suggest.months import ANY_MONTH, ANY_ROMAN, number_of


@dataclass(frozen=True, order=True)
class Days:
    """A day, a month, or a span."""

    on: PartialDate
    until: PartialDate | None = None


@dataclass(frozen=True)
class Found:
    """Something that can be a date: where it stands and what it may mean."""

    start: int
    end: int
    readings: tuple[Days, ...]
    is_short: bool = False  # the year in two digits, or nothing but digits

    @property
    def is_weak(self) -> bool:
        """Worth a question only where a word beside it says that it is a date."""
        return self.is_short or any(days.on.day is None for days in self.readings)


YEAR = r"(?P<y>(?:19|20)[0-9]{2})"
# No letter, digit or further part stands beside it.
BEFORE = r"(?<![0-9a-z])(?<![0-9][./])"
AFTER = r"(?![0-9a-su-z])(?![./][0-9])(?!t(?![0-9]))"
LETTER = r"[^\W\d_]"
MONTH = rf"(?<!{LETTER})(?P<name>{ANY_MONTH})(?!{LETTER})\.?"
GAP = r"[ ,./_-]{0,3}"
OF = r"(?:of |de |del )?"
TH = r"(?:st|nd|rd|th|º|°|-?го|-?е|»|”)?"
HAN_DIGITS = "〇零一二三四五六七八九"
HAN = {"〇": 0, **{sign: n for n, sign in enumerate(HAN_DIGITS[1:])}}
ERAS = r"民國|民国|令和|平成|昭和"
OTHER_CALENDARS = re.compile(rf"[\u0600-\u06ff\u0e00-\u0e7f]|{ERAS}")
# Their years look like ours and are not.
ETHIOPIC = re.compile(r"[\u1200-\u137f]")

Read = Callable[[re.Match[str]], list[tuple[int, ...]]]


def _ymd(match: re.Match[str]) -> list[tuple[int, ...]]:
    parts = [match[name] for name in ("y", "m", "d") if match[name]]
    return [tuple(map(int, parts))]


def _numbers(match: re.Match[str]) -> list[tuple[int, ...]]:
    """With dots the day comes first everywhere; with strokes nobody can know."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["y"])
    ways = [(year, b, a), (year, a, b)]
    return ways[:1] if match["s"] == "." and b <= 12 else ways


def _short(match: re.Match[str]) -> list[tuple[int, ...]]:
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    if a > 31:  # no day: perhaps a year, and nobody knows of which calendar
        return []
    ways = [(_century(c), b, a)]
    if match["s"] != ".":
        ways.append((_century(c), a, b))
    if len(match["a"]) == 2:
        ways.append((_century(a), b, c))
    return ways


def _century(year: int) -> int:
    return year + (2000 if year <= timezone.now().year - 2000 else 1900)


def _named(match: re.Match[str]) -> list[tuple[int, ...]]:
    parts = match.groupdict()
    month = number_of(match["name"])
    day = [int(parts["d"])] if parts.get("d") else []
    return [(int(match["y"]), month, *day)]


def _named_short(match: re.Match[str]) -> list[tuple[int, ...]]:
    a, month, c = int(match["a"]), number_of(match["name"]), int(match["c"])
    return [(_century(c), month, a), (_century(a), month, c)]


def _han(match: re.Match[str]) -> list[tuple[int, ...]]:
    year = int("".join(str(HAN[sign]) for sign in match["y"]))
    return [(year, *(_han_number(match[n]) for n in ("m", "d") if match[n]))]


def _han_number(text: str) -> int:
    """From 一 to 三十一."""
    tens, ten, ones = text.rpartition("十")
    return (10 * (HAN[tens] if tens else 1) if ten else 0) + (HAN[ones] if ones else 0)


def _pattern(text: str, read: Read) -> tuple[re.Pattern[str], Read]:
    return re.compile(text), read


_HAN_TEN = r"[一二三四五六七八九]|[一二三]?十[一二三四五六七八九]?"
PATTERNS = [
    _pattern(
        rf"(?<![0-9]){YEAR} ?年 ?(?P<m>[0-9]{{1,2}}) ?月"
        r"(?: ?(?P<d>[0-9]{1,2}) ?[日号號]|(?![^\n]{0,3}[日号號]))",
        _ymd,
    ),
    _pattern(
        rf"(?P<y>[一二][{HAN_DIGITS}]{{3}})年(?P<m>{_HAN_TEN})月"
        rf"(?:(?P<d>{_HAN_TEN})[日号號])?",
        _han,
    ),
    _pattern(
        rf"{BEFORE}{YEAR}(?P<s>[-./]) ?(?P<m>[0-9]{{1,2}})(?P=s) ?"
        rf"(?P<d>[0-9]{{1,2}}){AFTER}",
        _ymd,
    ),
    _pattern(
        rf"{BEFORE}(?P<a>[0-9]{{1,2}}) ?(?P<s>[-./]) ?(?P<b>[0-9]{{1,2}}) ?(?P=s) ?"
        rf"{YEAR}{AFTER}",
        _numbers,
    ),
    _pattern(
        rf"(?<![0-9])(?P<d>[0-9]{{1,2}}){TH}{GAP}{OF}{MONTH}{GAP}{OF}{YEAR}(?![0-9])",
        _named,
    ),
    _pattern(rf"{MONTH}{GAP}(?P<d>[0-9]{{1,2}}){TH}{GAP}{YEAR}(?![0-9])", _named),
    _pattern(rf"(?<![0-9]){YEAR}{GAP}{MONTH}{GAP}(?P<d>[0-9]{{1,2}})(?![0-9])", _named),
    _pattern(rf"{MONTH}{GAP}{OF}{YEAR}(?![0-9])", _named),
    _pattern(
        rf"{BEFORE}(?P<d>[0-9]{{1,2}}) ?(?P<s>[-./]) ?(?P<name>{ANY_ROMAN}) ?(?P=s) ?"
        rf"{YEAR}{AFTER}",
        _named,
    ),
]
SHORT = [
    _pattern(
        rf"{BEFORE}(?P<a>[0-9]{{1,2}})(?P<s>[-./])(?P<b>[0-9]{{1,2}})(?P=s)"
        rf"(?P<c>[0-9]{{2}}){AFTER}",
        _short,
    ),
    _pattern(
        rf"(?<![0-9a-z./,-]){YEAR}(?P<m>0[1-9]|1[0-2])(?P<d>[0-3][0-9])(?![0-9a-z./,-])",
        _ymd,
    ),
    _pattern(
        rf"(?<![0-9])(?P<a>[0-9]{{1,2}})[ -]?{MONTH}[ -]?(?P<c>[0-9]{{2}})(?![0-9])",
        _named_short,
    ),
]
# Only names of files are written so.
IN_NAMES = [
    _pattern(
        rf"(?<![0-9]){YEAR}(?P<m>0[1-9]|1[0-2])(?P<d>[0-3][0-9])"
        r"(?:[0-2][0-9][0-5][0-9](?:[0-5][0-9])?)?(?![0-9])",
        _ymd,
    ),
    _pattern(
        rf"(?<![0-9])(?P<a>[0-3][0-9])(?P<b>[0-3][0-9])(?P<s>){YEAR}(?![0-9])", _numbers
    ),
    _pattern(
        rf"(?<![0-9]){YEAR}[-._](?P<m>0[1-9]|1[0-2])(?P<d>)(?![0-9])(?![-._][0-9])",
        _ymd,
    ),
]


def days_in(text: Text, *, is_name: bool = False) -> list[Found]:
    """Every date of the text in its order; none twice in one place."""
    if ETHIOPIC.search(text.plain):
        return []
    patterns = [*PATTERNS, *(IN_NAMES if is_name else [])]
    found = list(_matches(text.plain, patterns))
    if not OTHER_CALENDARS.search(text.written):
        found += [replace(one, is_short=True) for one in _matches(text.plain, SHORT)]
    found.sort(key=lambda one: (one.start, -one.end))
    return list(_apart(found))


def _matches(
    plain: str, patterns: list[tuple[re.Pattern[str], Read]]
) -> Iterator[Found]:
    for pattern, read in patterns:
        for match in pattern.finditer(plain):
            days = dict.fromkeys(day for parts in read(match) if (day := _day(parts)))
            yield Found(match.start(), match.end(), tuple(map(Days, days)))


def _day(parts: tuple[int, ...]) -> PartialDate | None:
    """None for a day no calendar has, such as 31 February."""
    try:
        return PartialDate(*parts)
    except ValueError:
        return None


def _apart(found: list[Found]) -> Iterator[Found]:
    """The longest that begins first holds its place, even when it is no day after all."""
    end = 0
    for one in found:
        if one.start >= end:
            end = one.end
            if one.readings:
                yield one
