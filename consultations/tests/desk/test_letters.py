"""Letters the family wrote, on the work page: to read, not to write."""

from __future__ import annotations

import pytest

from consultations.tests.desk_make import page_url
from intake.dates import PartialDate
from records.letters import services as letters
from records.tests.letters import write_letter

pytestmark = pytest.mark.django_db


def test_work_page_lists_the_letters_with_the_day_they_went_out(client, asked, wen):
    letter = write_letter(asked.case)
    letters.mark_sent(letter, PartialDate(2026, 11, 20), by=wen)

    page = client.get(page_url(asked)).text

    assert "Letters to hospitals" in page
    assert "City Hospital" in page
    assert "Sent on 20 November 2026." in page


def test_work_page_gives_the_pdf_to_read_once_there_is_one(
    client, asked, wen, django_capture_on_commit_callbacks
):
    letter = write_letter(asked.case)
    before = client.get(page_url(asked)).text
    with django_capture_on_commit_callbacks(execute=True):
        letters.ask_for_pdf(letter, by=wen)

    after = client.get(page_url(asked)).text

    address = f"/letters/{letter.pk}/pdf/"
    assert (address in before, address in after) == (False, True)


def test_work_page_of_a_folder_without_letters_has_no_empty_panel(client, asked):
    assert "Letters to hospitals" not in client.get(page_url(asked)).text
