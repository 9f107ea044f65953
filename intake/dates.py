"""Dates as people know them: a year, a month of a year, or a day; perhaps only about.

Written as EDTF (ISO 8601-2) text: `2024`, `2024-05`, `2024-05-17`, and `2024-05~` when the
person said "about". Texts sort as the dates do.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from functools import total_ordering
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import dateformat, formats
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100
_SHAPE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(~?)", re.ASCII)


@total_ordering
@dataclass(frozen=True)
class PartialDate:
    """A date of which the day, or the month and the day, may be unknown.

    Raises ValueError for a day without a month and for a day no calendar has.
    """

    year: int
    month: int | None = None
    day: int | None = None
    about: bool = False

    def __post_init__(self) -> None:
        if not EARLIEST_YEAR <= self.year <= LATEST_YEAR:
            raise ValueError("year")
        if self.month is not None and not 1 <= self.month <= 12:
            raise ValueError("month")
        if self.day is not None and self.month is None:
            raise ValueError("day without month")
        if self.day is not None:
            date(self.year, self.month or 1, self.day)

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        match = _SHAPE.fullmatch(text)
        if match is None:
            raise ValueError("shape")
        year, month, day, about = match.groups()
        return cls(
            int(year),
            int(month) if month else None,
            int(day) if day else None,
            bool(about),
        )

    @classmethod
    def of(cls, day: date) -> PartialDate:
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """The EDTF text: what is stored."""
        parts = [f"{self.year:04d}"]
        if self.month is not None:
            parts.append(f"{self.month:02d}")
        if self.day is not None:
            parts.append(f"{self.day:02d}")
        return "-".join(parts) + ("~" if self.about else "")

    def __lt__(self, other: PartialDate) -> bool:
        return self._key() < other._key()

    def _key(self) -> tuple[int, int, int, bool]:
        return (self.year, self.month or 0, self.day or 0, self.about)

    @property
    def first_day(self) -> date:
        """The earliest day it can mean."""
        return date(self.year, self.month or 1, self.day or 1)

    @property
    def last_day(self) -> date:
        """The latest day it can mean."""
        month = self.month or 12
        last = calendar.monthrange(self.year, month)[1]
        return date(self.year, month, self.day or last)

    @property
    def is_whole(self) -> bool:
        return self.day is not None and not self.about

    def words(self) -> str:
        """The date in the active language, the month in words: `6 November 2026`."""
        if self.month is None:
            text = str(self.year)
        elif self.day is None:
            text = formats.date_format(self.first_day, "YEAR_MONTH_FORMAT")
        else:
            text = formats.date_format(self.first_day, "DATE_FORMAT")
        if self.about:
            return str(pgettext_lazy("a date", "about %s")) % text
        return text


def span_words(first: PartialDate, last: PartialDate | None) -> str:
    """One date, or two as one span: `March to June 2026`, 2026年3月至6月."""
    if last is None or last == first:
        return first.words()
    begin, end = first.words(), last.words()
    if _share_a_year(first, last):
        if formats.get_format("YEAR_MONTH_FORMAT").startswith("Y"):
            end = _without_year(last)
        else:
            begin = _without_year(first)
    return _("%(begin)s to %(end)s") % {"begin": begin, "end": end}


def _share_a_year(first: PartialDate, last: PartialDate) -> bool:
    shape = {(day.month is None, day.day is None, day.about) for day in (first, last)}
    return first.year == last.year and first.month is not None and len(shape) == 1


def _without_year(day: PartialDate) -> str:
    if day.day is not None:
        return formats.date_format(day.first_day, "MONTH_DAY_FORMAT")
    month = pgettext("format of a month without its year", "F")
    return dateformat.format(day.first_day, month)


class PartialDateField(models.CharField):
    """Keeps a PartialDate as EDTF text; empty text is None in Python."""

    description = "A date of which the day or the month may be unknown"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 11
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", "")
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def from_db_value(self, value: str | None, *_: Any) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        if isinstance(value, PartialDate) or not value:
            return value or None
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(_("Enter a date that exists.")) from error

    def get_prep_value(self, value: Any) -> str:
        return str(value) if value else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: Any) -> None:
        if not value and not self.blank:
            raise ValidationError(_("Enter a date."))

    def run_validators(self, value: Any) -> None:
        """The value has proved itself by existing."""
