"""A page that was open while the folder was sent: what was typed is shown to be copied."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.models import ConsultationRequest, Question
from intake.models import CaseMember

SENT = "The folder was sent while this page was open."


@pytest.fixture
def sent(client, wen, case):
    asked = ConsultationRequest.objects.create(
        case=case, status="submitted", submitted_at=timezone.now()
    )
    client.force_login(wen)
    return asked


def test_words_of_a_page_that_was_open_are_shown_again(client, sent, case):
    url = reverse("consultations:request_step", args=[case.pk, "main-question"])
    text = "Is an <operation> possible?"

    page = client.post(url, {"main_question": text, "revision": "0"})

    sent.refresh_from_db()
    assert (page.status_code, sent.main_question) == (403, "")
    assert SENT in page.text
    assert "Is an &lt;operation&gt; possible?" in page.text
    assert "decides who may do what" not in page.text


@pytest.mark.parametrize("deed", [{}, {"do": "own"}])
def test_question_written_meanwhile_is_shown_again(client, sent, case, deed):
    url = reverse("consultations:question_list", args=[case.pk])
    typed = {"text": "What about radiation?", "who": "patient"}

    page = client.post(url, typed | deed)

    assert (page.status_code, Question.objects.count()) == (403, 0)
    assert SENT in page.text
    assert "What about radiation?" in page.text


def test_who_may_not_answer_is_told_so_as_before(client, sent, ana, case):
    CaseMember.objects.filter(user=ana).update(may_answer=False)
    client.force_login(ana)
    url = reverse("consultations:request_step", args=[case.pk, "main-question"])

    page = client.post(url, {"main_question": "x"})

    assert page.status_code == 403
    assert SENT not in page.text
