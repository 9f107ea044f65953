"""The last day of a caregiver's access: one day, the same for every reader.

It is a day of the patient's calendar. The moment it ends is worked out when the day is
chosen and kept, so that nobody's own time zone moves it and no page asks for the zone.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from intake.models import Case, CaseMember


def zone_of(case: Case) -> ZoneInfo:
    """The zone answered in the folder, else the one the patient chose, else the service's."""
    patient = getattr(case, "patient", None)
    with suppress(KeyError, ValueError, OSError):
        if patient and patient.time_zone:
            return ZoneInfo(patient.time_zone)
    member = case.members.filter(role=CaseMember.Role.PATIENT, left_at=None)
    found = member.select_related("user").first()
    if found and found.user.has_chosen_zone:
        return found.user.zone
    return ZoneInfo(settings.SERVICE["time_zone"])


def today_of(case: Case) -> date:
    """The day it is for the patient: the first that may be chosen."""
    return timezone.localdate(timezone=zone_of(case))


def end_of(case: Case, day: date | None) -> datetime | None:
    """The moment the day is over; None when no day was chosen."""
    if day is None:
        return None
    return datetime.combine(day + timedelta(days=1), time.min, zone_of(case))
