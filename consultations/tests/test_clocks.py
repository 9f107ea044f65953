"""Two clocks: with us and with the family, one at a time."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from consultations import clocks
from consultations.models import ConsultationRequest, RequestEvent, Status, WaitingOn

MONDAY = datetime(2026, 11, 2, 3, tzinfo=UTC)  # 11:00 in Beijing


def at(day: int, hour: int = 3) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=UTC)


def moved(*moves: tuple[str, datetime]) -> list[RequestEvent]:
    return [RequestEvent(to_status=status, at=when) for status, when in moves]


@pytest.mark.parametrize(
    ("begin", "end", "days"),
    [
        (at(2), at(2, 9), 0),
        (at(2), at(3), 1),
        (at(6), at(9), 1),  # Friday to Monday
        (at(7), at(8), 0),  # Saturday to Sunday
        (at(2), at(16), 10),
        (at(9), at(2), 0),  # clocks that disagree: never negative
        (at(2, 15), at(2, 17), 1),  # 23:00 and 01:00 in Beijing: the next day
    ],
)
def test_working_days_count_without_weekends_in_the_zone_of_the_service(
    begin, end, days
):
    assert clocks.working_days(begin, end) == days


def test_a_long_time_is_counted_quickly():
    begin = datetime(1, 1, 2, tzinfo=UTC)

    assert clocks.working_days(begin, at(2)) == pytest.approx(528_000, rel=0.01)


@time_machine.travel(at(5), tick=False)
def test_with_us_runs_from_sending_to_the_first_answer():
    request = ConsultationRequest(status=Status.CHECKING)
    events = moved((Status.SUBMITTED, at(2)), (Status.CHECKING, at(4)))

    found = clocks.clocks_of(request, events)

    assert (found.running, found.turn, found.with_us) == (WaitingOn.US, 3, 3)
    assert found.with_family == 0
    assert found.due == datetime(2026, 11, 4, 10, tzinfo=UTC)  # 18:00 in Beijing
    assert found.is_late


@time_machine.travel(at(10), tick=False)
def test_waiting_for_the_family_does_not_count_for_us():
    request = ConsultationRequest(status=Status.NEEDS_INFO)
    events = moved(
        (Status.SUBMITTED, at(2)), (Status.CHECKING, at(3)), (Status.NEEDS_INFO, at(4))
    )

    found = clocks.clocks_of(request, events)

    assert (found.with_us, found.with_family, found.running) == (
        2,
        4,
        WaitingOn.FAMILY,
    )
    assert found.due is None


@time_machine.travel(at(30), tick=False)
def test_an_ended_request_has_no_running_clock():
    request = ConsultationRequest(status=Status.DECLINED)
    events = moved((Status.SUBMITTED, at(2)), (Status.DECLINED, at(4)))

    found = clocks.clocks_of(request, events)

    assert (found.with_us, found.running, found.due) == (2, "", None)


def test_a_request_without_moves_has_still_clocks():
    found = clocks.clocks_of(ConsultationRequest(status=Status.SUBMITTED), [])

    assert (found.with_us, found.with_family, found.running) == (0, 0, "")


def test_two_clocks_in_words():
    moment = at(2, 10)

    assert clocks.two_clocks(moment, ZoneInfo("Asia/Almaty")) == (
        "Mon 2 Nov, 18:00 Beijing, 15:00 Almaty"
    )
    assert clocks.two_clocks(moment, ZoneInfo("Pacific/Auckland")) == (
        "Mon 2 Nov, 18:00 Beijing, 23:00 Auckland"
    )
    assert clocks.two_clocks(at(2, 15), ZoneInfo("Pacific/Auckland")) == (
        "Mon 2 Nov, 23:00 Beijing, Tue 3 Nov, 04:00 Auckland"
    )
    assert clocks.two_clocks(moment, ZoneInfo("Asia/Shanghai")) == (
        "Mon 2 Nov, 18:00 Beijing"
    )


@pytest.mark.parametrize("name", ["", "Nowhere/Land", "../etc/passwd", "\0"])
def test_an_unknown_zone_is_the_service_s(name):
    assert clocks.zone_of(name).key == "Asia/Shanghai"
