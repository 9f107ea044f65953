"""What the family does after sending: weighed anew, and back at the desk when asked for."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from consultations import desk
from consultations.models import ConsultationRequest, Status, Urgency, WaitingOn
from consultations.tests.triage_make import whole_request
from intake import consents, people
from intake import services as intake
from intake.models import Diagnosis, Health

pytestmark = pytest.mark.django_db


@pytest.fixture
def whole(case, wen) -> ConsultationRequest:
    return whole_request(case, wen)


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
