"""What follows from sending: the mail, the receipt, the summary, a consent taken back."""

from __future__ import annotations

import pytest

from accounts.models import OutgoingMail
from consultations import services
from consultations.models import Status
from consultations.tests.sending import press_send, url
from intake.models import CaseMember

pytestmark = pytest.mark.usefixtures("mail_as_rows")


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
