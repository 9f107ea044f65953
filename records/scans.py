"""Whether the newest scan can be seen, or only read about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from intake.dates import PartialDate
from records.models import Record

REPORTS, PICTURES = "imaging_report", "imaging_files"
KINDS = (REPORTS, PICTURES)
# A report may carry a later day than its pictures: the day it was written.
SAME_VISIT = timedelta(days=14)


def newest_without_pictures(records: Iterable[Record]) -> Record | None:
    """The newest scan report, when all pictures in the folder are of an earlier visit."""
    records = list(records)
    newest = newest_unseen((record.kind, record.dated_on) for record in records)
    if newest is None:
        return None
    return next(r for r in records if r.kind == REPORTS and r.dated_on == newest)


def newest_unseen(
    dated: Iterable[tuple[str, PartialDate | None]],
) -> PartialDate | None:
    """The same from the kinds and days of records.

    None where there are no pictures at all (the checklist says so), and where the day of
    some of them is not told: they may be the ones.
    """
    dated = list(dated)
    pictures = [day for kind, day in dated if kind == PICTURES]
    reports = [day for kind, day in dated if kind == REPORTS and _has_been(day)]
    sure = all(day and not day.about for day in pictures)
    if not reports or not pictures or not sure:
        return None
    newest = max(reports, key=lambda day: day.first_day)
    seen = max(day.last_day for day in pictures)
    return newest if newest.first_day - seen > SAME_VISIT else None


def _has_been(day: PartialDate | None) -> bool:
    """A day to come is a slip of the pen, and has a note of its own."""
    return day is not None and not day.about and day.first_day <= timezone.localdate()
