"""What the family answers about a long time of which the folder tells nothing."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.meanwhile import mark_of, refuse_unseen
from intake.models import Case, TreatmentLine
from intake.services import hold, touch
from records import calendar
from records.models import QuietAnswer, Record


def is_asked(case: Case, began_on: date, ended_on: date) -> bool:
    """Whether the timeline asks about this time. One that lasts until today grows daily."""
    today = timezone.localdate()
    months = calendar.months_of(Record.objects.filter(case=case).here())
    lines = TreatmentLine.objects.filter(case=case, removed_at=None)
    for one in calendar.quiet_times(months, lines, (), today):
        if one.began_on != began_on:
            continue
        is_long = (ended_on - began_on).days > calendar.QUIET_DAYS
        tomorrow = today + timedelta(days=1)  # it is later elsewhere
        grown = one.is_open and is_long and ended_on <= tomorrow
        return grown or one.ended_on == ended_on
    return False


def answer(
    case: Case, began_on: date, ended_on: date, said: str, *, by: User, seen: str = ""
) -> None:
    """Keeps what happened in this time; the same answer again changes nothing.

    `seen` is the mark of what the page showed (`mark`): raises OverwrittenError where
    somebody answered otherwise meanwhile.
    """
    with transaction.atomic():
        hold(case.pk)
        days = {"case": case, "began_on": began_on, "ended_on": ended_on}
        row = QuietAnswer.objects.filter(**days).first()
        if row is not None:
            refuse_unseen(seen, row, shown=mark(row), wished=mark_of(said))
            if row.answer == said:
                return
        row = row or QuietAnswer(**days)
        row.answer, row.by, row.at = said, by, timezone.now()
        row.save()
        audit.note(by=by, verb="answered", obj=row, case_id=case.pk, said=said)
        touch(case)


def mark(row: QuietAnswer | None) -> str:
    """What a page showed of an answer."""
    return mark_of(row.answer if row else "")
