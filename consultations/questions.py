"""Verbs of the list of questions: add, change, put in order, remove, take back.

Each works on the list as it is now, inside one lock. A press that arrives twice, or after
somebody else was faster, changes nothing and is no error.
"""

from __future__ import annotations

import unicodedata
import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from accounts import audit
from accounts.models import User
from consultations import access, bank
from consultations.drafts import changing
from consultations.models import ConsultationRequest, Question
from intake import meanwhile
from intake.access import members_of
from intake.models import Case
from intake.services import touch

FIRST_MOST = 5  # how many are asked first
MANY = 10  # above this the page says, kindly, that fewer get better answers


class FullError(Exception):
    """Five questions are already asked first."""


def add_from_bank(case: Case, code: str, *, by: User) -> Question | None:
    """Adds a question of the bank, or takes back a removed one; None for a strange code.

    A question already in the list stays as it is.
    """
    entry = bank.get(code)
    if entry is None or entry.is_preference:
        return None
    with changing(case, by=by) as request:
        same = request.questions.filter(code=code).first()
        if same is not None:
            _bring_back(request, same, by=by)
            return same
        language = get_language() or "en"
        return _append(
            request,
            by=by,
            code=code,
            text=entry.text_in(language),
            language=language,
            who=_who_asks(case, entry.who),
        )


def add_own(
    case: Case, text: str, *, who: str, form_key: uuid.UUID | None, by: User
) -> Question:
    """Adds a question in the person's own words, once for each form and each wording."""
    with changing(case, by=by) as request:
        for question in access.questions_of(request):
            if same_words(question.text, text):
                return question
        sent_before = request.questions.filter(form_key=form_key).first()
        if form_key and sent_before:
            return sent_before
        if form_key and Question.objects.filter(form_key=form_key).exists():
            form_key = None  # a key from another folder: not ours to trust
        return _append(
            request,
            by=by,
            text=text,
            language=language_of(text),
            who=who,
            form_key=form_key,
        )


def change(
    question: Question, text: str, *, who: str, by: User, seen: str = ""
) -> None:
    """Keeps new words. A question of the bank with other words is the person's own.

    `seen` is the mark of what the page showed (`mark`): raises OverwrittenError where
    somebody wrote other words meanwhile. One taken off the list meanwhile is back on it.
    """
    with changing(question.request.case, by=by) as request:
        now = request.questions.get(pk=question.pk)
        is_same = text in (now.text, words(now))
        held = (now.code or now.text) if is_same else text
        wished = meanwhile.mark_of(held, who)
        meanwhile.refuse_unseen(seen, now, shown=mark(now), wished=wished)
        _bring_back(request, now, by=by)
        if not is_same:
            now.text, now.code, now.language = text, "", language_of(text)
            now.added_by = by  # whose words they are
        now.who = who
        now.save(update_fields=["text", "code", "language", "who", "added_by"])
        _note(by, "changed", now)


def mark(question: Question) -> str:
    """What a page showed of it, in any language."""
    return meanwhile.mark_of(question.code or question.text, question.who)


def remove(case: Case, question_id: uuid.UUID, *, by: User) -> None:
    """Takes the question off the list; it can be taken back."""
    with changing(case, by=by) as request:
        question = access.questions_of(request).filter(pk=question_id).first()
        if question is not None:
            question.removed_at = timezone.now()
            question.save(update_fields=["removed_at"])
            _renumber(request)
            _note(by, "removed", question)


def take_back(case: Case, question_id: uuid.UUID, *, by: User) -> None:
    """Puts a removed question at the end of the list again."""
    with changing(case, by=by) as request:
        question = request.questions.filter(pk=question_id).first()
        if question is not None:
            _bring_back(request, question, by=by)


def move(
    case: Case, question_id: uuid.UUID, step: int, *, seen_at: int, by: User
) -> None:
    """Moves the question one place up (-1) or down (+1) among its neighbours.

    `seen_at` is its place on the page that was pressed, counted from 1: if it stands
    elsewhere by now, the press was a second one or somebody was faster, and it stays.
    """
    with changing(case, by=by) as request:
        questions = list(access.questions_of(request))
        here = _place(questions, question_id)
        if here is None or here + 1 != seen_at or abs(step) != 1:
            return
        there = here + step
        if not 0 <= there < len(questions):
            return
        if questions[here].is_first != questions[there].is_first:
            return
        questions[here], questions[there] = questions[there], questions[here]
        _number(questions)
        _note(by, "moved", questions[there])


def ask_first(case: Case, question_id: uuid.UUID, *, by: User) -> None:
    """Puts the question among those asked first, as the last. Raises FullError at five."""
    with changing(case, by=by) as request:
        questions = list(access.questions_of(request))
        here = _place(questions, question_id)
        if here is None or questions[here].is_first:
            return
        if sum(question.is_first for question in questions) >= FIRST_MOST:
            raise FullError
        _regroup(questions, here, first=True, by=by)


def ask_later(case: Case, question_id: uuid.UUID, *, by: User) -> None:
    """Puts the question among those asked if there is time, as the first of them."""
    with changing(case, by=by) as request:
        questions = list(access.questions_of(request))
        here = _place(questions, question_id)
        if here is not None and questions[here].is_first:
            _regroup(questions, here, first=False, by=by)


def words(question: Question, language: str | None = None) -> str:
    """The question in this language, when it is one of the bank; else as it was written."""
    entry = bank.get(question.code) if question.code else None
    if entry is None:
        return question.text
    return entry.text_in(language or get_language() or "en")


def same_words(one: str, other: str) -> bool:
    """Whether two texts differ only in case, spaces and the mark at the end."""
    return _plain(one) == _plain(other)


def language_of(text: str) -> str:
    """The language of the page it was written on, unless its letters say otherwise."""
    language = get_language() or "en"
    if language.startswith("zh") or language == "ar":
        return language if not text.isascii() else ""
    latin = all(
        "LATIN" in unicodedata.name(letter, "") for letter in text if letter.isalpha()
    )
    return language if latin else ""


def _who_asks(case: Case, who: str) -> str:
    """Who a question of the bank belongs to; alone, nobody else asks with the patient."""
    if who == Question.Who.BOTH and not any(
        member.is_caregiver for member in members_of(case)
    ):
        return Question.Who.PATIENT
    return who


def _append(request: ConsultationRequest, *, by: User, **fields: object) -> Question:
    questions = list(access.questions_of(request))
    first = sum(question.is_first for question in questions) < FIRST_MOST
    made = Question(
        request=request,
        added_by=by,
        position=len(questions),
        is_first=first,
        **fields,
    )
    made.save(force_insert=True)
    _renumber(request)
    _note(by, "added", made)
    return made


def _bring_back(request: ConsultationRequest, question: Question, *, by: User) -> None:
    if question.removed_at is None:
        return
    questions = list(access.questions_of(request))
    question.removed_at = None
    question.is_first = sum(q.is_first for q in questions) < FIRST_MOST
    question.position = len(questions)
    question.save(update_fields=["removed_at", "is_first", "position"])
    _renumber(request)
    _note(by, "took back", question)


def _regroup(questions: list[Question], here: int, *, first: bool, by: User) -> None:
    question = questions.pop(here)
    question.is_first = first
    border = sum(other.is_first for other in questions)
    questions.insert(border, question)
    _number(questions)
    _note(by, "moved", question)


def _renumber(request: ConsultationRequest) -> None:
    _number(list(access.questions_of(request)))


def _number(questions: list[Question]) -> None:
    for position, question in enumerate(questions):
        question.position = position
    with transaction.atomic():
        Question.objects.bulk_update(questions, ["position", "is_first"])


def _place(questions: list[Question], question_id: uuid.UUID) -> int | None:
    return next((n for n, q in enumerate(questions) if q.pk == question_id), None)


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return " ".join(folded.split()).rstrip(" ?.!؟。")


def _note(by: User, verb: str, question: Question) -> None:
    case = question.request.case
    audit.note(by=by, verb=verb, obj=question, case_id=case.pk, code=question.code)
    touch(case)
