"""Whether the newest scan can be seen, or only read about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.utils import timezone

from records.models import Record

# A report may carry a later day than its pictures: the day it was written.
SAME_VISIT = timedelta(days=14)


def newest_without_pictures(records: Iterable[Record]) -> Record | None:
    """The newest scan report, when all pictures in the folder are of an earlier visit.

    None where there are no pictures at all (the checklist says so), and where the day of
    some of them is not told: they may be the ones.
    """
    records = list(records)
    pictures = [record for record in records if record.kind == "imaging_files"]
    reports = [r for r in records if r.kind == "imaging_report" and _has_been(r)]
    sure = all(r.dated_on and not r.dated_on.about for r in pictures)
    if not reports or not pictures or not sure:
        return None
    newest = max(reports, key=lambda record: record.dated_on.first_day)
    seen = max(record.dated_on.last_day for record in pictures)
    return newest if newest.dated_on.first_day - seen > SAME_VISIT else None


def _has_been(record: Record) -> bool:
    """A day to come is a slip of the pen, and has a note of its own."""
    day = record.dated_on
    return day is not None and not day.about and day.first_day <= timezone.localdate()
