"""What stands on a page again after an ended session is called not saved, on every page."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.urls import reverse

from accounts import drafts
from consultations.models import ConsultationRequest
from consultations.questions import add_own
from consultations.services import send_folder
from consultations.tests.make import add_record, fill_folder
from intake.models import Case, CaseMember

NOTE = "We kept what you typed: it is on this page, not saved yet."
TYPED = "application/x-www-form-urlencoded"


def question_of(case: Case) -> str:
    asked = add_own(case, by=case.created_by, text="Why?", who="patient", form_key=None)
    return reverse("consultations:question_edit", args=[case.pk, asked.pk])


def record_of(case: Case) -> str:
    record = add_record(case, "lab_results", case.created_by)
    return reverse("records:record_edit", args=[case.pk, record.pk])


def caregiver_of(case: Case) -> str:
    helper = case.members.get(role=CaseMember.Role.CAREGIVER)
    return reverse("intake:caregiver_edit", args=[case.pk, helper.pk])


def withdrawal_of(case: Case) -> str:
    fill_folder(case, case.created_by)
    send_folder(case, by=case.created_by)
    return reverse("consultations:request_withdraw", args=[case.pk])


def named(name: str, *more: str):
    return lambda case: reverse(name, args=[case.pk, *more])


@pytest.mark.parametrize(
    ("page_of", "typed"),
    [
        (lambda case: reverse("accounts:person_edit"), {"name": "Wen Li Anna"}),
        (lambda case: reverse("intake:case_new"), {"name": "Wen Li Anna"}),
        (named("intake:people_list"), {"email": "timur@example.org"}),
        (caregiver_of, {"scopes": "may_see"}),
        (named("intake:step_edit", "name"), {"full_name": "Wen", "shown": ""}),
        (named("records:checklist_answer", "lab_results"), {"reason": "It burnt"}),
        (record_of, {"title": "My labs"}),
        (named("consultations:question_list"), {"text": "Why now?"}),
        (question_of, {"text": "Why now?"}),
        (withdrawal_of, {"reason": "I feel better"}),
    ],
)
def test_page_says_that_what_came_back_is_not_saved(
    client, wen, ana, case, page_of, typed
):
    page = page_of(case)
    client.force_login(wen)
    before = client.get(page).text
    client.logout()
    mark = {drafts.FIELD: drafts.token_for(wen, page)}
    client.post(page, urlencode(typed | mark), content_type=TYPED)
    client.force_login(wen)

    after = client.get(page).text

    assert (NOTE in before, NOTE in after) == (False, True)


def test_list_of_questions_says_nothing_when_only_a_button_was_pressed(
    client, wen, case
):
    page = reverse("consultations:question_list", args=[case.pk])
    mark = {drafts.FIELD: drafts.token_for(wen, page)}
    sent = urlencode({"do": "topic:abc", "text": ""} | mark)
    client.post(page, sent, content_type=TYPED)
    client.force_login(wen)

    assert NOTE not in client.get(page).text
    assert ConsultationRequest.objects.count() == 0
