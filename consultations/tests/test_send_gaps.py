"""A folder with a gap is not sent, and the page says what is missing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import OutgoingMail
from consultations.models import Status, Summary
from consultations.tests.sending import DECLARED, press_send, url
from intake import consents
from intake.models import Medicine

pytestmark = pytest.mark.usefixtures("mail_as_rows")


def test_send_page_tells_the_price(client, wen, case, ready, settings):
    settings.SERVICE = {**settings.SERVICE, "price": "An opinion costs 100 yuan."}
    client.force_login(wen)

    page = client.get(url("request_send", case)).text

    assert page.count("An opinion costs 100 yuan.") == 1


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


@pytest.mark.parametrize("code", ["C1", "C2", "C3", "C8"])
def test_send_after_a_needed_consent_was_refused_is_refused(
    client, wen, case, ready, code
):
    consents.record_answer(case, code, agreed=False, by=wen)
    client.force_login(wen)

    response = press_send(client, case)

    ready.refresh_from_db()
    assert (response.status_code, ready.is_sent) == (422, False)


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
