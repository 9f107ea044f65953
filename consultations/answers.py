"""Keeps the answers of one page of the request, and who gave them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from accounts import audit
from accounts.models import User
from consultations.drafts import changing
from consultations.forms.request import RequestForm, mark_of
from consultations.models import ConsultationRequest
from intake.models import AnswerChange, Case

SECTION = ConsultationRequest._meta.model_name


class ChangedMeanwhileError(Exception):
    """Somebody else answered the same page since it was drawn; nothing was saved."""


def keep(case: Case, form: RequestForm, *, by: User) -> ConsultationRequest | None:
    """Saves the answers of a valid page and notes each change with what stood before.

    A page that is wholly empty deletes nothing, and the same page sent twice changes
    nothing the second time. Raises ChangedMeanwhileError.
    """
    answers = form.answers()
    if not any(answers.values()):
        return None
    with changing(case, by=by) as request:
        changed = {
            name: value
            for name, value in answers.items()
            if getattr(request, name) != value
        }
        seen = form.cleaned_data.get("seen")
        if changed and seen and seen != mark_of(request, form.writes):
            raise ChangedMeanwhileError
        if changed:
            _write(request, changed, by)
    return request


def _write(request: ConsultationRequest, changed: dict[str, Any], by: User) -> None:
    AnswerChange.objects.bulk_create(
        AnswerChange(
            case=request.case,
            section=SECTION,
            row=str(request.pk),
            field=name,
            before=_plain(getattr(request, name)),
            by=by,
        )
        for name in changed
    )
    for name, value in changed.items():
        setattr(request, name, value)
    request.revision += 1
    request.changed_at = timezone.now()
    request.changed_by = by
    request.save(update_fields=[*changed, "revision", "changed_at", "changed_by"])
    audit.note(
        by=by,
        verb="answered",
        obj=request,
        case_id=request.case_id,
        fields=sorted(changed),
    )


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
