"""Sending: once, whole, only by those who may, also when the broker is down."""

from __future__ import annotations

import time
from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, OutgoingMail
from conftest import at_once, signed_in
from consultations import services
from consultations.models import Status, Summary, Urgency, WaitingOn
from consultations.tests.sending import press_send, url

pytestmark = pytest.mark.usefixtures("mail_as_rows")


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


def test_send_leaves_an_event_an_audit_entry_and_a_summary(client, wen, case, ready):
    client.force_login(wen)

    press_send(client, case)

    moves = [(e.from_status, e.to_status, e.by) for e in ready.events.all()]
    sent = AuditEntry.objects.filter(verb="sent", case_id=str(case.pk))
    versions = list(ready.summaries.values_list("version", "asked_by"))
    assert moves == [("draft", "submitted", wen)]
    assert sent.count() == 1
    assert versions == [(1, wen.pk)]


def test_send_puts_the_request_into_the_queue(client, wen, case, ready):
    ready.decide_by = timezone.localdate() + timedelta(days=5)
    ready.decide_by_certainty, ready.decide_by_reason = "exact", "surgery"
    ready.save()
    client.force_login(wen)

    press_send(client, case)

    ready.refresh_from_db()
    assert ready.urgency == Urgency.AMBER_1
    assert ready.queue_key != ""


def test_send_by_a_stranger_is_not_found(client, bo, case, ready):
    client.force_login(bo)

    for name in ("request_send", "request_check", "request_receipt"):
        assert client.get(url(name, case)).status_code == 404
    assert press_send(client, case).status_code == 404


def test_send_by_a_caregiver_without_the_right_is_refused(client, ana, case, ready):
    client.force_login(ana)

    page = client.get(url("request_send", case))
    response = press_send(client, case)

    ready.refresh_from_db()
    assert page.status_code == 200
    assert "Please ask Wen Li to open it and press send." in page.text
    assert "Your right here: The patient agreed to it." in page.text
    assert "Invite the patient" not in page.text
    assert "own_records" not in page.text
    assert response.status_code == 403
    assert ready.status == Status.DRAFT


def test_send_by_a_coordinator_is_not_found(client, mei, case, ready):
    client.force_login(mei)

    assert press_send(client, case).status_code == 404


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
