"""The pictures of the newest scan: here, of an earlier visit, or of a day nobody told."""

import pytest

from intake.dates import PartialDate
from records.models import Record
from records.scans import newest_without_pictures


def record(kind: str, day: str) -> Record:
    return Record(kind=kind, dated_on=PartialDate.parse(day) if day else None)


@pytest.mark.parametrize(
    ("reports", "pictures", "unseen"),
    [
        (["2026-03-19", "2026-10-05"], ["2026-03-19"], "2026-10-05"),
        (["2026-03-19", "2026-10-05"], ["2026-10-03"], None),
        (["2026-10-05"], ["2026-10-20"], None),
        (["2026-10-05"], [], None),
        (["2026-10-05"], ["2026-03-19", ""], None),
        (["2026-10-05", ""], ["2026-10-05"], None),
        (["2026"], ["2026-03"], None),
        (["2026-10"], ["2025"], "2026-10"),
        ([], ["2026-03-19"], None),
        (["2026-10-05"], ["2026-03-19~"], None),
        (["2026-03-20", "2099-10-05"], ["2026-03-19"], None),
    ],
)
def test_the_newest_scan_has_its_pictures_or_is_named(reports, pictures, unseen):
    records = [record("imaging_report", day) for day in reports]
    records += [record("imaging_files", day) for day in pictures]

    found = newest_without_pictures(records)
    assert (str(found.dated_on) if found else None) == unseen
