"""Urgency, the place in the queue, and what brings a request back to the desk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from consultations import tasks, triage
from consultations.models import ConsultationRequest, Status, Urgency, WaitingOn
from consultations.summary.source import load_request
from consultations.tests.desk_make import another, sent
from consultations.tests.make import add_record
from intake import services as intake
from intake.models import Diagnosis, Health, Patient, TreatmentLine

pytestmark = pytest.mark.django_db
MORE = ("clinic_letters", "lab_results", "imaging_files", "medication_list")


@pytest.fixture
def whole(case, wen) -> ConsultationRequest:
    """A sent request without a date and with every core record."""
    request = sent(case, wen)
    for kind in MORE:
        add_record(case, kind, wen)
    triage.refresh(request)
    return request


def codes(request: ConsultationRequest) -> list[str]:
    fresh = ConsultationRequest.objects.select_related("case").get(pk=request.pk)
    return [rule.code for rule in triage.reasons(load_request(fresh))]


def test_without_any_reason_a_request_is_green(whole):
    assert (whole.urgency, codes(whole), whole.missing) == (Urgency.GREEN, [], [])


def test_a_missing_record_makes_a_request_grey(case, wen):
    request = sent(case, wen)

    assert (request.urgency, codes(request)) == (Urgency.GREY, ["incomplete"])
    assert set(request.missing) == {"clinic_letters", "lab_results", "imaging_files"}


@pytest.mark.parametrize(
    ("days", "level", "code"),
    [
        (-3, Urgency.AMBER_1, ["within_7"]),
        (0, Urgency.AMBER_1, ["within_7"]),
        (7, Urgency.AMBER_1, ["within_7"]),
        (8, Urgency.AMBER_2, ["within_21"]),
        (21, Urgency.AMBER_2, ["within_21"]),
        (22, Urgency.GREEN, []),
    ],
)
def test_days_left_decide_the_level(whole, days, level, code):
    today = load_request(whole).today
    ConsultationRequest.objects.filter(pk=whole.pk).update(
        decide_by=today + timedelta(days=days)
    )

    triage.refresh(whole)

    assert (whole.urgency, codes(whole)) == (level, code)


@pytest.mark.parametrize(
    ("model", "changes", "code"),
    [
        (Health, {"ecog_change": "worse_quickly"}, "worse_quickly"),
        (Health, {"pregnancy": "possible"}, "pregnancy"),
        (Health, {"fertility": "yes"}, "fertility"),
        (Health, {"symptoms": {"pain": 7}}, "symptom"),
        (Diagnosis, {"site": "lymphoma"}, "new_lymphoma"),
        (Diagnosis, {"situation": "during"}, "in_treatment"),
        (Diagnosis, {"spread_to": ["bone"]}, "brain_or_bone"),
        (Diagnosis, {"site": "leukaemia"}, "new_leukaemia"),
        (Patient, {"date_of_birth": date(2015, 1, 1)}, "under_18"),
    ],
)
def test_each_rule_names_itself(whole, model, changes, code):
    model.objects.filter(case=whole.case).update(**changes)

    assert codes(whole)[0] == code


def test_fertility_no_longer_presses_once_treatment_began(whole):
    Health.objects.filter(case=whole.case).update(fertility="yes")
    TreatmentLine.objects.create(case=whole.case, type="chemotherapy", name="A")

    assert "fertility" not in codes(whole)


def test_queue_goes_by_level_then_date_then_arrival_and_ended_last(whole):
    today = timezone.localdate()
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
    today = timezone.localdate()
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


def test_a_change_in_a_sent_folder_is_weighed_at_once(whole):
    whole.case.refresh_from_db()
    Health.objects.filter(case=whole.case).update(ecog_change="worse_quickly")

    intake.touch(whole.case)

    whole.refresh_from_db()
    assert whole.urgency == Urgency.AMBER_1


def test_what_was_asked_for_brings_the_request_back_to_the_desk(whole, wen):
    whole.case.refresh_from_db()
    whole.move_to(Status.CHECKING, by=wen)
    whole.move_to(Status.NEEDS_INFO, by=wen)

    intake.touch(whole.case)

    whole.refresh_from_db()
    last = whole.events.last()
    assert (whole.status, whole.waiting_on) == (Status.CHECKING, WaitingOn.US)
    assert (last.to_status, last.by) == (Status.CHECKING, None)


def test_a_change_in_an_unsent_folder_costs_nothing(
    case, wen, django_assert_num_queries
):
    with django_assert_num_queries(1):  # the time of the change, nothing of the desk
        intake.touch(case)


def test_refresh_twice_equals_once(whole):
    triage.refresh(whole)
    once = ConsultationRequest.objects.values().get(pk=whole.pk)

    triage.refresh(whole)

    assert ConsultationRequest.objects.values().get(pk=whole.pk) == once
