"""Records in the order of time, with month headings, gaps, "No date yet" and "Ahead"."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import formats
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from intake.models import Case
from records.checklist import Slot
from records.models import Record


@dataclass(frozen=True)
class Ahead:
    """A day to come, such as the decide-by date, told by an app above."""

    on: date
    title: Promise | str
    text: str = ""
    href: str = ""
    action: Promise | str = ""


# Apps above add a function that tells the days ahead of a case.
ahead_providers: list[Callable[[Case], Iterable[Ahead]]] = []


@dataclass
class Group:
    heading: str
    records: list[Record] = field(default_factory=list)
    gaps: list[Slot] = field(default_factory=list)
    ahead: list[Ahead] = field(default_factory=list)


def groups_of(
    case: Case, records: Iterable[Record], gaps: list[Slot], *, ahead: bool = True
) -> list[Group]:
    """Month by month, oldest first; then what has no date, what is missing, what comes."""
    groups: list[Group] = []
    undated = Group(_("No date yet"))
    for record in records:
        if record.dated_on is None:
            undated.records.append(record)
            continue
        heading = month_of(record)
        if not groups or groups[-1].heading != heading:
            groups.append(Group(heading))
        groups[-1].records.append(record)
    missing = Group(_("Still missing"), gaps=gaps)
    to_come = Group(_("Ahead"), ahead=list(days_ahead(case)) if ahead else [])
    rest = (undated, missing, to_come)
    return [*groups, *(g for g in rest if g.records or g.gaps or g.ahead)]


def month_of(record: Record) -> str:
    day: Any = record.dated_on
    if day.month is None:
        return str(day.year)
    return formats.date_format(day.first_day, "YEAR_MONTH_FORMAT")


def days_ahead(case: Case) -> Iterable[Ahead]:
    for provide in ahead_providers:
        yield from provide(case)
