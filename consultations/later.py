"""What was corrected in the story after the request was sent: which part, and when.

A sent request and its questions stay as they are; answers about the illness stay open, so
that a family can correct a medicine. Nothing is corrected unseen.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.db.models import Max
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from consultations.models import Summary
from intake import steps
from intake.models import AnswerChange, Case
from intake.step_kinds import Step

STORY = frozenset(part for step in steps.STEPS for part in step.sections)
NAMES_RECORDS = "linked_records"  # the column that says which records show an answer
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


def last_changes(cases: Iterable[Case]) -> dict[uuid.UUID, datetime]:
    """When an answer of each story was last given, changed or taken off its list.

    Naming one more record changes no answer.
    """
    told = AnswerChange.objects.filter(case__in=cases, section__in=STORY)
    last = told.exclude(field=NAMES_RECORDS).values("case").annotate(last=Max("at"))
    return dict(last.order_by().values_list("case", "last"))


def last_change(case: Case) -> datetime | None:
    """The same for one story."""
    return last_changes([case]).get(case.pk)


def is_older(summary: Summary, changed_at: datetime | None) -> bool:
    """Whether an answer was changed after this version of the summary was begun."""
    return changed_at is not None and changed_at > summary.begun_at


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
