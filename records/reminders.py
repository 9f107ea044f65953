"""Reminders about records the family asked a hospital for, and that did not come.

A line in the folder once enough days have passed, and at most two mails. They stop by
themselves when something came, when the answer changed, and while nobody works on the
folder. A row for each keeps it from being sent twice.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from intake.services import hold
from records import mail
from records.cancer_items import BY_ITEM, kind_of
from records.models import AskedReminder, ChecklistAnswer, Record
from records.slots import Slot

MOST = 2  # mails about one asking
MOST_CASES = 200  # in one run; the next run takes the others

# Apps above add a function that tells which of these folders are left in peace.
quiet_providers: list[Callable[[set[uuid.UUID]], set[uuid.UUID]]] = []


@dataclass(frozen=True)
class Overdue:
    """Something asked for so many days ago that it is time to ask again."""

    slot: Slot
    days: int


def overdue(slots: Iterable[Slot], today: date) -> list[Overdue]:
    """What the folder says a kind line about, longest waiting first; no query."""
    asked = [
        Overdue(slot, (today - _asked_on(slot.answer)).days)
        for slot in slots
        if slot.is_asked_for and slot.answer
    ]
    late = [one for one in asked if one.days >= settings.REQUEST_REMINDER_DAYS]
    return sorted(late, key=lambda one: -one.days)


def _asked_on(answer: ChecklistAnswer) -> date:
    """The day of asking; of a month or a year its last, but not after it was told."""
    told = timezone.localdate(answer.at)
    return min(answer.requested_on.last_day, told) if answer.requested_on else told


def send_due(now: datetime | None = None) -> int:
    """Sends what is due; the number of folders reminded. A second run finds nothing."""
    now = now or timezone.now()
    cases = set(_due(now).values_list("case_id", flat=True))
    for provide in quiet_providers:
        cases -= provide(cases)
    return sum(_remind(case_id, now) for case_id in sorted(cases)[:MOST_CASES])


def _due(now: datetime) -> QuerySet[ChecklistAnswer]:
    """Answers whose next reminder is due and that nothing came for."""
    before = now - timedelta(days=settings.REQUEST_REMINDER_DAYS)
    sent = AskedReminder.objects.filter(answer=OuterRef("pk"), asked_at=OuterRef("at"))
    held = Record.objects.here().holding_files().filter(case=OuterRef("case"))
    return (
        ChecklistAnswer.objects.filter(
            answer=ChecklistAnswer.Answer.REQUESTED, at__lte=before
        )
        .exclude(Exists(sent.filter(number=MOST)))
        .exclude(Exists(sent.filter(sent_at__gt=before)))
        .exclude(Exists(held.filter(kind=OuterRef("kind"))))
    )


def _remind(case_id: uuid.UUID, now: datetime) -> bool:
    """One mail a person, however many things are waited for."""
    with transaction.atomic():
        hold(case_id)  # who was faster has left rows by now
        due = _due(now).filter(case_id=case_id).select_related("case__patient")
        waiting = [answer for answer in due if not _came_since(answer)]
        for answer in waiting:
            sent = answer.reminders.filter(asked_at=answer.at).count()
            AskedReminder.objects.create(
                answer=answer, asked_at=answer.at, number=sent + 1, sent_at=now
            )
        if waiting:
            mail.send_asked(waiting[0].case)
    return bool(waiting)


def _came_since(answer: ChecklistAnswer) -> bool:
    """For an item: a record of its kind was added after the answer; it may be that."""
    if answer.kind not in BY_ITEM:
        return False
    newer = Record.objects.here().holding_files().filter(added_at__gt=answer.at)
    return newer.filter(case=answer.case, kind=kind_of(answer.kind)).exists()
