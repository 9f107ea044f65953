"""Verbs of the desk: take, hand over, move, note, check, flag, name a specialist."""

from __future__ import annotations

import uuid

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from consultations import mail, triage
from consultations.models import (
    ConsultationRequest,
    FactCheck,
    FlagSeen,
    InternalNote,
    RequestEvent,
    Status,
)
from intake import services as intake
from intake.models import CaseMember
from records.models import Record

# Steps the family hears of even when nobody wrote to them.
NEWS = {
    Status.COMPLETE,
    Status.DELIVERED,
    Status.PAUSED,
    Status.REDIRECTED,
    Status.DECLINED,
    Status.CLOSED,
}


class TakenError(Exception):
    """Somebody else was faster."""


def take(request: ConsultationRequest, *, by: User) -> None:
    """Makes the coordinator the owner of a request nobody has; raises TakenError."""
    with transaction.atomic():
        intake.hold(request.case_id)
        changed = ConsultationRequest.objects.filter(pk=request.pk, owner=None).update(
            owner=by
        )
        if changed:
            audit.note(by=by, verb="took", obj=request, case_id=request.case_id)
        elif not ConsultationRequest.objects.filter(pk=request.pk, owner=by).exists():
            raise TakenError


def hand_over(
    request: ConsultationRequest, *, to: User, by: User, seen: int | None
) -> None:
    """Makes another coordinator the owner; twice equals once.

    `seen` is the owner the coordinator saw: raises TakenError when it is somebody else's.
    """
    with transaction.atomic():
        intake.hold(request.case_id)
        now = ConsultationRequest.objects.filter(pk=request.pk)
        if now.filter(owner=to).exists():
            return
        if not now.filter(owner=seen).update(owner=to):
            raise TakenError
        audit.note(
            by=by, verb="handed_over", obj=request, case_id=request.case_id, to=to.pk
        )


def was_moved(
    request: ConsultationRequest, status: str, *, by: User, note: str, patient_note: str
) -> bool:
    """Whether this person made this very move last: the same form, sent twice."""
    last = request.events.last()
    if last is None or request.status != status:
        return False
    made = (last.to_status, last.by_id, last.note, last.patient_note)
    return made == (status, by.pk, note, patient_note)


def move(
    request: ConsultationRequest,
    status: str,
    *,
    by: User,
    note: str = "",
    patient_note: str = "",
) -> RequestEvent:
    """Moves the request; the family hears that there is news, without a health word.

    Raises TransitionError when the move is not allowed, or somebody else was faster.
    """
    with transaction.atomic():
        intake.hold(request.case_id)
        event = request.move_to(status, by=by, note=note, patient_note=patient_note)
        audit.note(by=by, verb="moved", obj=request, case_id=request.case_id, to=status)
        triage.refresh(request)
        if patient_note or status in NEWS:
            mail.send_news(request)
    return event


def add_note(
    request: ConsultationRequest, text: str, *, by: User, form_key: uuid.UUID | None
) -> None:
    """Keeps a note only the desk sees; the same form sent twice makes one.

    Other words on the page of a note that is kept already are a note of their own.
    """
    try:
        with transaction.atomic():
            note = InternalNote.objects.create(
                request=request, text=text, by=by, form_key=form_key
            )
            audit.note(by=by, verb="noted", obj=note, case_id=request.case_id)
    except IntegrityError:
        if not request.notes.filter(text=text, by=by).exists():
            add_note(request, text, by=by, form_key=None)


def look_at_flag(
    request: ConsultationRequest, code: str, fingerprint: str, *, by: User
) -> None:
    seen, made = FlagSeen.objects.get_or_create(
        request=request, code=code, fingerprint=fingerprint, defaults={"by": by}
    )
    if made:
        audit.note(
            by=by, verb="looked_at", obj=seen, case_id=request.case_id, flag=code
        )


def check_fact(
    request: ConsultationRequest,
    fact: str,
    *,
    record: Record | None,
    checked: bool,
    by: User,
) -> None:
    """Writes down where a fact comes from; without a record it is the family's again."""
    with transaction.atomic():
        if record is None:
            FactCheck.objects.filter(case=request.case, fact=fact).delete()
        else:
            FactCheck.objects.update_or_create(
                case=request.case,
                fact=fact,
                defaults={
                    "record": record,
                    "checked_by": by if checked else None,
                    "at": timezone.now(),
                },
            )
        audit.note(
            by=by, verb="checked", obj=request, case_id=request.case_id, fact=fact
        )


def check_record(request: ConsultationRequest, record: Record, *, by: User) -> None:
    """Marks that a coordinator compared the record with what is said about it."""
    with transaction.atomic():
        changed = (
            Record.objects.unchecked()
            .filter(pk=record.pk)
            .update(checked_at=timezone.now(), checked_by=by)
        )
        if changed:
            audit.note(by=by, verb="checked", obj=record, case_id=request.case_id)


def name_specialist(
    request: ConsultationRequest, specialist: User, *, by: User
) -> None:
    """Lets a specialist read this case."""
    with transaction.atomic():
        if _may_read(request, specialist):
            return
        intake.add_specialist(request.case, specialist)
        _note_specialist("named", request, specialist, by)


def end_specialist(request: ConsultationRequest, specialist: User, *, by: User) -> None:
    """From now on the specialist cannot open the case."""
    with transaction.atomic():
        if not _may_read(request, specialist):
            return
        intake.end_membership(request.case, specialist, by=by)
        _note_specialist("ended", request, specialist, by)


def _may_read(request: ConsultationRequest, specialist: User) -> bool:
    members = request.case.members.filter(user=specialist, left_at=None)
    return members.filter(role=CaseMember.Role.SPECIALIST).exists()


def _note_specialist(
    verb: str, request: ConsultationRequest, specialist: User, by: User
) -> None:
    audit.note(
        by=by,
        verb=verb,
        obj=request,
        case_id=request.case_id,
        specialist=specialist.pk,
    )
