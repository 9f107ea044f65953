"""What happened in the demo world, told in the order of time: the audit trail is a chain."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from accounts import audit
from accounts.models import User
from consultations.models import (
    ConsultationRequest,
    FactCheck,
    InternalNote,
    RequestEvent,
    Status,
)
from intake import consents
from intake.models import Case, CaseMember
from records.models import Record

PATIENTS_MOVES = {Status.READY, Status.SUBMITTED, Status.WITHDRAWN}
LAST_DAY = timedelta(days=5)  # of the six a family takes before it sends


class Story:
    """Deeds with their times; told when all are known, the oldest first."""

    def __init__(self) -> None:
        self.deeds: list[tuple[datetime, Callable[[], Any]]] = []

    def add(self, at: datetime, deed: Callable[[], Any]) -> None:
        self.deeds.append((at, deed))

    def note(self, at: datetime, **entry: Any) -> None:
        self.add(at, lambda: audit.note(at=at, **entry))

    def tell(self) -> None:
        for _at, deed in sorted(self.deeds, key=lambda pair: pair[0]):
            deed()


def agree(story: Story, case: Case, codes: list[str], *, by: User, at: Any) -> None:
    """The statements one after the other, on the last day before sending."""
    for position, code in enumerate(codes, start=1):
        moment = at + LAST_DAY + timedelta(minutes=position)
        story.add(
            moment,
            lambda code=code, moment=moment: consents.record_answer(
                case, code, agreed=True, by=by, at=moment
            ),
        )


def walk(
    story: Story,
    request: ConsultationRequest,
    data: dict[str, Any],
    by: User,
    desk: User,
) -> dict[str, datetime]:
    """Takes the request through its moves; returns when it came to each state."""
    came: dict[str, datetime] = {}
    for position, move in enumerate(data["moves"]):
        status = move["to"]
        mover = by if status in PATIENTS_MOVES else desk
        event = request.move_to(
            status, by=mover, note=move["note"], patient_note=move["patient_note"]
        )
        # Two moves of one day still follow each other.
        at = timezone.now() - timedelta(days=move["days_ago"], minutes=-15 * position)
        came[status] = at
        RequestEvent.objects.filter(pk=event.pk).update(at=at)
        fields = {"waiting_since": at}
        if status == Status.SUBMITTED:
            fields["submitted_at"] = at
        ConsultationRequest.objects.filter(pk=request.pk).update(**fields)
        _note_move(story, request, status, at, mover)
    request.refresh_from_db()
    return came


def _note_move(
    story: Story, request: ConsultationRequest, status: str, at: datetime, by: User
) -> None:
    verbs = {Status.SUBMITTED: "sent", Status.WITHDRAWN: "withdrew"}
    if status in verbs:
        story.note(at, by=by, verb=verbs[status], obj=request, case_id=request.case_id)
    elif status != Status.READY:
        story.note(
            at, by=by, verb="moved", obj=request, case_id=request.case_id, to=status
        )


def work_of_the_desk(
    story: Story,
    request: ConsultationRequest,
    data: dict[str, Any],
    rows: list[models.Model],
    came: dict[str, datetime],
    desk: User,
) -> None:
    """What the coordinator did after taking it: notes, and what was compared with what."""
    began = came.get(Status.CHECKING)
    if began is None:
        began = came.get(Status.SUBMITTED) or timezone.now()
    entry = {"by": desk, "case_id": request.case_id}
    if data["owner"]:
        story.note(began - timedelta(minutes=2), verb="took", obj=request, **entry)
    for number, text in enumerate(data["notes"], start=1):
        at = began + timedelta(minutes=10 * number)
        note = InternalNote.objects.create(request=request, text=text, by=desk, at=at)
        story.note(at, verb="noted", obj=note, **entry)
    checked_at = began + timedelta(hours=1)
    records = {record.number: record for record in request.case.records.all()}
    for number in data["checked"]["records"]:
        checked_at += timedelta(minutes=4)
        Record.objects.filter(pk=records[number].pk).update(
            checked_at=checked_at, checked_by=desk
        )
        story.note(checked_at, verb="checked", obj=records[number], **entry)
    for row in data["checked"]["facts"]:
        checked_at += timedelta(minutes=2)
        fact = _name_of(row["fact"], rows)
        FactCheck.objects.create(
            case=request.case,
            fact=fact,
            record=records[row["record"]],
            checked_by=desk if row["checked"] else None,
            at=checked_at,
        )
        story.note(checked_at, verb="checked", obj=request, fact=fact, **entry)


def _name_of(fact: str, rows: list[models.Model]) -> str:
    """ "biomarker:2" of a file is the second biomarker of its list."""
    section, colon, number = fact.partition(":")
    if not colon:
        return fact
    listed = [row for row in rows if row._meta.model_name == section]
    return f"{section}:{listed[int(number) - 1].pk}"


def name_specialist(
    story: Story, request: ConsultationRequest, specialist: User, at: Any, desk: User
) -> None:
    CaseMember.objects.create(
        case=request.case,
        user=specialist,
        role=CaseMember.Role.SPECIALIST,
        joined_at=at,
    )
    story.note(
        at,
        by=desk,
        verb="named",
        obj=request,
        case_id=request.case_id,
        specialist=specialist.pk,
    )
