"""What no date of a paper can be: still to come, or before the patient was born."""

from __future__ import annotations

from datetime import date

from intake.dates import PartialDate

# Papers whose date may well lie ahead.
MAY_BE_AHEAD = {"identity", "insurance_cost"}


def is_ahead(day: PartialDate, today: date, kind: str = "") -> bool:
    return day.first_day > today and kind not in MAY_BE_AHEAD


def is_before_birth(day: PartialDate, born: date | None) -> bool:
    return born is not None and day.last_day < born
