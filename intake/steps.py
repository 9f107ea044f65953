"""The parts of the story in order: what each asks, what is done, what sending still needs.

The folder page reads `groups_of(facts)`; sending reads `missing_answers(facts)`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from intake.facts import Facts, facts_of
from intake.forms.base import is_given
from intake.models import Answered
from intake.step_kinds import Group, Rows, Status, Step
from intake.step_list import STEPS

__all__ = ["STEPS", "Facts", "Step", "facts_of", "groups_of", "missing_answers"]


@dataclass(frozen=True)
class Missing:
    """One thing sending still needs, and the step where it is answered."""

    step: Step
    text: Any


@dataclass(frozen=True)
class Line:
    """A step as the folder page lists it."""

    step: Step
    status: str
    url: str

    @property
    def title(self) -> Any:
        return self.step.title

    @property
    def label(self) -> Any:
        return Status(self.status).label


def is_answered(row: Answered, name: str) -> bool:
    return name in row.not_known or is_given(getattr(row, name))


def lacks(step: Step, facts: Facts) -> list[Any]:
    """Words for each thing this step still needs."""
    row = step.target(facts)
    wanting = [
        text
        for name, text in step.needed_of(facts).items()
        if not is_answered(row, name)
    ]
    rows = step.rows
    if rows and rows.required and not _listed(rows, row, facts):
        wanting.insert(0, rows.required)
    if contradiction := contradicted(step, facts):
        wanting.insert(0, contradiction)
    return wanting


def contradicted(step: Step, facts: Facts) -> str:
    """Why "there is none" cannot stand beside another answer; empty when it can."""
    rows = step.rows
    if not rows or not getattr(step.target(facts), rows.none):
        return ""
    return "" if facts.count(rows.model) else rows.against_none(facts)


def _listed(rows: Rows, row: Answered, facts: Facts) -> bool:
    return bool(facts.count(rows.model)) or getattr(row, rows.none)


def status_of(step: Step, facts: Facts) -> str:
    """Done when something was answered and sending needs no more of it."""
    row = step.target(facts)
    names = step.form.Meta.fields if step.form else ()
    begun = any(is_answered(row, name) for name in names)
    rows = step.rows
    if rows:
        begun = begun or _listed(rows, row, facts)
        if not _listed(rows, row, facts):
            return Status.STARTED if begun else Status.NOT_STARTED
        if rows.closed and not (getattr(row, rows.closed) or getattr(row, rows.none)):
            return Status.STARTED
    if not begun:
        return Status.NOT_STARTED
    return Status.STARTED if lacks(step, facts) else Status.DONE


def steps_of(facts: Facts) -> list[Step]:
    """The steps this person is asked, in order."""
    return [step for step in STEPS if step.visible(facts)]


def step_after(step: Step, facts: Facts) -> Step | None:
    rest = STEPS[STEPS.index(step) + 1 :]
    return next((later for later in rest if later.visible(facts)), None)


def missing_answers(facts: Facts) -> list[Missing]:
    """Everything sending still needs of the story, in the order of the folder."""
    return [
        Missing(step, text) for step in steps_of(facts) for text in lacks(step, facts)
    ]


def groups_of(facts: Facts) -> list[tuple[Any, list[Line]]]:
    """For the folder page: each group's words, and its lines in order."""
    found = []
    for group in Group:
        lines = [
            Line(step, status_of(step, facts), step.url(facts.case))
            for step in steps_of(facts)
            if step.group == group
        ]
        if lines:
            found.append((group.label, lines))
    return found


def place_in_group(step: Step, facts: Facts) -> tuple[int, int]:
    """Which part of its group a step is: (2, 3) for "part 2 of 3"."""
    mates = [one for one in steps_of(facts) if one.group == step.group]
    return (mates.index(step) + 1 if step in mates else 1), len(mates)


def first_open(facts: Facts) -> Step | None:
    """The first step that sending still needs something of."""
    wanting: Iterable[Step] = (s for s in steps_of(facts) if lacks(s, facts))
    return next(iter(wanting), None)


BY_SLUG = {step.slug: step for step in STEPS}
