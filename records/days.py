"""What no date of a paper can be: still to come, or before the patient was born."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from intake.dates import PartialDate
from intake.forms.fields import BEFORE_BIRTH

# Papers whose date may well lie ahead.
MAY_BE_AHEAD = {"identity", "insurance_cost"}


def is_ahead(day: PartialDate, today: date, kind: str = "") -> bool:
    return day.first_day > today and kind not in MAY_BE_AHEAD


def is_before_birth(day: PartialDate, born: date | None) -> bool:
    return born is not None and day.last_day < born


def problem(day: PartialDate, kind: str, born: date | None) -> str:
    """Why nobody can have meant this day; "" when it may be right."""
    tomorrow = timezone.localdate() + timedelta(days=1)  # it has begun somewhere
    if is_ahead(day, tomorrow, kind):
        return _("This date has not come yet. Check the month and year")
    return str(BEFORE_BIRTH) if is_before_birth(day, born) else ""
