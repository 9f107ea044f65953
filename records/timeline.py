"""Records in the order of time, with month headings, gaps, "No date yet" and "Ahead".

A missing record stands where it would, when a day is known; the others stand together.
"""

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
    """What stands below a heading; groups of one heading follow each other, said once."""

    heading: str
    records: list[Record] = field(default_factory=list)
    gaps: list[Slot] = field(default_factory=list)
    ahead: list[Ahead] = field(default_factory=list)
    anchor: str = ""  # a name for links


def groups_of(
    case: Case, records: Iterable[Record], gaps: list[Slot], *, ahead: bool = True
) -> list[Group]:
    """Month by month, oldest first; then what has no date, what is missing, what comes."""
    undated = Group(_("No date yet"))
    dated = []
    for record in records:
        (dated if record.dated_on else undated.records).append(record)
    loose = [slot for slot in gaps if slot.hangs_on is None]
    missing = Group(_("Still missing"), gaps=loose, anchor="missing")
    to_come = Group(_("Ahead"), ahead=list(days_ahead(case)) if ahead else [])
    rest = (undated, missing, to_come)
    groups = _by_month(dated, [slot for slot in gaps if slot.hangs_on])
    return [*groups, *(g for g in rest if g.records or g.gaps or g.ahead)]


def _by_month(records: list[Record], gaps: list[Slot]) -> list[Group]:
    """Both in one order; a gap follows the records of its own day."""
    groups: list[Group] = []
    hanging = sorted(gaps, key=_gap_order)
    for record in records:
        while hanging and _gap_order(hanging[0]) < str(record.dated_on):
            _hang(groups, hanging.pop(0))
        month = month_of(record.dated_on)
        if not groups or groups[-1].heading != month or groups[-1].gaps:
            groups.append(Group(month))
        groups[-1].records.append(record)
    for slot in hanging:
        _hang(groups, slot)
    return groups


def _gap_order(slot: Slot) -> str:
    """Sorts as the dates of records do."""
    return str(slot.hangs_on)


def _hang(groups: list[Group], slot: Slot) -> None:
    month = month_of(slot.hangs_on)
    if not groups or groups[-1].heading != month:
        groups.append(Group(month))
    groups[-1].gaps.append(slot)


def month_of(day: Any) -> str:
    if day.month is None:
        return str(day.year)
    return formats.date_format(day.first_day, "YEAR_MONTH_FORMAT")


def days_ahead(case: Case) -> Iterable[Ahead]:
    for provide in ahead_providers:
        yield from provide(case)
