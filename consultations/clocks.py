"""Two clocks of a request: with us, and with the family. One runs at a time.

Waiting for the family does not count against the service.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from consultations.models import ConsultationRequest, RequestEvent, WaitingOn
from consultations.models.requests import WAITS
from consultations.times import service_zone


@dataclass(frozen=True)
class Clocks:
    """Working days spent on either side; `running` says whose turn it is."""

    with_us: int
    with_family: int
    running: str
    promised: int

    @property
    def is_late(self) -> bool:
        return self.running == WaitingOn.US and self.with_us > self.promised


def clocks_of(request: ConsultationRequest, events: Iterable[RequestEvent]) -> Clocks:
    """Counted from the moves; the turn that runs now is counted up to this moment."""
    us = family = 0
    since: datetime | None = None
    side = ""
    for event in events:
        if since is not None:
            spent = working_days(since, event.at)
            us += spent if side == WaitingOn.US else 0
            family += spent if side == WaitingOn.FAMILY else 0
        side, since = WAITS.get(event.to_status, WaitingOn.US), event.at
    if since is not None and not request.has_ended:
        spent = working_days(since, timezone.now())
        us = spent if side == WaitingOn.US else us
        family += spent if side == WaitingOn.FAMILY else 0
    return Clocks(us, family, str(side), settings.SERVICE["first_answer_days"])


def working_days(begin: datetime, end: datetime) -> int:
    """Whole working days between two moments, in the service's time zone."""
    day = begin.astimezone(service_zone()).date()
    last = end.astimezone(service_zone()).date()
    count = 0
    while day < last:
        day += timedelta(days=1)
        count += day.weekday() < 5
    return count
