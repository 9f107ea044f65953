"""Every answer, question and reason says who gave it, to whoever else reads it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consultations import questions
from consultations.tests.questions_make import own
from consultations.tests.questions_make import url as questions_url
from intake.tests.filling import fill_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def told_by_ana(client, ana, case):
    """Ana answered a page of the request, asked a question and gave a reason."""
    client.force_login(ana)
    fill_in(client, page(case), main_question="Can it be removed?")
    client.post(questions_url(case), own("What about the other side?"))
    client.post(slot(case), {"answer": "cannot", "reason": "The hospital closed"})
    return case


def page(case) -> str:
    return reverse("consultations:request_step", args=[case.pk, "main-question"])


def slot(case) -> str:
    return reverse("records:checklist_answer", args=[case.pk, "clinic_letters"])


def text(client, address: str) -> str:
    return " ".join(client.get(address).text.split())


def test_the_patient_reads_who_gave_each_answer(client, wen, told_by_ana):
    case = told_by_ana
    client.force_login(wen)
    check = text(client, reverse("consultations:request_check", args=[case.pk]))

    assert "<bdi>Ana</bdi> answered here on" in text(client, page(case))
    assert "written by <bdi>Ana</bdi>" in text(client, questions_url(case))
    assert "<bdi>Ana</bdi> answered here on" in text(client, slot(case))
    reasons = reverse("records:checklist_list", args=[case.pk])
    assert "Answered by <bdi>Ana</bdi>" in text(client, reasons)
    for told in ("Can it be removed?", "What about the other side?", "I cannot get it"):
        assert "Entered by Ana" in check.partition(told)[2].partition("</dd>")[0]


def test_nobody_is_told_their_own_name(client, ana, told_by_ana):
    case = told_by_ana
    reasons = reverse("records:checklist_list", args=[case.pk])

    assert "You answered here on" in text(client, page(case))
    assert "You answered here on" in text(client, slot(case))
    assert "written by" not in text(client, questions_url(case))
    assert "Answered by" not in text(client, reasons)


def test_questions_cost_the_same_however_many_people_wrote_them(
    client, wen, ana, case, django_assert_num_queries
):
    client.force_login(wen)
    questions.add_own(case, "One?", who="both", form_key=None, by=wen)
    client.get(questions_url(case))
    with CaptureQueriesContext(connection) as one:
        client.get(questions_url(case))
    for number in range(4):
        by = (wen, ana)[number % 2]
        questions.add_own(case, f"More {number}?", who="both", form_key=None, by=by)
    with django_assert_num_queries(len(one.captured_queries)):
        client.get(questions_url(case))
