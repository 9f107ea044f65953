"""Verbs of the desk: take, hand over, move, note, check, flag, name a specialist."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.mail import send_mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from consultations import triage
from consultations.models import (
    ConsultationRequest,
    FactCheck,
    FlagSeen,
    InternalNote,
    RequestEvent,
)
from intake import services as intake
from records.models import Record


class TakenError(Exception):
    """Somebody else was faster."""


def take(request: ConsultationRequest, *, by: User) -> None:
    """Makes the coordinator the owner of a request nobody has; raises TakenError."""
    with transaction.atomic():
        changed = ConsultationRequest.objects.filter(pk=request.pk, owner=None).update(
            owner=by
        )
        if changed:
            audit.note(by=by, verb="took", obj=request, case_id=request.case_id)
        elif not ConsultationRequest.objects.filter(pk=request.pk, owner=by).exists():
            raise TakenError


def hand_over(request: ConsultationRequest, *, to: User | None, by: User) -> None:
    with transaction.atomic():
        ConsultationRequest.objects.filter(pk=request.pk).update(owner=to)
        audit.note(
            by=by,
            verb="handed_over",
            obj=request,
            case_id=request.case_id,
            to=to.pk if to else None,
        )


def move(
    request: ConsultationRequest,
    status: str,
    *,
    by: User,
    note: str = "",
    patient_note: str = "",
) -> RequestEvent:
    """Moves the request and tells the family there is news, without a health word.

    Raises TransitionError when the move is not allowed, or somebody else was faster.
    """
    with transaction.atomic():
        event = request.move_to(status, by=by, note=note, patient_note=patient_note)
        audit.note(by=by, verb="moved", obj=request, case_id=request.case_id, to=status)
        triage.refresh(request)
        tell_family(request)
    return event


def tell_family(request: ConsultationRequest) -> None:
    """One neutral mail to everybody who works in the folder."""
    link = settings.SITE_URL + reverse(
        "consultations:request_status", args=[request.case_id]
    )
    members = request.case.members.filter(left_at=None).exclude(role="specialist")
    for member in members.select_related("user"):
        with translation.override(member.user.language):
            send_mail(
                _("There is news in your folder %s") % request.reference,
                _("Sign in to read it:") + f"\n\n{link}\n",
                settings.DEFAULT_FROM_EMAIL,
                [member.user.email],
            )


def add_note(
    request: ConsultationRequest, text: str, *, by: User, form_key: uuid.UUID | None
) -> None:
    """Keeps a note only the desk sees; the same form sent twice makes one."""
    try:
        with transaction.atomic():
            note = InternalNote.objects.create(
                request=request, text=text, by=by, form_key=form_key
            )
            audit.note(by=by, verb="noted", obj=note, case_id=request.case_id)
    except IntegrityError:
        return


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
        changed = Record.objects.filter(pk=record.pk, checked_at=None).update(
            checked_at=timezone.now(), checked_by=by
        )
        if changed:
            audit.note(by=by, verb="checked", obj=record, case_id=request.case_id)


def name_specialist(
    request: ConsultationRequest, specialist: User, *, by: User
) -> None:
    """Lets a specialist read this case."""
    with transaction.atomic():
        intake.add_specialist(request.case, specialist)
        audit.note(
            by=by,
            verb="named",
            obj=request,
            case_id=request.case_id,
            specialist=specialist.pk,
        )


def end_specialist(request: ConsultationRequest, specialist: User, *, by: User) -> None:
    with transaction.atomic():
        intake.end_membership(request.case, specialist, by=by)
        audit.note(
            by=by,
            verb="ended",
            obj=request,
            case_id=request.case_id,
            specialist=specialist.pk,
        )
