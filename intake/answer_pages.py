"""One page of answers, asked and answered: shared by every page of the story."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import drafts
from intake import way_back
from intake.authors import authors_of
from intake.facts import Facts
from intake.forms.base import AnswerForm
from intake.meanwhile import who_else
from intake.models import Answered, Case
from intake.pages_context import case_context
from intake.saving import Outcome, save_answers
from intake.words import in_words


def answer_page(
    request: HttpRequest,
    *,
    case: Case,
    target: Answered,
    step: Any,
    next_url: str,
    back_url: str,
    template: str = "intake/step_edit.html",
    extra: dict[str, Any] | None = None,
    facts: Facts | None = None,
    form_class: type[AnswerForm] | None = None,
) -> HttpResponse:
    """Draws the page, or saves what is in order and says what is not.

    422: an answer has an error, the others are saved. 409: somebody else answered
    differently meanwhile; both answers are shown and saving again keeps what was typed.
    `target` may be unsaved; the row is made with the first answer.
    """
    kind = form_class or step.form
    if request.method != "POST":
        form = kind(instance=target, facts=facts)
        typed = drafts.take(request)
        if typed is not None:
            form.fill(typed)
        more = {"was_away": typed is not None}
        return page(request, case, step, form, back_url, template, extra, more)
    form = kind(request.POST, instance=target, facts=facts)
    outcome = save_answers(form, case=case, by=request.user)
    if form.errors or outcome.clashes:
        more = {"clashes": clashes_of(form, outcome, request.user)}
        status = 409 if outcome.clashes else 422
        return page(request, case, step, form, back_url, template, extra, more, status)
    tell(request, outcome)
    if asks_more(form, outcome):
        return redirect(request.get_full_path())
    return redirect(back_url if "later" in request.POST else next_url)


def page(
    request: HttpRequest,
    case: Case,
    step: Any,
    form: AnswerForm,
    back_url: str,
    template: str,
    extra: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = case_context(case, nav="folder") | {
        "step": step,
        "form": form,
        "back_url": back_url,
        "from_check": way_back.from_check(request),
        "authors": authors_of(form.instance, form.answer_names, request.user),
        **(extra or {}),
        **(more or {}),
    }
    return render(request, template, context, status=status)


def clashes_of(form: AnswerForm, outcome: Outcome, reader: Any) -> list[dict[str, Any]]:
    """For the page: who answered what meanwhile."""
    return [
        {
            "label": clash.label,
            "theirs": in_words(clash.theirs, form.fields.get(clash.name)),
            "by": who_else(clash.by, reader),
        }
        for clash in outcome.clashes
    ]


def tell(request: HttpRequest, outcome: Outcome) -> None:
    if outcome.kept:
        messages.info(request, _("You left an answer empty. We kept what was there."))
    elif outcome.changed:
        messages.success(request, _("Saved."))


def asks_more(form: AnswerForm, outcome: Outcome) -> bool:
    """Whether an answer opened questions that were not on the page."""
    controls = {control for control, _fitting in form.Meta.depends.values()}
    if not controls & set(outcome.changed):
        return False
    after = {name for name in form.Meta.fields if form._is_asked(name)}
    return bool(after - set(form.answer_names))
