"""Questions of a folder, and where their pages are."""

from __future__ import annotations

from django.urls import reverse

from consultations import access, drafts, questions
from consultations.models import ConsultationRequest, Question


def url(case) -> str:
    return reverse("consultations:question_list", args=[case.pk])


def listed(case) -> list[str]:
    asked = access.newest_request(case)
    return [question.text for question in access.questions_of(asked)]


def add_many(case, by, count: int) -> list[Question]:
    return [
        questions.add_own(
            case, f"Question number {n}", who="both", form_key=None, by=by
        )
        for n in range(1, count + 1)
    ]


def send(case, by) -> ConsultationRequest:
    asked = drafts.draft_of(case, by=by)
    asked.move_to("submitted", by=by)
    return asked


def own(text="What now?", **more) -> dict:
    return {"do": "own", "text": text, "who": "patient", "form_key": ""} | more


def edit_url(question) -> str:
    case_id = question.request.case_id
    return reverse("consultations:question_edit", args=[case_id, question.pk])
