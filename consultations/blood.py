"""Typed blood values that somebody has to look at today, or before any medicine.

Read only where the number and the unit are certain; what cannot be read is said, never
guessed. Limits are a proposal, to be approved by the medical lead (docs/triage.md).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import groupby
from operator import attrgetter

from intake.lab_numbers import span_in
from intake.lab_tests import LabTest
from intake.lab_units import unit_key
from intake.models import LabValue

STILL_TELLS = timedelta(days=90)  # triage rules 10.3: older blood tests are out of date
CELLS = {  # in 10^9 a litre
    "10^9/L": 1,
    "10^3/μL": 1,
    "10^3/mm^3": 1,
    "G/L": 1,
    "Г/L": 1,
    "K/μL": 1,
    "/μL": "0.001",
    "/mm^3": "0.001",
    "10^4/μL": 10,
}


_UP_TO = re.compile(r"^(?:до|up to|bis|hasta|até|jusqu'à|≤)\s*", re.IGNORECASE)
_UNIT_AFTER = re.compile(r"(?<=\d)\s*[^\W\d_][^\s]*(?:/[^\s]+)?$")


@dataclass(frozen=True)
class Limit:
    """Beyond which number, in which unit, a value of one test counts."""

    number: int
    factors: Mapping[str, int | str]  # to that unit, by the key of the unit typed
    is_beyond: Callable[[Decimal, Decimal], bool] = Decimal.__lt__

    def weigh(self, row: LabValue) -> bool | None:
        """Whether the value is beyond the limit; None when it cannot be read."""
        factor = self.factors.get(unit_key(row.unit))
        span = span_in(row.value)
        if span is None or factor is None:
            return None
        limit = Decimal(self.number)
        least, most = (self.is_beyond(end * Decimal(factor), limit) for end in span)
        return least if least == most else None


# Triage rules 10.2, Red: platelets < 20, haemoglobin < 60 g/L, white cells < 1.
VERY_LOW = {
    LabTest.PLATELETS: Limit(20, CELLS),
    LabTest.WHITE_CELLS: Limit(1, CELLS),
    LabTest.HAEMOGLOBIN: Limit(
        60,
        {"g/L": 1, "G/L": 1, "Г/L": 1, "g/dL": 10, "g%": 10, "mmol/L": "16.114"},
    ),
}
# 177 µmol/L is 2 mg/dL: where the myeloma working group calls the kidneys impaired (CRAB).
HIGH = {
    LabTest.CREATININE: Limit(
        177,
        {"μmol/L": 1, "mmol/L": 1000, "mg/dL": "88.4", "mg/L": "8.84"},
        Decimal.__gt__,
    ),
}


def very_low(values: list[LabValue], today: date) -> list[LabValue]:
    """Newest values so low that they are an emergency unless somebody knows of them."""
    return [row for row in _newest(values, VERY_LOW, today) if _counts(row, VERY_LOW)]


def high(values: list[LabValue], today: date) -> list[LabValue]:
    """Newest values so high that they decide which medicines are safe."""
    return [row for row in _newest(values, HIGH, today) if _counts(row, HIGH)]


def above_reference(values: list[LabValue], today: date) -> list[LabValue]:
    """Newest values of those tests above what their paper calls usual, and not yet high."""
    newest = _newest(values, HIGH, today)
    return [row for row in newest if _is_above_its_own(row) and not _counts(row, HIGH)]


def _is_above_its_own(row: LabValue) -> bool:
    """Above the reference range typed with it, in the same unit."""
    value, usual = span_in(row.value), _usual(row)
    return value is not None and usual is not None and value[0] > usual[1]


def _usual(row: LabValue) -> tuple[Decimal, Decimal] | None:
    """The reference range without its brackets and the unit printed after it."""
    bare = row.reference.strip().strip("()[]").replace("~", "-")
    bare = _UP_TO.sub("<=", bare)
    return span_in(_UNIT_AFTER.sub("", bare).strip())


def unread(values: list[LabValue], today: date) -> list[LabValue]:
    """Newest values of those tests whose number or unit leaves room for doubt."""
    limits = VERY_LOW | HIGH
    newest = _newest(values, limits, today)
    return [
        row
        for row in newest
        if limits[LabTest(row.test)].weigh(row) is None
        or (row.test in HIGH and row.reference and _usual(row) is None)
    ]


def _counts(row: LabValue, limits: Mapping[LabTest, Limit]) -> bool:
    return bool(limits[LabTest(row.test)].weigh(row))


def _newest(
    values: list[LabValue], limits: Mapping[LabTest, Limit], today: date
) -> Iterator[LabValue]:
    """Of each test the values that may be its newest, and those whose day nobody told.

    A value gives way only to one that is surely later: "2026" hides no day of 2026, and
    neither "about" nor a day still to come hides anything.
    """
    asked = sorted(
        (row for row in values if row.test in limits and row.value),
        key=attrgetter("test"),
    )
    for _test, rows in groupby(asked, key=attrgetter("test")):
        same = list(rows)
        yield from (row for row in same if not row.sampled_on)
        dated = [row for row in same if row.sampled_on]
        yield from _perhaps_last(dated, today)


def _perhaps_last(dated: list[LabValue], today: date) -> Iterator[LabValue]:
    sure = [row.sampled_on for row in dated if not row.sampled_on.about]
    begun = [day.first_day for day in sure if day.first_day <= today]
    since = max([today - STILL_TELLS, *begun])
    for row in dated:
        earliest = today - STILL_TELLS if row.sampled_on.about else since
        if row.sampled_on.last_day >= earliest:
            yield row
