"""Urgency, the place in the queue, and what brings a request back to the desk."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from consultations import desk, tasks, times, triage
from consultations.models import ConsultationRequest, Status, Urgency, WaitingOn
from consultations.summary.source import load_request
from consultations.tests.desk_make import another, sent
from consultations.tests.make import add_record
from intake import consents, people
from intake import services as intake
from intake.models import Diagnosis, Health, LabValue, Patient, TreatmentLine

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


def test_a_folder_the_desk_called_complete_is_not_grey_for_a_record(case, wen):
    request = sent(case, wen)
    ConsultationRequest.objects.filter(pk=request.pk).update(status=Status.COMPLETE)

    assert codes(request) == []


def test_a_dangerously_low_blood_value_is_red(whole):
    LabValue.objects.create(
        case=whole.case, test="platelets", value="8", unit="10^9/L", sampled_on=""
    )

    triage.refresh(whole)

    assert (whole.urgency, codes(whole)) == (Urgency.RED, ["low_blood"])


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
        (Health, {"symptoms": {"breathless": 7}}, "airway"),
        (Health, {"symptoms": {"nausea": 7}}, "symptom"),
        (Diagnosis, {"site": "lymphoma"}, "new_lymphoma"),
        (Diagnosis, {"situation": "during"}, "in_treatment"),
        (Diagnosis, {"spread_to": ["bone"]}, "brain_or_bone"),
        (Diagnosis, {"site": "leukaemia"}, "new_leukaemia"),
        (Diagnosis, {"site": "leukaemia", "situation": "watching"}, "leukaemia"),
        (Diagnosis, {"site": "myeloma"}, "myeloma"),
        (Patient, {"date_of_birth": date(2015, 1, 1)}, "under_18"),
    ],
)
def test_each_rule_names_itself(whole, model, changes, code):
    model.objects.filter(case=whole.case).update(**changes)

    assert codes(whole)[0] == code


@pytest.mark.parametrize("symptom", ["breathless", "pain", "nausea"])
def test_six_of_ten_does_not_press(whole, symptom):
    Health.objects.filter(case=whole.case).update(symptoms={symptom: 6})

    assert codes(whole) == []


@pytest.mark.parametrize(
    ("diagnosis", "health", "code"),
    [
        ({"spread_to": ["bone"]}, {"symptoms": {"pain": 7}}, "nerve"),
        ({"site": "brain"}, {"symptoms": {"pain": 7}}, "nerve"),
        ({"spread_to": ["bone"]}, {"symptoms": {"pain": 6}}, "brain_or_bone"),
        ({"site": "bladder"}, {"other_illness": ["kidney"]}, "kidney"),
        ({"site": "myeloma"}, {"other_illness": ["kidney"]}, "kidney"),
        ({"site": "myeloma"}, {"other_illness": ["heart"]}, "myeloma"),
    ],
)
def test_a_threatened_nerve_or_kidney(whole, diagnosis, health, code):
    Diagnosis.objects.filter(case=whole.case).update(**diagnosis)
    Health.objects.filter(case=whole.case).update(**health)

    assert codes(whole)[0] == code


@pytest.mark.parametrize(("to_18", "said"), [(1, ["under_18"]), (0, [])])
def test_under_18_until_the_birthday(whole, to_18, said):
    today = load_request(whole).today
    born = today.replace(year=today.year - 18) + timedelta(days=to_18)
    Patient.objects.filter(case=whole.case).update(date_of_birth=born)

    assert codes(whole) == said


def test_under_18_is_said_beside_what_presses_more(whole):
    Patient.objects.filter(case=whole.case).update(date_of_birth=date(2015, 1, 1))
    Health.objects.filter(case=whole.case).update(ecog_change="worse_quickly")

    triage.refresh(whole)

    assert whole.urgency == Urgency.AMBER_1
    assert codes(whole) == ["worse_quickly", "under_18"]


DAY = timedelta(days=60)


@pytest.mark.parametrize(
    ("reason", "dated", "situation", "booked"),
    [
        ("treatment", True, "before", True),
        ("treatment", True, "new", True),
        ("treatment", True, "during", False),
        ("treatment", True, "after", False),
        ("treatment", True, "came_back", False),
        ("treatment", False, "before", False),
        ("travel", True, "before", False),
        ("surgery", True, "during", True),
        ("surgery", True, "came_back", True),
    ],
)
def test_an_operation_or_the_first_treatment_of_all_is_booked(
    whole, reason, dated, situation, booked
):
    ConsultationRequest.objects.filter(pk=whole.pk).update(
        decide_by=times.today() + DAY if dated else None, decide_by_reason=reason
    )
    Diagnosis.objects.filter(case=whole.case).update(situation=situation)

    assert ("booked" in codes(whole)) is booked


@pytest.mark.parametrize(
    ("kind", "booked"), [("chemotherapy", False), ("", False), ("tcm", True)]
)
def test_a_treatment_that_was_begun_is_not_the_first_one(whole, kind, booked):
    ConsultationRequest.objects.filter(pk=whole.pk).update(
        decide_by=times.today() + DAY, decide_by_reason="treatment"
    )
    TreatmentLine.objects.create(case=whole.case, type=kind, name="A")

    assert ("booked" in codes(whole)) is booked


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


def test_fertility_no_longer_presses_once_treatment_began(whole):
    Health.objects.filter(case=whole.case).update(fertility="yes")
    TreatmentLine.objects.create(case=whole.case, type="chemotherapy", name="A")

    assert "fertility" not in codes(whole)


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


@pytest.fixture
def asked_for_more(whole, wen) -> ConsultationRequest:
    """The family was asked for something and its clock runs."""
    whole.move_to(Status.CHECKING, by=None)
    whole.move_to(Status.NEEDS_INFO, by=None)
    whole.case.refresh_from_db()
    return whole


def test_a_change_in_a_sent_folder_is_weighed_once_it_is_kept(
    whole, django_capture_on_commit_callbacks
):
    whole.case.refresh_from_db()
    Health.objects.filter(case=whole.case).update(ecog_change="worse_quickly")

    with django_capture_on_commit_callbacks(execute=True):
        intake.touch(whole.case)

    whole.refresh_from_db()
    assert whole.urgency == Urgency.AMBER_1


def test_what_was_asked_for_brings_the_request_back_to_the_desk(
    asked_for_more, wen, client, django_capture_on_commit_callbacks
):
    asked, paper = asked_for_more, SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF\n")
    client.force_login(wen)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("records:record_list", args=[asked.case_id]), {"files": paper}
        )

    asked.refresh_from_db()
    last = asked.events.last()
    assert (asked.status, asked.waiting_on) == (Status.CHECKING, WaitingOn.US)
    assert (last.from_status, last.to_status, last.by) == (
        Status.NEEDS_INFO,
        Status.CHECKING,
        None,
    )


def test_news_from_the_family_ends_a_pause(whole, django_capture_on_commit_callbacks):
    whole.move_to(Status.PAUSED, by=None)
    whole.case.refresh_from_db()

    with django_capture_on_commit_callbacks(execute=True):
        intake.touch(whole.case)

    whole.refresh_from_db()
    assert (whole.status, whole.waiting_on) == (Status.CHECKING, WaitingOn.US)


def test_without_a_needed_consent_a_request_stays_paused_until_it_is_given_again(
    whole, wen, django_capture_on_commit_callbacks
):
    whole.case.refresh_from_db()
    steps = []
    for deed in (
        lambda: consents.record_answer(whole.case, "C2", agreed=False, by=wen),
        lambda: intake.touch(whole.case),
        lambda: consents.record_answer(whole.case, "C2", agreed=True, by=wen),
    ):
        with django_capture_on_commit_callbacks(execute=True):
            deed()
        whole.refresh_from_db()
        steps.append(whole.status)

    assert steps == [Status.PAUSED, Status.PAUSED, Status.CHECKING]


def test_an_answer_after_what_was_asked_for_moves_nothing_again(
    asked_for_more, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        intake.touch(asked_for_more.case)
        intake.touch(asked_for_more.case)

    moves = asked_for_more.events.filter(from_status=Status.NEEDS_INFO)
    assert moves.count() == 1


def test_a_caregiver_who_leaves_is_not_what_was_asked_for(
    asked_for_more, ana, wen, django_capture_on_commit_callbacks
):
    member = asked_for_more.case.members.get(user=ana)

    with django_capture_on_commit_callbacks(execute=True):
        people.end_access(member, by=wen)

    asked_for_more.refresh_from_db()
    member.refresh_from_db()
    assert member.left_at is not None
    assert asked_for_more.status == Status.NEEDS_INFO


def test_a_deed_of_the_desk_is_not_what_was_asked_for(
    asked_for_more, mei, dr_roy, django_capture_on_commit_callbacks
):
    record = asked_for_more.case.records.first()

    with django_capture_on_commit_callbacks(execute=True):
        desk.check_record(asked_for_more, record, by=mei)
        desk.name_specialist(asked_for_more, dr_roy, by=mei)
        desk.add_note(asked_for_more, "Called them.", by=mei, form_key=None)

    asked_for_more.refresh_from_db()
    assert asked_for_more.status == Status.NEEDS_INFO


def test_a_fault_in_the_rules_never_costs_what_the_family_saved(
    asked_for_more, django_capture_on_commit_callbacks
):
    case = asked_for_more.case
    Diagnosis.objects.filter(case=case).update(spread_to=5)  # no rule can read it
    seen = case.changed_at

    with django_capture_on_commit_callbacks(execute=True):
        intake.touch(case)

    case.refresh_from_db()
    asked_for_more.refresh_from_db()
    assert case.changed_at > seen
    assert asked_for_more.status == Status.CHECKING


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
