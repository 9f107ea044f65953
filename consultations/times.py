"""Days and times promised: working days of the service, and the same moment in two zones."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from consultations.models import ConsultationRequest, RequestEvent, Status
from intake.models import Case, Patient

DAY_ENDS = time(18)  # when a working day of the service is over


@dataclass(frozen=True)
class Moment:
    """One moment: as the reader's clock shows it, and as the service's clock does."""

    at: datetime

    @property
    def here(self) -> datetime:
        return timezone.localtime(self.at)

    @property
    def there(self) -> datetime:
        return self.at.astimezone(service_zone())

    @property
    def differs(self) -> bool:
        """Whether the two clocks show different times."""
        return self.here.utcoffset() != self.there.utcoffset()


def service_zone() -> ZoneInfo:
    return ZoneInfo(settings.SERVICE["time_zone"])


def readers_clock(case: Case) -> timezone.override:
    """Writes every time as the clock of this reader shows it: `with readers_clock(case):`.

    `case` comes from `intake.access.case_for`.
    """
    patient, member = getattr(case, "patient", None), case.member
    return timezone.override(
        reader_zone(member.user, patient, is_patient=member.is_patient)
    )


def reader_zone(user: User, patient: Patient | None, *, is_patient: bool) -> ZoneInfo:
    """What "your time" is for this reader.

    The zone answered in the folder, for the patient and for whoever never chose one for
    the own account; else the account's.
    """
    if patient and patient.time_zone and (is_patient or not user.has_chosen_zone):
        with suppress(KeyError, ValueError, OSError):
            return ZoneInfo(patient.time_zone)
    return user.zone


def today() -> date:
    """The day it is at the service: every page of the desk counts from it."""
    return timezone.localdate(timezone=service_zone())


def add_working_days(day: date, count: int) -> date:
    """The day that many working days later; Saturdays and Sundays do not count."""
    while count > 0:
        day += timedelta(days=1)
        count -= day.weekday() < 5
    return day


def first_answer_by(since: datetime) -> Moment:
    """When the service promised to have looked, counted from when it was its turn."""
    begun = since.astimezone(service_zone()).date()
    day = add_working_days(begun, settings.SERVICE["first_answer_days"])
    return Moment(datetime.combine(day, DAY_ENDS, tzinfo=service_zone()))


def opinion_by(request: ConsultationRequest, events: list[RequestEvent]) -> date | None:
    """The day the opinion is expected: the usual turnaround after the folder is complete.

    None until it is complete. Counted from complete, not from sending: programmes promise
    time after complete records.
    """
    complete = [event.at for event in events if event.to_status == Status.COMPLETE]
    if not complete or not request.is_open:
        return None
    begun = complete[-1].astimezone(service_zone()).date()
    return begun + timedelta(days=settings.SERVICE["turnaround_days"])


def may_be_late(request: ConsultationRequest, expected: date | None = None) -> bool:
    """Whether the opinion may come after the decide-by date."""
    if request.decide_by is None or not (request.is_open or not request.is_sent):
        return False
    if request.status in {Status.DELIVERED, Status.FOLLOW_UP}:
        return False
    if expected is not None:
        return expected > request.decide_by
    return (request.days_left() or 0) < settings.SERVICE["turnaround_days"]
