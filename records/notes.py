"""What is said beside a record: a date that cannot be right, a file that needs care.

Notes warn and never block; the human's date always wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from intake.dates import PartialDate
from records import days, refusals, remarks
from records.models import File, Record

NO_AGES: Mapping = {}


Aged = Mapping[str, tuple[PartialDate | None, str]]


def write_notes(
    records: Iterable[Record], *, born: date | None, aged: Aged = NO_AGES
) -> None:
    """Leaves `notes`, `needs_care` and what goes on with its files on each; no query.

    `aged`: by kind, the day of the newest and what is said of its age.
    """
    for record in records:
        wrong = [*_of_files(record), *of_date(record, born)]
        record.notes = wrong or [*_told(record), *_of_age(record, aged)]
        record.needs_care = bool(wrong) or record.dated_on is None
        record.is_waiting = any(file.is_being_checked for file in record.files.all())
        record.is_preparing = any(file.is_being_shown for file in record.files.all())
        record.is_being_read = any(file.is_being_read for file in record.files.all())


def _of_files(record: Record) -> list[str]:
    refused = getattr(record, "refused_files", [])
    warned = [f for f in record.files.all() if f.verdict != File.Verdict.KEPT]
    codes = {file.verdict_code for file in warned}
    told = [refusals.sentence(code) for code in sorted(codes)]
    told += remarks.to_act_on(record.files.all())
    told += [_of_refused(file) for file in refused]
    if not refused and not record.files.all():
        told.append(_("There is no file in this record yet. Add a page to it."))
    return [text for text in told if text]


def _of_refused(file: File) -> str:
    said = f"{file.name}: {refusals.sentence(file.verdict_code)}"
    if file.same_as is None:
        return said
    return (
        f"{said} {_('It is in record %(number)s.') % {'number': file.same_as.number}}"
    )


def _told(record: Record) -> list[str]:
    """What is good to know of files that are as they should be."""
    codes = {file.verdict_code for file in record.files.all()}
    return [text for code in sorted(codes) if (text := refusals.sentence(code))]


def of_date(record: Record, born: date | None) -> list[str]:
    """What is asked of a day that cannot be right."""
    day = record.dated_on
    if day is None:
        return []
    if days.is_ahead(day, timezone.localdate(), record.kind):
        return [_("This date has not come yet. Is it right?")]
    if days.is_before_birth(day, born):
        return [_("This date is before the day of birth. Is it right?")]
    return []


def _of_age(record: Record, aged: Aged) -> list[str]:
    """Said once, beside the newest of its kind."""
    newest, words = aged.get(record.kind, (None, ""))
    return [words] if words and record.last_on == newest else []
