"""The table of states: every walk through it keeps what must be true."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from consultations.models import (
    TRANSITIONS,
    ConsultationRequest,
    RequestEvent,
    Status,
    TransitionError,
    WaitingOn,
)
from consultations.models.requests import ENDED, NOT_SENT
from intake.models import Case

ALL = list(Status)
ILLEGAL = [
    (here, there) for here in ALL for there in ALL if there not in TRANSITIONS[here]
]
LEGAL = [(here, there) for here in ALL for there in TRANSITIONS[here]]


def standing_at(case, status, by) -> ConsultationRequest:
    """A request that stands in this state already."""
    sent = {} if status in NOT_SENT else {"submitted_at": case.created_at}
    return ConsultationRequest.objects.create(
        case=case, status=status, changed_by=by, **sent
    )


def test_every_state_has_its_row_in_the_table():
    assert set(TRANSITIONS) == set(ALL)
    assert all(there in ALL for row in TRANSITIONS.values() for there in row)


def test_every_state_can_be_reached_from_a_draft():
    reached, border = {Status.DRAFT}, {Status.DRAFT}
    while border:
        border = {there for here in border for there in TRANSITIONS[here]} - reached
        reached |= border

    assert reached == set(ALL)


def test_no_sent_request_becomes_a_draft_again():
    back = [(a, b) for a, b in LEGAL if a not in NOT_SENT and b in NOT_SENT]

    assert back == []


@pytest.mark.parametrize(("here", "there"), ILLEGAL)
def test_illegal_move_raises_and_changes_nothing(case, wen, here, there):
    request = standing_at(case, here, wen)

    with pytest.raises(TransitionError):
        request.move_to(there, by=wen)

    request.refresh_from_db()
    assert (request.status, request.events.count()) == (here, 0)


def test_second_of_two_people_is_told(case, wen, mei):
    request = standing_at(case, Status.SUBMITTED, wen)
    one = ConsultationRequest.objects.get(pk=request.pk)
    other = ConsultationRequest.objects.get(pk=request.pk)
    one.move_to(Status.CHECKING, by=mei)

    with pytest.raises(TransitionError):
        other.move_to(Status.DECLINED, by=mei)

    request.refresh_from_db()
    assert (request.status, request.events.count()) == (Status.CHECKING, 1)


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(choices=st.lists(st.integers(0, 15), max_size=14))
def test_any_walk_keeps_what_must_be_true(transactional_walker, choices):
    request, wen = transactional_walker()
    path = [request.status]

    for choice in choices:
        wanted = ALL[choice]
        before = RequestEvent.objects.filter(request=request).count()
        try:
            event = request.move_to(wanted, by=wen, note="why")
        except TransitionError:
            assert wanted not in TRANSITIONS[path[-1]]
            now = ConsultationRequest.objects.get(pk=request.pk)
            assert now.status == path[-1]
            assert RequestEvent.objects.filter(request=request).count() == before
            continue
        path.append(wanted)
        assert (event.from_status, event.to_status, event.by) == (*path[-2:], wen)

    now = ConsultationRequest.objects.get(pk=request.pk)
    events = list(now.events.all())
    moves = list(pairwise(path))
    assert [(e.from_status, e.to_status) for e in events] == moves
    assert now.status == path[-1] == request.status
    assert now.is_open == (now.status not in NOT_SENT | ENDED)
    assert (now.submitted_at is None) == (not now.is_sent)
    assert (now.waiting_on == WaitingOn.NOBODY) == (now.status in ENDED)
    assert all(a.at <= b.at for a, b in pairwise(events))


@pytest.fixture
def transactional_walker(db, wen):
    """Each example walks with a folder of its own."""

    def fresh() -> tuple[ConsultationRequest, User]:
        case = Case.objects.create(created_by=wen)
        return ConsultationRequest.objects.create(case=case, changed_by=wen), wen

    return fresh
