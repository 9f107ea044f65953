"""The pages of the story: one idea each, in any order."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from intake import access, row_pages, steps, way_back
from intake.answer_pages import answer_page
from intake.facts import Facts, page_facts_of
from intake.step_kinds import Step

answered_here = require_http_methods(["GET", "HEAD", "POST"])


@answered_here
def step_edit(request: HttpRequest, case_id: uuid.UUID, slug: str) -> HttpResponse:
    """One page; a page with rows lists them and adds to them."""
    case = access.case_for(request.user, case_id, can=access.fill_in)
    step, facts = _step(slug), page_facts_of(case)
    urls = {"next_url": _next_url(step, facts), "back_url": _folder_url(case_id)}
    if way_back.from_check(request):
        urls = dict.fromkeys(urls, way_back.check_url(case_id))
    if step.rows:
        return row_pages.list_page(request, step=step, facts=facts, **urls)
    return answer_page(
        request,
        case=case,
        target=step.target(facts),
        step=step,
        facts=facts,
        extra=row_pages.place(step, facts),
        **urls,
    )


@answered_here
def row_edit(
    request: HttpRequest, case_id: uuid.UUID, slug: str, row_id: uuid.UUID
) -> HttpResponse:
    """One row to change."""
    case = access.case_for(request.user, case_id, can=access.fill_in)
    step = _row_step(slug)
    saving = request.method == "POST"
    row = row_pages.row_of(case, step, row_id, removed_too=saving)
    if saving and row.removed_at:
        row_pages.put_back(request, step, page_facts_of(case), row)
        row.removed_at = None
    facts, list_url = page_facts_of(case), way_back.keep(request, step.url(case))
    return answer_page(
        request,
        case=case,
        target=row,
        step=step,
        facts=facts,
        form_class=step.rows.form,
        next_url=list_url,
        back_url=list_url,
        template="intake/row_edit.html",
    )


@answered_here
def row_remove(
    request: HttpRequest, case_id: uuid.UUID, slug: str, row_id: uuid.UUID
) -> HttpResponse:
    """Asks once more, then takes the row out of the list; it is kept unseen."""
    case = access.case_for(request.user, case_id, can=access.fill_in)
    step = _row_step(slug)
    row = row_pages.row_of(case, step, row_id, removed_too=True)
    return row_pages.remove_page(request, case=case, step=step, row=row)


def _step(slug: str) -> Step:
    step = steps.BY_SLUG.get(slug)
    if step is None:
        raise Http404
    return step


def _row_step(slug: str) -> Step:
    step = _step(slug)
    if step.rows is None:
        raise Http404
    return step


def _folder_url(case_id: uuid.UUID) -> str:
    return reverse("portal:folder_detail", args=[case_id])


def _next_url(step: Step, facts: Facts) -> str:
    later = steps.step_after(step, facts)
    return later.url(facts.case) if later else _folder_url(facts.case.pk)
