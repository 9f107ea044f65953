"""Gene tests go to the team only where somebody agreed to that: statement C4."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from intake.models import Case, Consent

STATEMENT = "C4"


def are_agreed(answers: Iterable[Consent]) -> bool:
    """Whether the last answer to the statement is yes; `answers` in order of time.

    Nobody asked, or nobody answered, is no yes.
    """
    last = [answer for answer in answers if answer.code == STATEMENT][-1:]
    return bool(last and last[0].agreed)


def last_answers(cases: Iterable[Case]) -> dict[uuid.UUID, Consent]:
    """The last answer of each case that has one: one query."""
    rows = Consent.objects.filter(case__in=cases, code=STATEMENT).order_by("at", "pk")
    return {answer.case_id: answer for answer in rows}
