"""The pages of the request, one idea each."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import drafts
from consultations import access, answers, steps, told
from consultations.already_sent import AlreadySentError
from consultations.models import ConsultationRequest
from intake import access as intake_access
from intake.answer_pages import clashes_of, tell
from intake.authors import authors_of
from intake.forms.base import AnswerForm
from intake.models import Case
from intake.pages_context import case_context


@require_safe
def request_start(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Leads to the page that is next."""
    case = intake_access.case_for(request.user, case_id, can=intake_access.see_answers)
    step = steps.first_open(access.newest_request(case))
    return redirect("consultations:request_step", case_id=case.pk, slug=step.slug)


@require_http_methods(["GET", "HEAD", "POST"])
def request_step(request: HttpRequest, case_id: uuid.UUID, slug: str) -> HttpResponse:
    door = (
        intake_access.fill_in if request.method == "POST" else intake_access.see_answers
    )
    case = intake_access.case_for(request.user, case_id, can=door)
    step = steps.BY_SLUG.get(slug)
    if step is None:
        raise Http404
    asked = access.newest_request(case)
    if asked.is_sent or not intake_access.fill_in(case.member):
        return _read_only(request, case, step, asked)
    if request.method != "POST":
        form = step.form(instance=asked)
        typed = drafts.take(request)
        if typed:
            form.fill(typed)
        return _page(request, case, step, form, was_away=bool(typed))
    form = step.form(request.POST, instance=asked)
    outcome = answers.keep(case, form, by=request.user)
    if form.errors or outcome.clashes:
        clashes = clashes_of(form, outcome, request.user)
        return _page(request, case, step, form, clashes=clashes)
    tell(request, outcome)
    return _onwards(request, case, step)


def _onwards(request: HttpRequest, case: Case, step: steps.Step) -> HttpResponse:
    """To the next page, to the folder, or back to the check page it came from."""
    if request.POST.get("back") == "check":
        return redirect("consultations:request_check", case_id=case.pk)
    slug = steps.next_slug(step.slug)
    if "later" in request.POST:
        return redirect("portal:folder_detail", case_id=case.pk)
    if not slug:
        return redirect("consultations:question_list", case_id=case.pk)
    return redirect("consultations:request_step", case_id=case.pk, slug=slug)


def _page(
    request: HttpRequest,
    case: Case,
    step: steps.Step,
    form: AnswerForm,
    *,
    was_away: bool = False,
    clashes: list[dict[str, str]] | None = None,
) -> HttpResponse:
    asked = form.instance
    came_from = request.POST.get("back") or request.GET.get("back")
    context = case_context(case, nav="folder") | {
        "step": step,
        "form": form,
        "number": steps.STEPS.index(step) + 1,
        "total": len(steps.STEPS),
        "back": "check" if came_from == "check" else "",
        "was_away": was_away,
        "clashes": clashes,
        "authors": authors_of(asked, form.answer_names, request.user),
    }
    status = 409 if clashes else 422 if form.errors else 200
    return render(request, "consultations/request_step.html", context, status=status)


def _read_only(
    request: HttpRequest, case: Case, step: steps.Step, asked: ConsultationRequest
) -> HttpResponse:
    """What was answered, without a form: after sending, or without the right to answer."""
    if request.method == "POST":
        raise AlreadySentError
    context = case_context(case, nav="folder") | {
        "step": step,
        "asked": asked,
        "lines": told.lines_of(step.slug, asked),
        "authors": authors_of(asked, step.fields, request.user),
    }
    return render(request, "consultations/request_step_read.html", context)
