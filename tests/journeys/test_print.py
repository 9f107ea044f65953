"""What a person reads over on paper: the check page, printed."""

from __future__ import annotations

from typing import Any

import pypdfium2
from django.urls import reverse

from consultations.tests.make import fill_folder
from tests.journeys.conftest import DESK


def pages_of(paper: bytes) -> list[str]:
    pdf = pypdfium2.PdfDocument(paper)
    return [page.get_textpage().get_text_range() for page in pdf]


def test_check_page_is_printed_as_a_list_of_answers(
    open_page: Any, live_server: Any, case: Any, wen: Any
) -> None:
    fill_folder(case, wen)
    page = open_page(wen, size=DESK)
    page.goto(live_server.url + reverse("consultations:request_check", args=[case.pk]))

    pages = pages_of(page.pdf(format="A4"))

    assert "Change" not in " ".join(pages).split()  # no links
    assert "Date of birth" in pages[0]
    assert len(pages) <= 4
