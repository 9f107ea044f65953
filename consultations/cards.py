"""What the page of questions shows: cards in order, ideas, and what is missing for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language

from consultations import access, bank, papers, questions
from consultations.facts import facts_of
from consultations.models import ConsultationRequest, Question
from intake.access import see_answers
from intake.models import Case
from records.kinds import BY_CODE

SITUATIONS = ("SUR", "REC", "OPT", "RAR", "COM", "PLN")


@dataclass
class Card:
    """One question on the page; `number` is its place in the whole list."""

    question: Question
    number: int
    words: str
    language: str
    can_go_up: bool = False
    can_go_down: bool = False
    missing: list[Promise] = field(default_factory=list)

    @property
    def pk(self) -> Any:
        return self.question.pk


def cards_of(case: Case, request: ConsultationRequest) -> list[Card]:
    """The questions in order, each with what the folder still lacks for it."""
    asked = _asked(request) if request.pk else []
    gaps = gaps_of(case) if see_answers(case.member) else None
    cards = [_card(n, question, gaps) for n, question in enumerate(asked, start=1)]
    for above, below in pairwise(cards):
        neighbours = above.question.is_first == below.question.is_first
        above.can_go_down = below.can_go_up = neighbours
    return cards


def _asked(request: ConsultationRequest) -> list[Question]:
    return list(access.questions_of(request).select_related("added_by"))


def gaps_of(case: Case) -> set[str]:
    """Record kinds that could still be added: not here, and not known to be impossible."""
    away = papers.kinds_answered(case, papers.IMPOSSIBLE)
    return set(BY_CODE) - papers.kinds_here(case) - away


def removed_of(request: ConsultationRequest) -> list[Card]:
    """Questions that were taken off the list, newest first."""
    gone = request.questions.exclude(removed_at=None).order_by("-removed_at")
    return [_card(0, question, None) for question in gone]


def ideas_for(
    case: Case, request: ConsultationRequest, cards: list[Card], topic: str
) -> dict[str, Any]:
    """Up to eight suggestions of one topic, or for the situation, and the topics."""
    facts = facts_of(case, request) if see_answers(case.member) else frozenset()
    group = bank.bank().groups.get(topic)
    language = get_language() or "en"
    found = bank.suggest(
        facts,
        topic=group.code if group else "",
        already={card.question.code for card in cards},
    )
    return {
        "topic": group.code if group else "",
        "title": group.title_in(language) if group else "",
        "ideas": [(entry.code, entry.text_in(language)) for entry in found],
        "situations": _titles(language, first=True),
        "topics": _titles(language, first=False),
    }


def _titles(language: str, *, first: bool) -> list[tuple[str, str]]:
    groups = bank.bank().groups.values()
    chosen = (group for group in groups if (group.code in SITUATIONS) == first)
    return [(group.code, group.title_in(language)) for group in chosen]


def _card(number: int, question: Question, gaps: set[str] | None) -> Card:
    entry = bank.get(question.code) if question.code else None
    language = (get_language() or "en") if entry else question.language
    if language and language not in ("en", "zh-hans"):
        language = "en" if entry else language
    needs = entry.needs if entry and gaps else ()
    return Card(
        question,
        number,
        questions.words(question),
        language,
        missing=[BY_CODE[kind].label for kind in needs if kind in gaps],
    )
