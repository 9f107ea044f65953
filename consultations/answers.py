"""Keeps the answers of one page of the request."""

from __future__ import annotations

from accounts.models import User
from consultations.drafts import changing
from consultations.models import ConsultationRequest
from intake.forms.base import AnswerForm, is_given
from intake.models import Case
from intake.saving import Outcome, save_answers

SECTION = ConsultationRequest._meta.model_name


def keep(case: Case, form: AnswerForm, *, by: User) -> Outcome:
    """Saves what is in order on the page, in the draft nobody can send meanwhile.

    The first answer makes the draft; a page without one makes nothing. Raises
    PermissionDenied once the request was sent.
    """
    form.is_valid()
    empty = not any(is_given(value) for value in form.answers().values())
    if form.instance._state.adding and empty:
        return Outcome()
    with changing(case, by=by) as request:
        form.instance = request
        return save_answers(form, case=case, by=by)
