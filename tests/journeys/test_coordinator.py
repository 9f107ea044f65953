"""A coordinator finds a request and opens its case summary."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.urls import reverse

from consultations.models import Summary
from consultations.services import send_folder
from consultations.tests.make import fill_folder
from tests.journeys.conftest import look

pytestmark = pytest.mark.django_db(transaction=True)


def test_coordinator_opens_the_summary(open_page, live_server, case, wen, mei):
    """Given a sent folder, when the coordinator takes it, then the PDF is there to read."""
    fill_folder(case, wen)
    send_folder(case, by=wen)
    page = open_page(mei)

    page.goto(
        live_server.url + reverse("admin:consultations_consultationrequest_changelist")
    )
    look(page)
    page.get_by_role("link", name=case.reference).click()
    look(page)
    page.get_by_role("button", name="Take it").click()
    taken = page.locator("main, #content").first.inner_text()
    summary = Summary.objects.get()
    address = reverse("consultations:summary_download", args=[summary.pk])
    answer = page.request.get(live_server.url + address)

    assert "Mei" in taken
    assert (summary.work, answer.status) == ("done", 200)
    with pikepdf.open(io.BytesIO(answer.body())) as pdf:
        assert len(pdf.pages) == summary.pages
