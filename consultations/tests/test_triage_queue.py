"""The place in the queue, and what days that pass do to it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from consultations import tasks, times, triage
from consultations.models import ConsultationRequest, Status, Urgency
from consultations.tests.desk_make import another
from consultations.tests.triage_make import codes, whole_request

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


@pytest.fixture
def whole(case, wen) -> ConsultationRequest:
    return whole_request(case, wen)


@pytest.fixture
def delivered(whole) -> ConsultationRequest:
    """The opinion is with the family, days before their date."""
    ConsultationRequest.objects.filter(pk=whole.pk).update(
        decide_by=times.today() + timedelta(days=2)
    )
    for status in ("checking", "complete", "with_mdt", "opinion_drafting", "delivered"):
        whole.move_to(status, by=None)
    triage.refresh(whole)
    return whole


def test_an_opinion_that_is_ready_presses_no_more(delivered):
    assert (delivered.waiting_on, delivered.urgency) == ("family", Urgency.GREEN)
    assert codes(delivered) == []
    assert delivered.queue_key > triage.queue_key(Urgency.GREY, ConsultationRequest())
    assert tasks.refresh_queue() == 0


def test_questions_after_the_opinion_press_again(delivered):
    delivered.move_to(Status.FOLLOW_UP, by=None)

    triage.refresh(delivered)

    assert (delivered.waiting_on, delivered.urgency) == ("team", Urgency.AMBER_1)


def test_queue_goes_by_level_then_date_then_arrival_and_ended_last(whole):
    today = times.today()
    rows = {
        name: another(name, n) for n, name in enumerate(["soon", "later", "ended"], 1)
    }
    for name, days in (("soon", 3), ("later", 6), ("ended", 1)):
        ConsultationRequest.objects.filter(pk=rows[name].pk).update(
            decide_by=today + timedelta(days=days)
        )
    rows["ended"].move_to(Status.DECLINED, by=None)
    for request in rows.values():
        triage.refresh(request)

    order = [
        r.case.patient.full_name
        for r in ConsultationRequest.objects.order_by("queue_key", "id")
    ]

    assert order == ["soon", "later", "Wen Li", "ended"]


def test_no_date_comes_after_every_date(whole):
    dated = triage.queue_key(3, ConsultationRequest(decide_by=date(2999, 1, 1)))

    assert dated < triage.queue_key(3, ConsultationRequest())


def test_days_that_pass_raise_a_request(whole):
    today = times.today()
    ConsultationRequest.objects.filter(pk=whole.pk).update(
        decide_by=today + timedelta(days=30)
    )
    triage.refresh(whole)
    quiet = tasks.refresh_queue()

    with time_machine.travel(timezone.now() + timedelta(days=25), tick=False):
        raised = tasks.refresh_queue()
        again = tasks.refresh_queue()

    whole.refresh_from_db()
    assert (quiet, raised, again) == (0, 1, 0)
    assert whole.urgency == Urgency.AMBER_1


def test_refresh_twice_equals_once(whole):
    triage.refresh(whole)
    once = ConsultationRequest.objects.values().get(pk=whole.pk)

    triage.refresh(whole)

    assert ConsultationRequest.objects.values().get(pk=whole.pk) == once
