"""A caregiver adds records to a patient's folder."""

from __future__ import annotations

import pytest
from django.urls import reverse

from records.models import Record
from records.tests.test_records import a_pdf, a_photo
from tests.journeys.conftest import look

pytestmark = pytest.mark.django_db(transaction=True)


def test_caregiver_adds_records(open_page, live_server, case, ana, tmp_path):
    """Given papers on a phone, when they are added, then each stands on the timeline."""
    report, photo, empty = (
        tmp_path / "report.pdf",
        tmp_path / "p.jpg",
        tmp_path / "e.pdf",
    )
    report.write_bytes(a_pdf(pages=2))
    photo.write_bytes(a_photo())
    empty.write_bytes(b"")
    page = open_page(ana)

    page.goto(live_server.url + reverse("records:record_list", args=[case.pk]))
    look(page)
    page.locator("select[name=kind]").select_option("imaging_report")
    page.locator("#id_files").set_input_files([report, photo, empty])
    page.get_by_role("button", name="Add to the folder").click()
    look(page)
    text = page.locator("main").inner_text()
    page.get_by_role("link", name="Change date or name").first.click()
    look(page)
    page.locator("input[name=dated_on_year]").fill("2026")
    page.locator("select[name=dated_on_month]").select_option("8")
    page.locator("main form button.btn-primary").click()

    names = sorted(f.name for r in Record.objects.all() for f in r.files.all())
    assert names == ["p.jpg", "report.pdf"]
    assert "This file is empty" in text
    assert {str(record.added_by) for record in Record.objects.all()} == {"Ana"}
    assert "2026-08" in {str(record.dated_on) for record in Record.objects.all()}
    assert "You are helping" in page.locator("body").inner_text()
    page.goto(live_server.url + reverse("records:checklist_list", args=[case.pk]))
    look(page)
    page.goto(
        live_server.url
        + reverse("records:checklist_answer", args=[case.pk, "pathology_report"])
    )
    look(page)
