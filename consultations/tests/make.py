"""The smallest valid things the tests of this app need."""

from __future__ import annotations

from accounts.models import User
from intake.models import Case
from records.models import File, Record


def add_record(case: Case, kind: str, by: User, **more) -> Record:
    """A record of this kind with one file that arrived."""
    number = case.records.count() + 1
    record = Record.objects.create(
        case=case, number=number, kind=kind, added_by=by, **more
    )
    File.objects.create(
        record=record,
        case=case,
        key=f"{case.pk}/{number}",
        name="scan.pdf",
        size_bytes=10,
        sha256=str(number) * 64,
        type="application/pdf",
        verdict=File.Verdict.KEPT,
        added_by=by,
    )
    return record
