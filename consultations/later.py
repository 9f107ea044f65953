"""What was corrected in the story after the request was sent: which part, and when.

A sent request and its questions stay as they are; answers about the illness stay open, so
that a family can correct a medicine. Nothing is corrected unseen.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from intake import steps
from intake.models import AnswerChange, Case
from intake.step_kinds import Step

STORY = frozenset(part for step in steps.STEPS for part in step.sections)
OTHER = gettext_lazy("Other answers")


def fact_of(section: str, row: str, field: str) -> str:
    """How marks and corrections name an answer: a whole row, or one column of a part."""
    return f"{section}:{row}" if row else f"{section}.{field}"


@dataclass(frozen=True)
class Part:
    """One page of the story, and when something on it was changed last."""

    title: Promise | str
    at: datetime


@dataclass(frozen=True)
class Corrections:
    """How many answers were changed since a moment, the last time, and on which pages."""

    count: int = 0
    last: datetime | None = None
    parts: tuple[Part, ...] = ()


def since(moment: datetime | None, changed_at: dict[str, datetime]) -> Corrections:
    """What changed after `moment`, from when each answer was last given; asks nothing."""
    later = {
        fact: at
        for fact, at in changed_at.items()
        if moment is not None and at > moment and _is_story(fact)
    }
    if not later:
        return Corrections()
    return Corrections(len(later), max(later.values()), tuple(_parts(later)))


def last_change(case: Case) -> datetime | None:
    """When an answer of the story was last given, changed or taken off its list."""
    told = AnswerChange.objects.filter(case=case, section__in=STORY)
    return told.aggregate(last=Max("at"))["last"]


def newest(changed_at: dict[str, datetime]) -> datetime | None:
    """The same from what is loaded already."""
    return max((at for f, at in changed_at.items() if _is_story(f)), default=None)


def _is_story(fact: str) -> bool:
    return fact.replace(":", ".").partition(".")[0] in STORY


def _parts(later: dict[str, datetime]) -> Iterable[Part]:
    """The pages in the order of the folder, each once, with its newest day."""
    newest_of: dict[str, datetime] = {}
    for fact, at in later.items():
        step = _step_of(fact)
        slug = step.slug if step else ""
        newest_of[slug] = max(at, newest_of.get(slug, at))
    for step in steps.STEPS:
        if step.slug in newest_of:
            yield Part(step.title, newest_of[step.slug])
    if "" in newest_of:
        yield Part(OTHER, newest_of[""])


def _step_of(fact: str) -> Step | None:
    section, _colon, row = fact.partition(":")
    return _pages().get(section if row else fact)


@cache
def _pages() -> dict[str, Step]:
    """Which page asks for an answer, by what `fact_of` calls it, or by its list."""
    return {place: step for step in steps.STEPS for place in step.places}
