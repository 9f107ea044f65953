"""Which of the family's own questions need which kind of record, by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from consultations import access, bank
from consultations.models import Question
from intake.models import Case


def numbers_by_kind(asked: Iterable[Question]) -> Mapping[str, tuple[int, ...]]:
    """From the questions in their order. Own words name no record: nobody reads them."""
    numbers: dict[str, tuple[int, ...]] = {}
    for number, question in enumerate(asked, start=1):
        for kind in needs_of(question):
            numbers[kind] = (*numbers.get(kind, ()), number)
    return numbers


def needs_of(question: Question) -> tuple[str, ...]:
    entry = bank.get(question.code) if question.code else None
    return entry.needs if entry else ()


def of_case(case: Case) -> Mapping[str, tuple[int, ...]]:
    """Of the newest request, for whoever may read its questions."""
    member = getattr(case, "member", None)
    request = access.newest_request(case)
    if not request.pk or (member and not access.read_questions(member)):
        return {}
    return numbers_by_kind(access.questions_of(request))
