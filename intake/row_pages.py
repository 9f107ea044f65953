"""A page with rows: what is listed, one form to add, one button for "there is none"."""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit, drafts
from intake import services, steps, way_back
from intake.answer_pages import asks_more, clashes_of, page, tell
from intake.facts import Facts, rows_and_removed, rows_of
from intake.forms.base import REVISION, SHOWN, AnswerForm, is_given
from intake.models import Case, Row
from intake.pages_context import case_context
from intake.saving import (
    Outcome,
    Wish,
    keep_removal,
    save_answers,
    stored_form,
    write_wishes,
)
from intake.step_kinds import Step
from intake.words import row_lines, row_title

LIST = "intake/row_list.html"
EDIT = "intake/row_edit.html"
UNCLEAR = "intake/row_answers.html"
BELOW = "below_"  # begins the marks of the questions below the list
HERE = "#listed"
TWICE = gettext_lazy("This line is in the list already. It was not added again.")
BEGUN = gettext_lazy("A line is begun below: save it, or empty it first")
NOTHING = gettext_lazy("Write something in the first boxes, then save")


def list_page(
    request: HttpRequest, *, step: Step, facts: Facts, next_url: str, back_url: str
) -> HttpResponse:
    """Lists the rows; a POST puts one back, says there is none, or keeps what was typed.

    The page is one form: whichever button is pressed, the line and the questions below it
    are both kept.
    """
    if request.method == "POST":
        deed, _colon, target = request.POST.get("do", "add").partition(":")
        if deed == "back":
            return _put_back(request, step, facts, target)
        if deed in ("none", "some"):
            if deed == "none" and _is_typed(request, step, facts):
                return _typed_and_none(request, step, facts, next_url, back_url)
            return _say_none(request, step, facts, deed == "none", next_url)
        then = {"answers": next_url, "later": back_url}.get(deed, "")
        return _keep(request, step, facts, back_url, then)
    form, below = _blank(step, facts), _below(step, facts)
    typed = drafts.take(request)
    if typed is not None:
        form.fill(typed)
        if below:
            below.fill(_of_below(typed))
    more = {"was_away": typed is not None, "below": below}
    return _listed(request, step, facts, form, next_url, back_url, more)


def row_of(
    case: Case, step: Step, row_id: uuid.UUID, *, removed_too: bool = False
) -> Row:
    """The row of this case; Http404 when there is none, or when it was removed."""
    row = step.rows.model.objects.filter(case=case, pk=row_id).first()
    if row is None or (row.removed_at and not removed_too):
        raise Http404
    row.case = case
    return row


def remove_page(
    request: HttpRequest, *, case: Case, step: Step, row: Row
) -> HttpResponse:
    """The question, then the deed. The second time changes nothing."""
    list_url = way_back.keep(request, step.url(case))
    if request.method == "POST":
        remove_row(case, row, by=request.user)
        messages.success(request, _("Removed from the list."))
        return redirect(list_url)
    name = row_title(row, step.rows.form().fields)
    context = case_context(case, nav="folder") | {
        "title": _("Remove “%(name)s” from the list?") % {"name": name},
        "text": _(
            "The team will not see it any more. The history of the folder keeps it."
        ),
        "action": _("Remove it"),
        "cancel_href": list_url,
    }
    return render(request, "components/confirm.html", context)


def remove_row(case: Case, row: Row, *, by: Any) -> None:
    with transaction.atomic():
        services.hold(case.pk)
        if not keep_removal(row, removed_at=timezone.now(), by=by):
            return
        audit.note(by=by, verb="removed", obj=row, case_id=case.pk)
        services.touch(case)


def _put_back(
    request: HttpRequest, step: Step, facts: Facts, target: str
) -> HttpResponse:
    """Stands in the list again, as it was. The second time changes nothing."""
    _here, removed = rows_and_removed(facts.case, step.rows.model)
    for row in removed:
        if str(row.pk) == target:
            put_back(request, step, facts, row)
    return redirect(f"{way_back.keep(request, step.url(facts.case))}{HERE}")


def put_back(request: HttpRequest, step: Step, facts: Facts, row: Row) -> None:
    """One removed row, also when somebody removed it while it was written on."""
    case, by = facts.case, request.user
    with transaction.atomic():
        services.hold(case.pk)
        if not keep_removal(row, removed_at=None, by=by):
            return
        _set_none(facts, step, False, by=by)
        audit.note(by=by, verb="restored", obj=row, case_id=case.pk)
        services.touch(case)
    messages.success(request, _("It is in the list again."))


def place(step: Step, facts: Facts) -> dict[str, Any]:
    """Words above the heading: which part of its group the page is."""
    number, total = steps.place_in_group(step, facts)
    return {"number": number, "total": total, "group": steps.Group(step.group).label}


def _row_url(request: HttpRequest, step: Step, row: Row) -> str:
    return way_back.keep(request, f"{step.url(row.case)}{row.pk}/")


def _blank(step: Step, facts: Facts, key: Any = None) -> AnswerForm:
    row = step.rows.model(case=facts.case, form_key=key or uuid.uuid4())
    return step.rows.form(instance=row, facts=facts)


def _below(step: Step, facts: Facts) -> AnswerForm | None:
    """The questions below the list, where there are any."""
    if not step.form:
        return None
    return step.form(instance=step.target(facts), facts=facts, auto_id="below_%s")


def _key_of(request: HttpRequest, case: Case) -> uuid.UUID:
    """The key of the form, bound to the case: nobody can reach a row of another folder."""
    text = request.POST.get("form_key", "")[:64]
    return uuid.uuid5(case.pk, text) if text else uuid.uuid4()


def _of_below(sent: QueryDict) -> QueryDict:
    """What the questions below the list sent: their marks stand beside those of the line."""
    data = sent.copy()
    for name in (REVISION, SHOWN):
        if BELOW + name in sent:
            data[name] = sent[BELOW + name]
    return data


def _keep(
    request: HttpRequest, step: Step, facts: Facts, back_url: str, then: str
) -> HttpResponse:
    """The questions below the list first, then the new line: each saves on its own.

    `then` is where the person wants to go on; empty: the line is to be added. The Enter
    key adds too: pressed at a question below, it keeps that and asks for no line.
    """
    below, outcome = _kept_below(request, step, facts)
    is_unclear = below is not None and bool(below.errors or outcome.clashes)
    answer, stays = None, way_back.keep(request, step.url(facts.case))
    if not (then or outcome.changed) or _is_typed(request, step, facts):
        shown = {"below": below} if is_unclear else {}
        answer = _add(request, step, facts, back_url, shown)
        if answer.status_code != HTTPStatus.FOUND:
            return answer
    if is_unclear:
        more = {"clashes": clashes_of(below, outcome, request.user)}
        status = 409 if outcome.clashes else 422
        drawn = (request, facts.case, step, below, back_url, UNCLEAR)
        return page(*drawn, None, more, status)
    if answer is None:
        tell(request, outcome)
    elif not then or not answer.url.endswith(HERE):
        return answer
    is_more = below is not None and asks_more(below, outcome)
    return redirect(stays if is_more else then or stays)


def _kept_below(
    request: HttpRequest, step: Step, facts: Facts
) -> tuple[AnswerForm | None, Outcome]:
    """The questions below the list, saved, where the page had them."""
    was_there = BELOW + SHOWN in request.POST or request.POST.get("do") == "answers"
    if not step.form or not was_there:
        return None, Outcome()
    data = _of_below(request.POST)
    form = step.form(data, instance=step.target(facts), facts=facts)
    return form, save_answers(form, case=facts.case, by=request.user)


def _is_typed(request: HttpRequest, step: Step, facts: Facts) -> bool:
    """Whether anything was written of a new line."""
    row = step.rows.model(case=facts.case)
    form = step.rows.form(request.POST, instance=row, facts=facts)
    form.full_clean()
    told = [*form.answers().values(), *map(form.says_unknown, form.answer_names)]
    return bool(form.errors) or any(map(is_given, filter(None, told)))


def _add(
    request: HttpRequest,
    step: Step,
    facts: Facts,
    back_url: str,
    shown: dict[str, Any],
) -> HttpResponse:
    """One new row; the same form sent again finds the row it made.

    A page fetched anew by "Back" has another key, so a new row is also compared with
    those that are here.
    """
    case, user = facts.case, request.user
    row = step.rows.model(case=case, added_by=user, form_key=_key_of(request, case))
    form = step.rows.form(request.POST, instance=row, facts=facts)
    with transaction.atomic():
        outcome = save_answers(form, case=case, by=user)
        is_twice = outcome.changed and _is_twice(form, step, case)
        if is_twice:
            transaction.set_rollback(True)
        elif outcome.changed:
            _set_none(facts, step, False, by=user)
    list_url = way_back.keep(request, step.url(case))
    if is_twice:
        messages.info(request, TWICE)
        return redirect(f"{list_url}{HERE}")
    if form.instance._state.adding:
        if not form.errors:
            form.add_error(None, NOTHING)
        more = {"form_key": request.POST.get("form_key", ""), **shown}
        return _listed(request, step, facts, form, list_url, back_url, more, 422)
    if form.errors or outcome.clashes:
        more = {
            "clashes": clashes_of(form, outcome, user),
            "form_action": _row_url(request, step, form.instance),
        }
        status = 409 if outcome.clashes else 422
        return page(request, case, step, form, list_url, EDIT, None, more, status)
    tell(request, outcome)
    if asks_more(form, outcome):
        return redirect(_row_url(request, step, form.instance))
    return redirect(f"{list_url}{HERE}")


def _is_twice(form: AnswerForm, step: Step, case: Case) -> bool:
    """Whether a row that was just made says what another row of the list says."""
    new = form.instance
    if new.revision != 1 or form.errors:
        return False
    names = [*step.rows.form.Meta.fields, "not_known"]
    lines = {
        row.pk: [stored_form(getattr(row, name)) for name in names]
        for row in rows_of(case, step.rows.model)
    }
    said = lines.pop(new.pk)
    return said in lines.values()


def _say_none(
    request: HttpRequest, step: Step, facts: Facts, none: bool, next_url: str
) -> HttpResponse:
    list_url = way_back.keep(request, step.url(facts.case))
    if none and rows_of(facts.case, step.rows.model):
        messages.info(request, _("There are entries in this list. Remove them first."))
        return redirect(list_url)
    outcome = _set_none(facts, step, none, by=request.user)
    tell(request, outcome)
    return redirect(next_url if none else list_url)


def _typed_and_none(
    request: HttpRequest, step: Step, facts: Facts, next_url: str, back_url: str
) -> HttpResponse:
    """A line is being written: the page stays as it is and says so."""
    below, outcome = _kept_below(request, step, facts)
    row = step.rows.model(case=facts.case)
    form = step.rows.form(request.POST, instance=row, facts=facts)
    form.add_error(None, BEGUN)
    shown = {"below": below} if below and (below.errors or outcome.clashes) else {}
    more = {"form_key": request.POST.get("form_key", ""), **shown}
    return _listed(request, step, facts, form, next_url, back_url, more, 422)


def _set_none(facts: Facts, step: Step, none: bool, *, by: Any) -> Outcome:
    name = step.rows.none
    target = step.target(facts)
    if getattr(target, name) == none:
        return Outcome()
    return write_wishes(target, {name: Wish(none)}, case=facts.case, by=by)


def _listed(
    request: HttpRequest,
    step: Step,
    facts: Facts,
    form: AnswerForm,
    next_url: str,
    back_url: str,
    more: dict[str, Any],
    status: int = 200,
) -> HttpResponse:
    fields = step.rows.form.base_fields | form.fields
    here, removed = rows_and_removed(facts.case, step.rows.model)
    rows = [
        {
            "pk": row.pk,
            "title": row_title(row, fields),
            "lines": row_lines(row, step.rows.form.told_of(row, fields)),
            "by": row.added_by,
        }
        for row in here
    ]
    target = step.target(facts)
    extra = place(step, facts) | {
        "rows": rows,
        "removed": [{"pk": r.pk, "title": row_title(r, fields)} for r in removed],
        "said_none": getattr(target, step.rows.none) and not rows,
        "contradiction": "" if rows else steps.contradicted(step, facts),
        "next_url": next_url,
        "form_key": uuid.uuid4(),
        **({} if "below" in more else {"below": _below(step, facts)}),
        **more,
    }
    return page(request, facts.case, step, form, back_url, LIST, extra, None, status)
