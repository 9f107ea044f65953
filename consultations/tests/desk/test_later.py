"""The work page after sending: answers that changed, summaries that are older, and the end."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from consultations.tests.desk_make import ADMIN, correct, page_url, ready
from intake.models import AnswerChange
from intake.row_pages import remove_row

pytestmark = pytest.mark.django_db


def test_page_says_which_answers_changed_since_sending(client, asked, wen):
    before = client.get(page_url(asked)).text

    remove_row(asked.case, correct(asked, wen), by=wen)

    page = client.get(page_url(asked)).text
    day = date_format(timezone.localdate())
    assert "Answers changed since sending:" not in before
    assert "Answers changed since sending:" in page
    assert f"1 answer, last on {day}." in page
    assert "Medicines (" in page


def test_a_summary_older_than_an_answer_says_so_and_the_next_one_not(
    client, asked, wen
):
    old = ready(asked)
    words = "Answers were changed since this version was built."
    watch = reverse(f"{ADMIN}_summaries", args=[asked.pk])
    before = client.get(page_url(asked)).text

    correct(asked, wen)
    page, panel = client.get(page_url(asked)).text, client.get(watch).text
    asked.summaries.filter(pk=old.pk).update(started_at=timezone.now())
    newer = client.get(page_url(asked)).text

    assert [text.count(words) for text in (before, page, panel, newer)] == [0, 1, 1, 0]


def test_naming_one_more_record_makes_no_summary_older(client, asked, wen):
    ready(asked)
    AnswerChange.objects.create(
        case=asked.case, section="labvalue", row="1", field="linked_records", by=wen
    )
    watch = reverse(f"{ADMIN}_summaries", args=[asked.pk])

    page, panel = client.get(page_url(asked)).text, client.get(watch).text

    words = "Answers were changed since this version was built."
    assert [words in page, words in panel] == [False, False]


def test_page_of_an_ended_request_offers_no_new_summary(client, asked, wen):
    asked.summaries.update(work="failed")
    open_page = client.get(page_url(asked)).text
    asked.move_to("withdrawn", by=wen)

    page = client.get(page_url(asked)).text

    offers = ['name="deed" value="build"', 'name="deed" value="again"']
    assert [words in open_page for words in offers] == [True, True]
    assert [words in page for words in offers] == [False, False]
    assert "This request has ended. No new summary of it is built." in page
