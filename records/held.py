"""What a folder holds of each kind of record: counts and dates, never the rows themselves.

So the checklist of a folder with thousands of records costs what it costs with three.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db.models import Case as If
from django.db.models import Count, F, Max, Q, When
from django.utils import timezone

from intake.dates import PartialDate
from intake.models import Case
from records import scans
from records.models import ChecklistAnswer, Record

LAST_ON = If(When(dated_to="", then=F("dated_on")), default=F("dated_to"))


@dataclass(frozen=True)
class Held:
    """The records of one kind that have a file. `newest`: the last day that has come."""

    count: int = 0
    undated: int = 0
    newest: PartialDate | None = None


@dataclass(frozen=True)
class Named:
    """A record that an answer names, as far as a page needs it."""

    id: str
    number: int
    words: str
    dated_on: PartialDate | None


@dataclass(frozen=True)
class Holding:
    """Everything the checklist asks about the records of one folder."""

    kinds: Mapping[str, Held] = field(default_factory=dict)
    unseen_scan: PartialDate | None = None  # the newest scan, when only read about
    named: Mapping[str, Named] = field(default_factory=dict)  # by id


def of_case(case: Case, answers: Iterable[ChecklistAnswer]) -> Holding:
    """Two queries however many records; one more when an answer names some."""
    records = Record.objects.filter(case=case).here().holding_files()
    kinds = {kind: Held(*told) for kind, *told in _grouped(records)}
    seen = records.filter(kind__in=scans.KINDS).values_list("kind", "dated_on")
    named = {key for answer in answers for key in answer.linked_records}
    return Holding(
        kinds,
        scans.newest_unseen(seen.distinct()),
        _named(records.filter(pk__in=named)) if named else {},
    )


def _grouped(records: Iterable[Record]) -> Iterable[tuple]:
    today = timezone.localdate().isoformat()
    has_come = Q(dated_on__gt="", dated_on__lte=today)  # the texts sort as dates do
    return (
        records.order_by()
        .values_list("kind")
        .annotate(
            held=Count("pk"),
            undated=Count("pk", filter=Q(dated_on="")),
            newest=Max(LAST_ON, filter=has_come),
        )
    )


def of_records(
    records: Iterable[Record], answers: Iterable[ChecklistAnswer]
) -> Holding:
    """The same from records that were just read; no query."""
    records = list(records)
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record)
    named = {key for answer in answers for key in answer.linked_records}
    return Holding(
        {kind: _held(found) for kind, found in by_kind.items()},
        scans.newest_unseen((r.kind, r.dated_on) for r in records),
        _named(record for record in records if str(record.pk) in named),
    )


def _held(records: list[Record]) -> Held:
    today = timezone.localdate()
    dated = [record for record in records if record.dated_on]
    told = [r.last_on for r in dated if r.dated_on.first_day <= today]
    undated = len(records) - len(dated)
    return Held(len(records), undated, max(told, default=None))


def _named(records: Iterable[Record]) -> dict[str, Named]:
    return {
        str(r.pk): Named(str(r.pk), r.number, r.heading, r.last_on) for r in records
    }
