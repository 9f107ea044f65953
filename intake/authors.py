"""Who answered what is on a page: every answer keeps its author."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from intake.models import AnswerChange, Answered
from intake.saving import place_of

MOST = 200  # changes read for one page


@dataclass(frozen=True)
class Author:
    """Somebody whose answer stands on the page, and when it was given."""

    name: str
    at: datetime
    is_you: bool


def authors_of(row: Answered, names: Iterable[str], reader: User) -> list[Author]:
    """The people whose answers stand on a page now, newest first: at most one query."""
    if row.revision == 0:
        return []
    changes = (
        AnswerChange.objects.filter(**place_of(row), field__in=list(names))
        .select_related("by")
        .order_by("-pk")[:MOST]
    )
    newest: dict[str, AnswerChange] = {}
    for change in changes:
        newest.setdefault(change.field, change)
    found: dict[int, Author] = {}
    for change in newest.values():
        if change.by is not None and change.by_id not in found:
            author = Author(str(change.by), change.at, change.by_id == reader.pk)
            found[change.by_id] = author
    return list(found.values())
