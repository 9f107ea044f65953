"""When the records of a folder are from: months with counts, years to choose, quiet times.

Read as groups, never as rows: a folder with thousands of records costs what three cost.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max, Min, QuerySet
from django.db.models.functions import Substr
from django.utils import timezone

from intake.dates import PartialDate
from intake.models import TreatmentLine
from records.held import LAST_ON
from records.models import QuietAnswer, Record

QUIET_DAYS = 90  # case summary content, part 2: gaps over 90 days are marked
ALL_AT_ONCE = 40  # so many records are drawn whole
PART = 20  # above that, so many at a time
UNDATED = "none"  # stands where a year would


@dataclass(frozen=True)
class Month:
    """The records that begin in one month, or on a day of one unknown month of a year."""

    count: int
    first: PartialDate | None  # None for all without a date
    last: PartialDate | None


def months_of(records: QuerySet[Record]) -> list[Month]:
    """In the order of time; one query."""
    rows = (
        records.order_by()
        .annotate(month=Substr("dated_on", 1, 7))
        .values_list("month")
        .annotate(n=Count("pk"), first=Min("dated_on"), last=Max(LAST_ON))
        .order_by("month")
    )
    return [Month(count, first, last) for _month, count, first, last in rows]


@dataclass(frozen=True)
class Year:
    name: str  # "2026", or UNDATED
    count: int


@dataclass(frozen=True)
class View:
    """Which part of the timeline is drawn. Without `year` it is drawn whole."""

    years: tuple[Year, ...]
    year: str = ""
    part: int = 1
    parts: int = 1

    @property
    def is_newest(self) -> bool:
        """What is missing and what lies ahead stands here."""
        last = _newest(year.name for year in self.years)
        return not self.year or (self.year == last and self.part == self.parts)

    @property
    def undated(self) -> int:
        """How many records without a day stand elsewhere: they wait for an answer."""
        if not self.year or self.year == UNDATED:
            return 0
        return sum(year.count for year in self.years if year.name == UNDATED)

    @property
    def all_parts(self) -> range:
        return range(1, self.parts + 1)

    def of(self, records: QuerySet[Record]) -> QuerySet[Record]:
        """The records to draw, and the one after them: there the part ends."""
        records = records.oldest_first()
        if not self.year:
            return records
        day = {"dated_on__startswith": self.year}
        chosen = records.filter(**({"dated_on": ""} if self.year == UNDATED else day))
        return chosen[(self.part - 1) * PART : self.part * PART + 1]


@dataclass(frozen=True)
class Drawn:
    """The part of the timeline that a page shows."""

    view: View
    records: list[Record]
    after: Record | None = None

    def holds(self, day: PartialDate | None) -> bool:
        """Whether something of this day stands in it; without a day, in the newest."""
        view = self.view
        if not view.year or day is None:
            return view.is_newest
        if view.year == UNDATED or day.year != int(view.year):
            return False
        if view.part > 1 and str(day) < str(self.records[0].dated_on):
            return False
        return self.after is None or str(day) < str(self.after.dated_on)


def draw(view: View, records: QuerySet[Record]) -> Drawn:
    """Reads the part that the view asks for."""
    rows = list(view.of(records))
    if not view.year:
        return Drawn(view, rows)
    return Drawn(view, rows[:PART], next(iter(rows[PART:]), None))


def _newest(years: Iterable[str]) -> str:
    """The last that has begun; a passport may name one that has not."""
    dated = [name for name in years if name != UNDATED]
    begun = [name for name in dated if int(name) <= timezone.localdate().year]
    return (begun or dated or [UNDATED])[-1]


def view_of(months: list[Month], year: str = "", part: str = "") -> View:
    """What the address asks for; the newest where it asks for nothing that is there."""
    counts: dict[str, int] = {}
    for month in months:
        name = str(month.first.year) if month.first else UNDATED
        counts[name] = counts.get(name, 0) + month.count
    dated = sorted(name for name in counts if name != UNDATED)
    years = tuple(Year(n, counts[n]) for n in [*dated, *counts.keys() & {UNDATED}])
    if sum(counts.values()) <= ALL_AT_ONCE:
        return View(years)
    chosen = year if year in counts else _newest(dated)
    parts = -(-counts[chosen] // PART)
    asked = int(part) if part.isascii() and part.isdigit() and len(part) < 6 else 0
    newest = parts if not asked and year != chosen else 1
    return View(years, chosen, min(max(asked, 1), parts) if asked else newest, parts)


@dataclass(frozen=True)
class Quiet:
    """A long time of which nothing is told: after `began_on`, before `ended_on`."""

    began_on: date
    ended_on: date
    is_open: bool  # it lasts until today
    answer: QuietAnswer | None = None


def quiet_times(
    months: Iterable[Month],
    treatments: Iterable[TreatmentLine],
    answers: Iterable[QuietAnswer],
    today: date,
) -> list[Quiet]:
    """Every time of more than 90 days between what is told, and until today."""
    told = [(m.first.first_day, m.last.last_day) for m in months if m.first and m.last]
    told += [span for line in treatments if (span := _span(line, today))]
    answers, found, reached = list(answers), [], None
    for first, last in [*sorted(told), (today, today)]:
        if first > today:
            continue
        if reached is not None and (first - reached).days > QUIET_DAYS:
            said = answer_about(answers, reached, first)
            found.append(Quiet(reached, first, first == today, said))
        reached = max(reached or last, last)
    return found


def _span(line: TreatmentLine, today: date) -> tuple[date, date] | None:
    """From its start to its end; one that goes on lasts until today."""
    told = line.first_told
    if told is None:
        return None
    last = today if line.is_ongoing else (line.ended_on or told).last_day
    return told.first_day, max(last, told.first_day)


def answer_about(
    answers: Iterable[QuietAnswer], began: date, ended: date
) -> QuietAnswer | None:
    """The newest answer about this time: a longer one covers it, and so does one that
    leaves no long time uncovered.
    """
    latest = ended - timedelta(days=QUIET_DAYS)
    fits = [a for a in answers if a.began_on <= began and a.ended_on >= latest]
    return max(fits, key=lambda answer: answer.at, default=None)
