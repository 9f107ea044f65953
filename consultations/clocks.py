"""Two clocks of a request: with us, and with the family. One runs at a time.

Waiting for the family does not count against the service.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format, get_format, time_format
from django.utils.translation import gettext as _

from consultations import times
from consultations.models import (
    ConsultationRequest,
    RequestEvent,
    Status,
    WaitingOn,
)
from consultations.models.requests import WAITS
from consultations.times import service_zone

MOMENT = "WEEKDAY_TIME_FORMAT"  # in portal/formats
UNANSWERED = {Status.SUBMITTED, Status.CHECKING}  # the first answer is still to come


@dataclass(frozen=True)
class Clocks:
    """Working days on either side; `turn` counts the one that runs now.

    `due` is when the first answer was promised; None once it was given.
    """

    with_us: int
    with_family: int
    turn: int
    running: str
    promised: int
    since: datetime | None = None
    due: datetime | None = None

    @property
    def is_late(self) -> bool:
        return self.due is not None and timezone.now() > self.due


def clocks_of(request: ConsultationRequest, events: Iterable[RequestEvent]) -> Clocks:
    """Counted from the moves; the turn that runs now is counted up to this moment.

    Moves that leave the turn on the same side do not begin a new turn.
    """
    turns = _turns(events)
    spent = {WaitingOn.US: 0, WaitingOn.FAMILY: 0}
    for (side, begun), (_next, ended) in pairwise(turns):
        if side in spent:
            spent[side] += working_days(begun, ended)
    side, since, turn = "", None, 0
    if turns and not request.has_ended:
        side, since = turns[-1]
        turn = working_days(since, timezone.now())
        if side in spent:
            spent[side] += turn
    answering = side == WaitingOn.US and request.status in UNANSWERED
    return Clocks(
        with_us=spent[WaitingOn.US],
        with_family=spent[WaitingOn.FAMILY],
        turn=turn,
        running=str(side),
        promised=settings.SERVICE["first_answer_days"],
        since=since,
        due=times.first_answer_by(since).at if answering and since else None,
    )


def _turns(events: Iterable[RequestEvent]) -> list[tuple[str, datetime]]:
    """Whose turn began when."""
    turns: list[tuple[str, datetime]] = []
    for event in events:
        side = WAITS.get(event.to_status, WaitingOn.US)
        if not turns or turns[-1][0] != side:
            turns.append((side, event.at))
    return turns


def working_days(begin: datetime, end: datetime) -> int:
    """Whole working days between two moments, in the service's time zone."""
    day = begin.astimezone(service_zone()).date()
    last = end.astimezone(service_zone()).date()
    weeks, rest = divmod(max((last - day).days, 0), 7)
    count = weeks * 5
    for ahead in range(1, rest + 1):
        count += (day + timedelta(days=ahead)).weekday() < 5
    return count


def two_clocks(moment: datetime, zone: ZoneInfo) -> str:
    """The moment in words where the patient is and where the service is."""
    here = moment.astimezone(service_zone())
    there = moment.astimezone(zone)
    words = {"at": _in_words(here), "place": place_of(service_zone())}
    if here.utcoffset() == there.utcoffset():
        return _("%(at)s %(place)s") % words
    same_day = here.date() == there.date()
    words |= {
        "there": time_format(there) if same_day else _in_words(there),
        "their_place": place_of(zone),
    }
    return _("%(at)s %(place)s, %(there)s %(their_place)s") % words


def _in_words(moment: datetime) -> str:
    """Weekday, day and time; a language we have no form for gets Django's own."""
    ours = get_format(MOMENT)
    return date_format(moment, "DATETIME_FORMAT" if ours == MOMENT else ours)


def place_of(zone: ZoneInfo) -> str:
    """The city a time zone is named after; China's one zone is called Beijing time."""
    if zone.key == "Asia/Shanghai":
        return _("Beijing")
    return zone.key.rsplit("/", 1)[-1].replace("_", " ")


def zone_of(name: str) -> ZoneInfo:
    """The time zone of this name, or the service's when there is none."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return service_zone()
