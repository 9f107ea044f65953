"""Whether the newest scan can be seen, or only read about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

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
    reports = [r for r in records if r.kind == "imaging_report" and r.dated_on]
    if not reports or not pictures or not all(r.dated_on for r in pictures):
        return None
    newest = max(reports, key=lambda record: record.dated_on.first_day)
    seen = max(record.dated_on.last_day for record in pictures)
    return newest if newest.dated_on.first_day - seen > SAME_VISIT else None
