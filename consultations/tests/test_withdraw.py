"""Taking a request back."""

from __future__ import annotations

import pytest

from consultations.models import ConsultationRequest, Status
from consultations.models.requests import NOT_SENT, TRANSITIONS
from consultations.tests.status_make import route_to, url, walk


def test_withdraw_stops_the_request_and_keeps_the_reason_for_the_desk(
    client, wen, begun, case
):
    walk(begun, "submitted", by=wen)
    client.force_login(wen)

    response = client.post(url("request_withdraw", case), {"reason": "I feel better"})

    begun.refresh_from_db()
    event = begun.events.last()
    assert response.status_code == 302
    assert (begun.status, begun.is_open) == (Status.WITHDRAWN, False)
    assert (event.by, event.note, event.patient_note) == (wen, "I feel better", "")


def test_status_of_a_request_taken_back_says_what_can_be_done(client, wen, begun, case):
    walk(begun, "submitted", "withdrawn", by=wen)
    client.force_login(wen)

    page = client.get(url("request_status", case)).text

    assert "To ask again, write to us with the code of the folder." in page
    assert "To ask again: write to us</a>" in page
    assert 'You took it back<span class="visually-hidden">: ended</span>' in page
    assert "happening now" not in page


def test_withdraw_needs_no_reason_and_works_once(client, wen, begun, case):
    walk(begun, "submitted", by=wen)
    client.force_login(wen)

    client.post(url("request_withdraw", case), {})
    again = client.post(url("request_withdraw", case), {})

    assert again.status_code == 302
    assert begun.events.filter(to_status=Status.WITHDRAWN).count() == 1


def test_withdraw_page_only_shows(client, wen, begun, case):
    walk(begun, "submitted", by=wen)
    client.force_login(wen)

    assert client.get(url("request_withdraw", case)).status_code == 200
    begun.refresh_from_db()
    assert begun.status == Status.SUBMITTED


@pytest.mark.parametrize("method", ["get", "post"])
def test_withdraw_without_a_sent_request_leads_to_the_status(client, wen, case, method):
    client.force_login(wen)

    response = getattr(client, method)(url("request_withdraw", case))

    assert (response.status_code, response.url) == (302, url("request_status", case))
    assert ConsultationRequest.objects.count() == 0


def test_withdraw_with_a_text_too_long_changes_nothing(client, wen, begun, case):
    walk(begun, "submitted", by=wen)
    client.force_login(wen)

    response = client.post(url("request_withdraw", case), {"reason": "x" * 10_000})

    begun.refresh_from_db()
    assert response.status_code == 422
    assert begun.status == Status.SUBMITTED


@pytest.mark.parametrize("page", ["request_withdraw", "request_status"])
def test_pages_of_a_stranger_are_not_found(client, bo, begun, case, page):
    client.force_login(bo)

    assert client.get(url(page, case)).status_code == 404
    assert client.post(url(page, case)).status_code in {404, 405}


def test_withdraw_by_a_caregiver_without_the_right_is_refused(
    client, wen, ana, begun, case
):
    walk(begun, "submitted", by=wen)
    client.force_login(ana)

    assert client.get(url("request_withdraw", case)).status_code == 403
    assert client.post(url("request_withdraw", case)).status_code == 403
    assert "Take this request back" not in client.get(url("request_status", case)).text
    begun.refresh_from_db()
    assert begun.status == Status.SUBMITTED


@pytest.mark.parametrize("status", sorted(set(Status) - NOT_SENT))
def test_withdraw_from_any_state_never_breaks(client, wen, begun, case, status):
    for step in route_to(status):
        begun.move_to(step, by=wen)
    client.force_login(wen)

    response = client.post(url("request_withdraw", case), {"reason": "\x00 <b>"})

    begun.refresh_from_db()
    may = Status.WITHDRAWN in TRANSITIONS[status]
    assert response.status_code == 302
    assert begun.status == (Status.WITHDRAWN if may else status)
