"""Sending: once, whole, only by those who may, also when the broker is down."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, OutgoingMail
from conftest import at_once, signed_in
from consultations import services
from consultations.models import (
    ConsultationRequest,
    Status,
    Summary,
    Urgency,
    WaitingOn,
)
from consultations.tests.make import fill_folder
from intake import consents
from intake.models import CaseMember, Medicine

DECLARED = {"own_records": "on", "true_answers": "on", "no_emergency": "on"}


def url(name, case) -> str:
    return reverse(f"consultations:{name}", args=[case.pk])


@pytest.fixture(autouse=True)
def _mail_as_rows(settings):
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"


@pytest.fixture
def ready(case, wen) -> ConsultationRequest:
    """Wen's request, with all that sending needs."""
    return fill_folder(case, wen)


def press_send(client, case, **more):
    return client.post(url("request_send", case), DECLARED | more)


# --- It works ------------------------------------------------------------------------------
def test_send_hands_the_folder_to_the_coordinators(client, wen, case, ready):
    client.force_login(wen)

    response = press_send(client, case)

    ready.refresh_from_db()
    case.refresh_from_db()
    assert (response.status_code, response.url) == (302, url("request_receipt", case))
    assert (ready.status, ready.submitted_by) == (Status.SUBMITTED, wen)
    assert (ready.is_open, ready.waiting_on) == (True, WaitingOn.US)
    assert ready.declared
    assert case.desk_opened_at is not None


def test_send_page_tells_the_price(client, wen, case, ready, settings):
    settings.SERVICE = {**settings.SERVICE, "price": "An opinion costs 100 yuan."}
    client.force_login(wen)

    page = client.get(url("request_send", case)).text

    assert page.count("An opinion costs 100 yuan.") == 1


def test_send_leaves_an_event_an_audit_entry_and_a_summary(client, wen, case, ready):
    client.force_login(wen)

    press_send(client, case)

    moves = [(e.from_status, e.to_status, e.by) for e in ready.events.all()]
    sent = AuditEntry.objects.filter(verb="sent", case_id=str(case.pk))
    versions = list(ready.summaries.values_list("version", "asked_by"))
    assert moves == [("draft", "submitted", wen)]
    assert sent.count() == 1
    assert versions == [(1, wen.pk)]


def test_receipt_mail_names_only_the_reference(client, wen, case, ready):
    client.force_login(wen)

    press_send(client, case)

    mail = OutgoingMail.objects.get()
    text = f"{mail.subject}\n{mail.body}".lower()
    health = ("cancer", "lung", "opinion", "wen", "li ", "adeno", "chemo", "health")
    assert mail.to == [wen.email]
    assert mail.subject == f"We received {case.reference}"
    assert case.reference in mail.body
    assert url("request_status", case) in mail.body
    assert [word for word in health if word in text] == []


def test_receipt_mail_goes_to_the_sender_and_the_patient(client, wen, ana, case, ready):
    CaseMember.objects.filter(user=ana).update(may_send=True)
    client.force_login(ana)

    press_send(client, case)

    to = sorted(mail.to for mail in OutgoingMail.objects.all())
    assert to == [[ana.email], [wen.email]]


def test_receipt_mail_is_not_sent_to_a_patient_who_wants_none(client, wen, case, ready):
    case.patient.contact_ways = ["portal"]
    case.patient.save()
    client.force_login(wen)

    press_send(client, case)

    assert OutgoingMail.objects.count() == 0


def test_receipt_says_when_and_under_which_code(client, wen, case, ready):
    client.force_login(wen)

    page = press_send(client, case, follow=True)
    page = client.get(page.url)

    assert page.status_code == 200
    assert case.reference in page.text
    assert "2 records" in page.text
    assert "Not sent." not in page.text


def test_receipt_before_sending_leads_to_the_status(client, wen, case, ready):
    client.force_login(wen)

    response = client.get(url("request_receipt", case))

    assert (response.status_code, response.url) == (302, url("request_status", case))


# --- Only when it is whole --------------------------------------------------------------------
def test_send_page_only_shows(client, wen, case, ready):
    client.force_login(wen)

    page = client.get(url("request_send", case))

    ready.refresh_from_db()
    assert page.status_code == 200
    assert "Send Wen Li’s folder" in page.text
    assert ready.status == Status.DRAFT


@pytest.mark.parametrize("missing", sorted(DECLARED))
def test_send_without_a_tick_changes_nothing_and_says_why(
    client, wen, case, ready, missing
):
    client.force_login(wen)
    form = {name: value for name, value in DECLARED.items() if name != missing}

    response = client.post(url("request_send", case), form)

    ready.refresh_from_db()
    assert response.status_code == 422
    assert "Tick the box" in response.text
    assert (ready.status, list(ready.events.all())) == (Status.DRAFT, [])


BREAKS = {
    "no main question": lambda case: case.requests.update(main_question=""),
    "no reason": lambda case: case.requests.update(reasons=[]),
    "no plan": lambda case: case.requests.update(proposed_plan=""),
    "no date": lambda case: case.requests.update(decide_by_certainty=""),
    "no wish for after": lambda case: case.requests.update(after_opinion=""),
    "no question": lambda case: case.requests.get().questions.all().delete(),
    "no pathology": lambda case: case.records.get(kind="pathology_report").delete(),
    "no scan": lambda case: case.records.get(kind="imaging_report").delete(),
    "no medicines": lambda case: type(case.health).objects.update(no_medicines=False),
    "no name": lambda case: type(case.patient).objects.update(full_name=""),
    "no stage": lambda case: type(case.diagnosis).objects.update(stage=""),
    "no disclosure": lambda case: type(case.patient).objects.update(disclosure=""),
    "no consent": lambda case: case.consents.filter(code="C2").delete(),
    "nothing at all": lambda case: (
        case.requests.all().delete(),
        case.diagnosis.delete(),
    ),
}


@pytest.mark.parametrize("break_it", list(BREAKS.values()), ids=list(BREAKS))
def test_send_of_a_folder_with_a_gap_changes_nothing_and_says_what(
    client, wen, case, ready, break_it
):
    break_it(case)
    client.force_login(wen)

    response = press_send(client, case)

    case.refresh_from_db()
    assert response.status_code == 422
    assert 'id="gaps"' in response.text
    assert not case.requests.sent().exists()
    assert case.desk_opened_at is None
    assert (Summary.objects.count(), OutgoingMail.objects.count()) == (0, 0)


@pytest.mark.parametrize("answer", ["requested", "none", "cannot", "unsure"])
def test_send_without_a_report_is_allowed_with_a_reason(
    client, wen, case, ready, answer
):
    for kind in ("pathology_report", "imaging_report"):
        case.records.get(kind=kind).delete()
        case.checklist.create(
            kind=kind, answer=answer, reason="It burnt", requested_from="Ward", by=wen
        )
    client.force_login(wen)

    response = press_send(client, case)

    ready.refresh_from_db()
    assert response.status_code == 302
    assert ready.is_sent


@pytest.mark.parametrize("answer", ["requested", "none", "cannot", "uploaded"])
def test_send_without_a_report_and_without_a_reason_is_refused(
    client, wen, case, ready, answer
):
    case.records.get(kind="pathology_report").delete()
    case.checklist.create(kind="pathology_report", answer=answer, by=wen)
    client.force_login(wen)

    response = press_send(client, case)

    ready.refresh_from_db()
    assert "Add the pathology report, or say why it is not here" in response.text
    assert not ready.is_sent


def test_send_with_a_list_of_medicines_needs_no_tick_for_none(client, wen, case, ready):
    type(case.health).objects.update(no_medicines=False)
    Medicine.objects.create(case=case, name="Amlodipine")
    client.force_login(wen)

    press_send(client, case)

    ready.refresh_from_db()
    assert ready.is_sent


# --- Only by those who may ------------------------------------------------------------------
def test_send_by_a_stranger_is_not_found(client, bo, case, ready):
    client.force_login(bo)

    for name in ("request_send", "request_check", "request_receipt"):
        assert client.get(url(name, case)).status_code == 404
    assert press_send(client, case).status_code == 404


@pytest.mark.parametrize("code", ["C1", "C2", "C3", "C8"])
def test_send_after_a_needed_consent_was_refused_is_refused(
    client, wen, case, ready, code
):
    consents.record_answer(case, code, agreed=False, by=wen)
    client.force_login(wen)

    response = press_send(client, case)

    ready.refresh_from_db()
    assert (response.status_code, ready.is_sent) == (422, False)


def test_send_by_a_caregiver_without_the_right_is_refused(client, ana, case, ready):
    client.force_login(ana)

    page = client.get(url("request_send", case))
    response = press_send(client, case)

    ready.refresh_from_db()
    assert page.status_code == 200
    assert "Only Wen Li can send this folder" in page.text
    assert "own_records" not in page.text
    assert response.status_code == 403
    assert ready.status == Status.DRAFT


def test_send_by_a_coordinator_is_not_found(client, mei, case, ready):
    client.force_login(mei)

    assert press_send(client, case).status_code == 404


# --- Twice equals once -----------------------------------------------------------------------
def test_send_twice_is_sent_once(client, wen, case, ready):
    client.force_login(wen)

    press_send(client, case)
    again = press_send(client, case)

    assert (again.status_code, again.url) == (302, url("request_receipt", case))
    assert ready.events.count() == 1
    assert (Summary.objects.count(), OutgoingMail.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_two_people_send_at_once_and_one_folder_is_sent(case, wen, ready):
    clients = [signed_in(wen) for _ in range(4)]

    answers = at_once(*(partial(press_send, client, case) for client in clients))

    assert [answer.status_code for answer in answers] == [302] * 4
    assert ready.events.count() == 1
    assert (Summary.objects.count(), OutgoingMail.objects.count()) == (1, 1)


# --- The world outside ------------------------------------------------------------------------
@pytest.fixture
def broker_down(broker_at) -> None:
    """Bells that ring nowhere."""
    quick = {"socket_connect_timeout": 0.2, "socket_timeout": 0.2, "max_retries": 0}
    broker_at("redis://127.0.0.1:1/0", quick)


@pytest.mark.django_db(transaction=True)
def test_send_while_the_broker_is_down_loses_nothing(
    client, wen, case, ready, broker_down
):
    client.force_login(wen)
    began = time.monotonic()

    response = press_send(client, case)

    ready.refresh_from_db()
    assert response.status_code == 302
    assert time.monotonic() - began < 10  # it waits for no broker
    assert ready.is_sent
    assert Summary.objects.get().work == Summary.Work.QUEUED
    assert OutgoingMail.objects.get().work == OutgoingMail.Work.QUEUED


def test_send_that_breaks_half_way_changes_nothing(wen, case, ready, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr("django.core.mail.EmailMessage.send", broken)

    with pytest.raises(RuntimeError):
        services.send_folder(case, by=wen)

    ready.refresh_from_db()
    case.refresh_from_db()
    assert (ready.status, case.desk_opened_at) == (Status.DRAFT, None)
    assert ready.events.count() == 0


def test_next_summary_has_the_next_version(wen, ready):
    versions = []
    for _ in range(3):
        summary, is_new = services.request_summary(ready, by=wen)
        versions.append((summary.version, is_new))
        ready.summaries.update(work="done")

    assert versions == [(1, True), (2, True), (3, True)]


def test_a_summary_that_is_being_built_is_enough(wen, ready):
    first, _is_new = services.request_summary(ready, by=wen)

    again = services.request_summary(ready, by=wen)

    assert again == (first, False)


# --- A consent taken back ------------------------------------------------------------------
def test_needed_consent_taken_back_pauses_the_request(wen, case, ready):
    services.send_folder(case, by=wen)

    services.pause_without_consent(case, "C2", by=wen)
    services.pause_without_consent(case, "C2", by=wen)

    ready.refresh_from_db()
    assert ready.status == Status.PAUSED
    assert ready.events.filter(to_status=Status.PAUSED).count() == 1


def test_consent_taken_back_before_sending_changes_no_state(wen, case, ready):
    services.pause_without_consent(case, "C2", by=wen)

    ready.refresh_from_db()
    assert ready.status == Status.DRAFT


def test_send_puts_the_request_into_the_queue(client, wen, case, ready):
    ready.decide_by = timezone.localdate() + timedelta(days=5)
    ready.decide_by_certainty, ready.decide_by_reason = "exact", "surgery"
    ready.save()
    client.force_login(wen)

    press_send(client, case)

    ready.refresh_from_db()
    assert ready.urgency == Urgency.AMBER_1
    assert ready.queue_key != ""


# --- Who helps has a name ------------------------------------------------------------------
@pytest.fixture
def nameless(ana):
    """Ana may send, and never wrote her name."""
    ana.name = ""
    ana.save()
    ana.memberships.update(may_send=True)
    return ana


def test_caregiver_without_a_name_is_asked_before_sending(
    client, case, ready, nameless
):
    client.force_login(nameless)
    check = client.get(url("request_check", case)).text

    refused = press_send(client, case)
    nameless.name = "Ana Li"
    nameless.save()
    sent = press_send(client, case)

    link = f'<a href="{reverse("accounts:person_edit")}">Write your own name</a>'
    assert link in check
    assert (refused.status_code, sent.status_code) == (422, 302)
    assert "Write your own name" in refused.text


def test_patient_does_not_wait_for_the_name_of_a_caregiver(
    client, wen, case, ready, nameless
):
    client.force_login(wen)

    check = client.get(url("request_check", case)).text
    response = press_send(client, case)

    assert "Write your own name" not in check
    assert response.status_code == 302
