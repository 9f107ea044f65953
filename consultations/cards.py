"""What the page of questions shows: cards in order, ideas, and what is missing for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.listing import listed
from consultations import access, asking, bank, questions
from consultations.facts import facts_of
from consultations.models import ConsultationRequest, Question
from intake.access import see_answers
from intake.models import Case
from records import checklist
from records.scans import PICTURES
from records.slots import Slot

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
    lacking: list[Slot] = field(default_factory=list)  # could still be added
    coming: list[Slot] = field(default_factory=list)  # asked for, and not here yet
    unseen: bool = False  # the pictures of the newest scan are missing

    @property
    def pk(self) -> Any:
        return self.question.pk

    @property
    def missing(self) -> str:
        """What the team lacks for it, in words; "" when nothing could be added."""
        pictures = [_("Pictures of the newest scan")] if self.unseen else []
        return "; ".join([*(str(slot.kind.label) for slot in self.lacking), *pictures])

    @property
    def asked_for(self) -> str:
        return listed(slot.kind.label for slot in self.coming)


def cards_of(
    case: Case, request: ConsultationRequest, slots: list[Slot] | None = None
) -> list[Card]:
    """The questions in order, each with what the folder still lacks for it.

    `slots`: the checklist of the case, when it was just read.
    """
    asked = _asked(request) if request.pk else []
    known: dict[str, Slot] = {}
    if asked and see_answers(case.member):
        slots = checklist.state_of(case) if slots is None else slots
        known = {slot.kind.code: slot for slot in slots}
    cards = [_card(n, question, known) for n, question in enumerate(asked, start=1)]
    for above, below in pairwise(cards):
        neighbours = above.question.is_first == below.question.is_first
        above.can_go_down = below.can_go_up = neighbours
    return cards


def _asked(request: ConsultationRequest) -> list[Question]:
    return list(access.questions_of(request).select_related("added_by"))


def removed_of(request: ConsultationRequest) -> list[Card]:
    """Questions that were taken off the list, newest first."""
    gone = request.questions.exclude(removed_at=None).order_by("-removed_at")
    return [_card(0, question, {}) for question in gone]


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


def _card(number: int, question: Question, known: dict[str, Slot]) -> Card:
    """What cannot be had is not asked for: the team knows why."""
    entry = bank.get(question.code) if question.code else None
    language = (get_language() or "en") if entry else question.language
    if language and language not in ("en", "zh-hans"):
        language = "en" if entry else language
    needs = [known[code] for code in asking.needs_of(question) if code in known]
    away = [slot for slot in needs if not (slot.is_here or slot.is_impossible)]
    return Card(
        question,
        number,
        questions.words(question),
        language,
        lacking=[slot for slot in away if not slot.is_asked_for],
        coming=[slot for slot in away if slot.is_asked_for],
        unseen=any(s.kind.code == PICTURES and s.unseen for s in needs),
    )
