"""A patient builds a folder and sends it; once more without JavaScript."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.urls import reverse

from consultations.models import ConsultationRequest, Summary
from consultations.tests.make import fill_folder
from tests.journeys.conftest import look

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page, *words: str) -> None:
    for word in words:
        page.get_by_label(word, exact=True).first.check()


def test_patient_arrives_signs_in_and_starts_a_folder(open_page, live_server):
    """Given a stranger on the home page, when they follow it, then a folder is theirs."""
    page = open_page()

    page.goto(live_server.url)
    look(page)
    page.get_by_role("link", name="Start your folder").first.click()
    look(page)
    choose(page, "None of these")
    page.locator("main button[type=submit]").first.click()
    look(page)
    choose(page, "I am the person who is ill", "Yes", "18 or older", "No")
    page.locator("main select").select_option("KZ")
    page.locator("main button[type=submit]").first.click()
    look(page)
    page.goto(f"{live_server.url}{reverse('account_login')}?next=/folders/new/")
    look(page)
    page.locator("input[type=email]").first.fill("new@example.org")
    page.locator("main button[type=submit]").first.click()
    look(page)
    code = re.search(r"\b(\d{6})\b", mail.outbox[-1].body)[1]
    page.locator("main input[name=code]").fill(code)
    page.locator("main button[type=submit]").first.click()

    assert page.url.endswith("/folders/new/")
    look(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_patient_sends_a_folder(
    open_page, live_server, case, wen, javascript, monkeypatch
):
    """Given a whole folder, when it is checked and sent, then it is received, once."""
    monkeypatch.setattr(Summary, "ring", lambda self: None)
    fill_folder(case, wen)
    page = open_page(wen, javascript=javascript)
    site = live_server.url

    page.goto(site + reverse("portal:folder_detail", args=[case.pk]))
    assert "Not sent" in page.locator("body").inner_text()
    if javascript:
        look(page)
        for name in ("questions", "request", "consents", "people", "records", "check"):
            page.goto(f"{site}/folders/{case.pk}/{name}/")
            assert "Not sent" in page.locator("body").inner_text()
            look(page)
        page.goto(f"{site}/folders/{case.pk}/part/daily-life/")
        look(page)
        page.goto(f"{site}/folders/{case.pk}/part/treatments/")
        look(page)
    page.goto(site + reverse("consultations:request_send", args=[case.pk]))
    if javascript:
        look(page)
    for box in page.locator("main input[type=checkbox]").all():
        box.check()
    page.locator("main .sl-lit button[type=submit]").click()

    request = ConsultationRequest.objects.get(case=case)
    assert request.status == "submitted"
    assert case.reference in page.locator("main").inner_text()
    assert "Not sent" not in page.locator("body").inner_text()
    if javascript:
        look(page)
        page.goto(site + reverse("consultations:request_status", args=[case.pk]))
        look(page)
    body = mail.outbox[-1].subject + mail.outbox[-1].body
    assert case.reference in body
    assert not re.search(r"cancer|lung|adenocarcinoma|diagnos", body, re.IGNORECASE)


def test_patient_saves_an_answer_without_javascript(open_page, live_server, case, wen):
    page = open_page(wen, javascript=False)

    page.goto(f"{live_server.url}/folders/{case.pk}/part/name/")
    page.locator("input[name=full_name]").fill("Wen Li Zhang")
    page.locator("main button[type=submit]").first.click()

    case.patient.refresh_from_db()
    assert case.patient.full_name == "Wen Li Zhang"
