"""The page of questions, and one question to change."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import drafts
from accounts.models import User
from consultations import access, cards, questions
from consultations.forms.questions import QuestionForm
from consultations.models import Question
from intake import access as intake_access
from intake import meanwhile, way_back
from intake.models import Case
from intake.pages_context import case_context


@require_http_methods(["GET", "HEAD", "POST"])
def question_list(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """The list with every deed on it: one form, one named button each."""
    door = access.read_questions if request.method != "POST" else intake_access.question
    case = intake_access.case_for(request.user, case_id, can=door)
    if request.method != "POST":
        kept = drafts.take(request) or {}
        form = _blank_form(request, case, kept)
        return _list_page(request, case, form, was_away=bool(kept.get("text")))
    deed, _colon, target = request.POST.get("do", "own").partition(":")
    if deed == "own":
        return _own_question(request, case)
    _keep_half_written(request, case)
    if deed == "topic":
        return _back(request, case, "ideas", about=target)
    place = DEEDS[deed](request, case, target) if deed in DEEDS else ""
    return _back(request, case, place)


@require_http_methods(["GET", "HEAD", "POST"])
def question_edit(
    request: HttpRequest, case_id: uuid.UUID, question_id: uuid.UUID
) -> HttpResponse:
    saving = request.method == "POST"
    question = access.question_for(
        request.user, case_id, question_id, can=intake_access.question, removed=saving
    )
    access.require_unsent(question.request)
    case = question.request.case
    kept = {} if saving else drafts.take(request) or {}
    form = QuestionForm(
        request.POST if saving else None,
        initial={
            "text": kept.get("text") or questions.words(question),
            "who": kept.get("who") or question.who,
            "seen": kept.get("seen") or questions.mark(question),
        },
    )
    context = case_context(case, nav="questions") | {
        "form": form,
        "question": question,
        "was_away": bool(kept),
        "from_check": way_back.from_check(request),
    }
    status = 422 if saving else 200
    if form.is_valid():
        try:
            _change(request, question, form)
        except meanwhile.OverwrittenError as error:
            status = 409
            context["clashes"] = [_clash(form, error.now, request.user)]
        else:
            messages.success(request, _("Your question is saved."))
            return _back(request, case, f"q-{question.pk}")
    return render(request, "consultations/question_edit.html", context, status=status)


def _change(request: HttpRequest, question: Question, form: QuestionForm) -> None:
    given = {name: form.cleaned_data[name] for name in ("text", "who", "seen")}
    questions.change(question, by=request.user, **given)


def _clash(form: QuestionForm, now: Question, reader: User) -> dict[str, str]:
    """For the page: whose words stand there by now. Sent once more, it is written."""
    meanwhile.show_again(form, questions.mark(now))
    by = meanwhile.who_else(now.added_by, reader)
    label = form.fields["text"].label
    return {"label": label, "theirs": questions.words(now), "by": by}


def _list_page(
    request: HttpRequest,
    case: Case,
    form: QuestionForm,
    *,
    was_away: bool = False,
    status: int = 200,
) -> HttpResponse:
    asked = access.newest_request(case)
    shown = cards.cards_of(case, asked)
    may_change = intake_access.question(case.member) and not asked.is_sent
    topic = request.GET.get("about", "") or request.POST.get("about", "")
    context = case_context(case, nav="questions") | {
        "form": form,
        "was_away": was_away,
        "from_check": way_back.from_check(request),
        "asked": asked,
        "first": [card for card in shown if card.question.is_first],
        "later": [card for card in shown if not card.question.is_first],
        "removed": cards.removed_of(asked) if may_change else [],
        "many": len(shown) > questions.MANY,
        "may_change": may_change,
        **(cards.ideas_for(case, asked, shown, topic) if may_change else {}),
    }
    return render(request, "consultations/question_list.html", context, status=status)


def _own_question(request: HttpRequest, case: Case) -> HttpResponse:
    form = QuestionForm(request.POST)
    if not form.is_valid():
        access.require_unsent(access.newest_request(case))
        return _list_page(request, case, form, status=422)
    words = {name: form.cleaned_data[name] for name in ("text", "who", "form_key")}
    made = questions.add_own(case, by=request.user, **words)
    request.session.pop(_typed_key(case), None)
    messages.success(request, _("Your question is in the list."))
    return _back(request, case, f"q-{made.pk}")


def _add(request: HttpRequest, case: Case, code: str) -> str:
    made = questions.add_from_bank(case, code, by=request.user)
    return f"q-{made.pk}" if made else ""


def _up(request: HttpRequest, case: Case, target: str) -> str:
    return _move(request, case, target, -1)


def _down(request: HttpRequest, case: Case, target: str) -> str:
    return _move(request, case, target, 1)


def _move(request: HttpRequest, case: Case, target: str, step: int) -> str:
    name, _colon, place = target.partition(":")
    question_id = _id(name)
    if question_id and place.isascii() and place.isdigit() and len(place) < 6:
        questions.move(case, question_id, step, seen_at=int(place), by=request.user)
    return f"q-{question_id}"


def _first(request: HttpRequest, case: Case, target: str) -> str:
    if question_id := _id(target):
        try:
            questions.ask_first(case, question_id, by=request.user)
        except questions.FullError:
            messages.warning(
                request,
                _("5 questions are first already. Press “Ask later” at one of them."),
            )
    return f"q-{question_id}"


def _later(request: HttpRequest, case: Case, target: str) -> str:
    if question_id := _id(target):
        questions.ask_later(case, question_id, by=request.user)
    return f"q-{question_id}"


def _remove(request: HttpRequest, case: Case, target: str) -> str:
    if question_id := _id(target):
        questions.remove(case, question_id, by=request.user)
        messages.success(
            request, _("The question is removed. You can put it back below.")
        )
    return ""


def _take_back(request: HttpRequest, case: Case, target: str) -> str:
    if question_id := _id(target):
        questions.take_back(case, question_id, by=request.user)
    return f"q-{question_id}"


DEEDS = {
    "add": _add,
    "up": _up,
    "down": _down,
    "first": _first,
    "later": _later,
    "remove": _remove,
    "back": _take_back,
}


def _id(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


def _back(
    request: HttpRequest, case: Case, place: str, *, about: str | None = None
) -> HttpResponse:
    """The list again, with the ideas of the topic chosen last."""
    url = way_back.keep(request, reverse("consultations:question_list", args=[case.pk]))
    about = request.POST.get("about", "") if about is None else about
    if about.isalpha() and about.isascii() and len(about) == 3:
        url += f"{'&' if '?' in url else '?'}about={about}"
    return redirect(f"{url}#{place}" if place else url)


def _blank_form(
    request: HttpRequest, case: Case, kept: Mapping[str, str]
) -> QuestionForm:
    """An empty box, or what was half written before another button or a sign-out."""
    initial = {
        "text": kept.get("text") or request.session.get(_typed_key(case), ""),
        "who": "caregiver" if case.member.is_caregiver else "patient",
        "form_key": uuid.uuid4(),
    }
    return QuestionForm(initial=initial)


def _typed_key(case: Case) -> str:
    return f"half-written-{case.pk}"


def _keep_half_written(request: HttpRequest, case: Case) -> None:
    """A question half written while another button was pressed is not lost."""
    typed: Any = request.POST.get("text", "").strip()
    if typed:
        request.session[_typed_key(case)] = typed[:2000]
