"""Records, treatments and gaps in the order of time, with month headings, "No date yet"
and "Ahead".

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

from intake.dates import PartialDate
from intake.models import Case, TreatmentLine
from records.calendar import Quiet
from records.models import Record
from records.slots import Slot

# What stands first of the things of one day.
RANK = {"quiet": 0, "treatment": 1, "record": 2, "gap": 3}


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


@dataclass(frozen=True)
class Entry:
    """One thing on the line; `what` is a name of RANK."""

    what: str
    thing: Any
    day: PartialDate | None

    @property
    def order(self) -> tuple[str, int]:
        return str(self.day), RANK[self.what]


@dataclass
class Group:
    """What stands below a heading; groups of one heading follow each other, said once."""

    heading: str
    entries: list[Entry] = field(default_factory=list)
    ahead: list[Ahead] = field(default_factory=list)
    anchor: str = ""  # a name for links

    @property
    def records(self) -> list[Record]:
        return [entry.thing for entry in self.entries if entry.what == "record"]

    @property
    def gaps(self) -> list[Slot]:
        return [entry.thing for entry in self.entries if entry.what == "gap"]


def groups_of(
    case: Case,
    records: Iterable[Record],
    gaps: list[Slot],
    *,
    treatments: Iterable[TreatmentLine] = (),
    quiet: Iterable[Quiet] = (),
    ahead: bool = True,
) -> list[Group]:
    """Month by month, oldest first; then what has no date, what is missing, what comes."""
    entries = [Entry("record", record, record.dated_on) for record in records]
    entries += [Entry("gap", slot, slot.hangs_on) for slot in gaps]
    entries += [Entry("treatment", line, line.first_told) for line in treatments]
    entries += [Entry("quiet", one, PartialDate.of(one.ended_on)) for one in quiet]
    loose = [entry for entry in entries if entry.day is None]
    rest = (
        Group(_("No date yet"), [e for e in loose if e.what != "gap"]),
        Group(
            _("Still missing"), [e for e in loose if e.what == "gap"], anchor="missing"
        ),
        Group(_("Ahead"), ahead=list(days_ahead(case)) if ahead else []),
    )
    groups = _by_month(entry for entry in entries if entry.day is not None)
    return [*groups, *(group for group in rest if group.entries or group.ahead)]


def _by_month(entries: Iterable[Entry]) -> list[Group]:
    groups: list[Group] = []
    for entry in sorted(entries, key=lambda entry: entry.order):
        month = month_of(entry.day)
        if not groups or groups[-1].heading != month:
            groups.append(Group(month))
        groups[-1].entries.append(entry)
    return groups


def month_of(day: Any) -> str:
    if day.month is None:
        return str(day.year)
    return formats.date_format(day.first_day, "YEAR_MONTH_FORMAT")


def days_ahead(case: Case) -> Iterable[Ahead]:
    for provide in ahead_providers:
        yield from provide(case)
