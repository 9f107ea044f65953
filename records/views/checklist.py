"""The checklist: five answers for each kind of record, each saved alone."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import drafts
from accounts.models import User
from intake import access as intake_access
from intake import way_back
from intake.authors import Author
from intake.meanwhile import OverwrittenError, show_again, who_else
from intake.models import Case
from intake.pages_context import case_context
from intake.words import in_words
from records import checklist, meaning, services
from records.models import ChecklistAnswer
from records.slot_form import SlotForm


@require_http_methods(["GET", "HEAD"])
def checklist_list(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything the team may need, and what can be judged with what is here."""
    case = intake_access.case_for(request.user, case_id, can=intake_access.see_answers)
    slots = checklist.with_questions(checklist.state_of(case), case)
    judged = meaning.judgements(slots)
    context = case_context(case, nav="records") | {
        "needed": [slot for slot in slots if slot.is_needed],
        "others": [slot for slot in slots if not slot.is_needed],
        "items": [item for slot in slots for item in slot.items],
        "can_judge": [judgement for judgement in judged if judgement.can],
        "cannot_judge": [judgement for judgement in judged if not judgement.can],
    }
    return render(request, "records/checklist_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def checklist_answer(
    request: HttpRequest, case_id: uuid.UUID, kind: str
) -> HttpResponse:
    """One kind of record: where it stands."""
    case = intake_access.case_for(request.user, case_id, can=answer_slots)
    slot = _slot(case, kind)
    saving = request.method == "POST"
    typed = request.POST if saving else drafts.take(request)
    told = _initial(slot) | {"seen": services.mark_of_slot(slot.answer)}
    form = SlotForm(typed, initial=told, slot=slot, case=case)
    clashes: list[dict[str, str]] = []
    if saving and form.is_valid():
        try:
            _save(request, case, form)
        except OverwrittenError as error:
            clashes = [_clash(form, error.now, request.user)]
        else:
            messages.success(request, _("Saved."))
            return redirect(_back_url(request, case))
    context = case_context(case, nav="records") | {
        "slot": slot,
        "form": form,
        "authors": _authors(slot, request.user),
        "clashes": clashes,
        "was_away": typed is not None and not saving,
        "back": _back_url(request, case),
        "from_check": way_back.from_check(request),
    }
    status = 409 if clashes else 422 if saving else 200
    return render(request, "records/checklist_answer.html", context, status=status)


def _back_url(request: HttpRequest, case: Case) -> str:
    if way_back.from_check(request):
        return way_back.check_url(case.pk)
    return reverse("records:checklist_list", args=[case.pk])


def _save(request: HttpRequest, case: Case, form: SlotForm) -> None:
    services.answer_slot(
        case,
        form.slot.kind.code,
        _answers(form, form.slot),
        by=request.user,
        seen=form.cleaned_data["seen"],
    )


def _clash(form: SlotForm, now: ChecklistAnswer, reader: User) -> dict[str, str]:
    """For the page: what stands there by now. Sent once more, it is written over."""
    show_again(form, services.mark_of_slot(now))
    told = [in_words(getattr(now, name), form.fields[name]) for name in services.TOLD]
    return {
        "label": str(form.slot.kind.label),
        "theirs": ", ".join(str(words) for words in told if words),
        "by": who_else(now.by, reader),
    }


def answer_slots(member: Any) -> bool:
    """Whoever may add records may also say why one is not here."""
    return intake_access.upload(member) and intake_access.see_answers(member)


def _authors(slot: checklist.Slot, reader: Any) -> list[Author]:
    told = slot.answer
    if told is None:
        return []
    return [Author(str(told.by), told.at, told.by_id == reader.pk)]


def _slot(case: Case, kind: str) -> checklist.Slot:
    slots = checklist.with_questions(checklist.state_of(case), case)
    for slot in checklist.all_of(slots):
        if slot.kind.code == kind:
            return slot
    raise Http404


def _initial(slot: checklist.Slot) -> dict[str, Any]:
    if slot.answer is None:
        return {"answer": "uploaded"} if slot.is_here else {}
    return {name: getattr(slot.answer, name) for name in services.TOLD}


def _answers(form: SlotForm, slot: checklist.Slot) -> dict[str, Any]:
    """What was typed; an empty detail keeps what was there."""
    kept, given = _initial(slot), form.cleaned_data
    answers = {
        name: given[name] or kept.get(name) or ("" if name != "requested_on" else None)
        for name in services.TOLD
    }
    return answers | {"linked_records": form.linked(kept.get("linked_records") or [])}
