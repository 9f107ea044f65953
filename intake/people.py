"""Verbs of people in a folder: invite, answer an invitation, change and end access."""

from __future__ import annotations

import hashlib
import secrets
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts import audit, outbox
from accounts.models import OutgoingMail, User
from intake.last_day import end_of
from intake.models import Case, CaseMember, Invitation, Patient, Scope
from intake.services import hold, lend_name, mark_changed

SCOPES = [scope.value for scope in Scope]
MOST_A_DAY = 20
DOUBLE_CLICK = timedelta(minutes=1)


class TooManyError(Exception):
    """More invitations than a folder needs in a day."""


class NotYoursError(Exception):
    """The invitation is bound to another address."""


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(
    case: Case,
    *,
    by: User,
    email: str,
    role: str = CaseMember.Role.CAREGIVER,
    relationship: str = "",
    scopes: dict[str, bool] | None = None,
    access_until: Any = None,
    again: bool = False,
) -> Invitation:
    """Sends an invitation; the address it goes to is the only one that can accept it.

    An open invitation to the same address ends: the newest counts. None outlives the
    access it gives. The same one asked twice at once is one. Raises TooManyError.
    """
    token = secrets.token_urlsafe(32)
    now = timezone.now()
    answer_by = now + timedelta(days=settings.INVITATION_DAYS)
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        given = {
            "role": role,
            "relationship": relationship,
            "access_until": access_until,
            **(scopes or {}),
        }
        same = _open(case).filter(email__iexact=email, invited_by=by, **given)
        just_now = same.filter(invited_at__gte=now - DOUBLE_CLICK).first()
        if just_now and not again:
            return just_now
        today = case.invitations.filter(invited_at__gte=now - timedelta(days=1))
        if today.count() >= MOST_A_DAY:
            raise TooManyError
        older = Q(email__iexact=email)
        if role == CaseMember.Role.PATIENT:
            older |= Q(
                role=role
            )  # there is one patient, so one open invitation to be it
        _open(case).filter(older).update(cancelled_at=now)
        invitation = Invitation.objects.create(
            case=case,
            role=role,
            email=email.lower(),
            token_hash=hash_of(token),
            relationship=relationship,
            access_until=access_until,
            invited_by=by,
            expires_at=min(answer_by, end_of(case, access_until) or answer_by),
            **(scopes or {}),
        )
        audit.note(by=by, verb="invited", obj=invitation, case_id=case.pk)
        _write(invitation, token)
    return invitation


def _write(invitation: Invitation, token: str) -> None:
    """The mail: a link and its last day. Who asks stands on the page, not in the mail."""
    link = settings.SITE_URL + reverse("intake:invitation_answer", args=[token])
    is_own = invitation.role == CaseMember.Role.PATIENT
    subject, body = _own_folder() if is_own else _help_wanted()
    message = EmailMessage(
        subject,
        body % {"link": link, "day": date_format(invitation.last_day)},
        settings.DEFAULT_FROM_EMAIL,
        [invitation.email],
    )
    kind = OutgoingMail.Kind.INVITATION
    outbox.marked(message, kind, expires_at=invitation.expires_at).send()


def _help_wanted() -> tuple[str, str]:
    return _("Somebody asks for your help"), _(
        "Somebody who knows you asks for your help with some papers.\n\nOpen this page to "
        "see who asks and what it would mean, and say yes or no:\n%(link)s\n\nThe page "
        "works until %(day)s, and only for this address. Saying no is all right."
    )


def _own_folder() -> tuple[str, str]:
    return _("Somebody began a folder for you"), _(
        "Somebody who knows you began a folder for you, to put papers in order.\n\nOpen "
        "this page to see who it is and what it would mean, and say yes or no:\n%(link)s"
        "\n\nThe page works until %(day)s, and only for this address. Saying no is all "
        "right."
    )


def find(token: str) -> Invitation | None:
    """An invitation that can still be answered; None for every other token, alike."""
    found = (
        Invitation.objects.filter(token_hash=hash_of(token))
        .select_related("case", "invited_by")
        .first()
    )
    if found is None or not found.is_open:
        return None
    # Who may no longer open the folder lets nobody into it.
    inviter = CaseMember.objects.current().filter(
        case=found.case, user=found.invited_by
    )
    return found if inviter.exists() else None


def joined_with(token: str, user: Any) -> CaseMember | None:
    """The membership this person has from a link that was used: a second yes leads there."""
    if not user.is_authenticated:
        return None
    found = Invitation.objects.filter(token_hash=hash_of(token)).first()
    if found is None or not found.accepted_at or not _owns(user, found.email):
        return None
    return _current_member(found, user)


def accept(invitation: Invitation, *, by: User) -> CaseMember:
    """Makes the person a member; a second yes changes nothing. Raises NotYoursError."""
    if not _owns(by, invitation.email):
        raise NotYoursError
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=invitation.case_id)
        is_new = bool(
            _open(invitation.case)
            .filter(pk=invitation.pk)
            .update(accepted_at=timezone.now())
        )
        member = _current_member(invitation, by)
        if member is None and is_new:
            member = _join(invitation, by)
        if member is None:
            raise NotYoursError
        if is_new:
            audit.note(by=by, verb="joined", obj=member, case_id=invitation.case_id)
            _name_the_patient(member)
            mark_changed(invitation.case)
    return member


def _name_the_patient(member: CaseMember) -> None:
    """A patient who joins is called as whoever began the folder wrote the name there."""
    patient = Patient.objects.filter(case=member.case_id).first()
    if member.is_patient and patient is not None:
        lend_name(member.case, patient.full_name, by=member.user)


def _current_member(invitation: Invitation, user: User) -> CaseMember | None:
    helping = CaseMember.objects.current().exclude(role=CaseMember.Role.SPECIALIST)
    return helping.filter(case=invitation.case, user=user).first()


def _owns(user: User, email: str) -> bool:
    """The account's own verified address is the invited one."""
    verified = user.emailaddress_set.filter(email__iexact=email, verified=True)
    return user.email.lower() == email.lower() and verified.exists()


def _join(invitation: Invitation, user: User) -> CaseMember:
    """A new membership. One whose last day has passed ends first and stays as history.

    Raises NotYoursError for a doctor of this case, and when the folder has its patient.
    """
    others = CaseMember.objects.filter(case=invitation.case, left_at=None)
    others.filter(user=user).exclude(role=CaseMember.Role.SPECIALIST).update(
        left_at=timezone.now()
    )
    as_patient = invitation.role == CaseMember.Role.PATIENT
    taken = others.filter(role=CaseMember.Role.PATIENT) if as_patient else others.none()
    if (taken | others.filter(user=user)).exists():
        raise NotYoursError
    scopes = {name: getattr(invitation, name) for name in SCOPES}
    return CaseMember.objects.create(
        case=invitation.case,
        user=user,
        role=invitation.role,
        relationship=invitation.relationship,
        basis=_basis_from(invitation),
        expires_on=invitation.access_until,
        ends_at=end_of(invitation.case, invitation.access_until),
        **({} if as_patient else scopes),
    )


def _basis_from(invitation: Invitation) -> str:
    """Consent is the patient's own: a guardian who invites cannot give it for them."""
    asked_by_patient = CaseMember.objects.filter(
        case=invitation.case,
        user=invitation.invited_by,
        role=CaseMember.Role.PATIENT,
        left_at=None,
    )
    is_helper = invitation.role == CaseMember.Role.CAREGIVER
    return CaseMember.Basis.CONSENT if is_helper and asked_by_patient.exists() else ""


def decline(invitation: Invitation) -> None:
    """No account is needed to say no; a second no changes nothing."""
    with transaction.atomic():
        changed = (
            _open(invitation.case)
            .filter(pk=invitation.pk)
            .update(declined_at=timezone.now())
        )
        if changed:
            audit.note(
                by=None, verb="declined", obj=invitation, case_id=invitation.case_id
            )


def cancel(case: Case, invitation_id: uuid.UUID, *, by: User) -> bool:
    with transaction.atomic():
        changed = (
            _open(case).filter(pk=invitation_id).update(cancelled_at=timezone.now())
        )
        if changed:
            invitation = Invitation.objects.get(pk=invitation_id)
            audit.note(by=by, verb="cancelled", obj=invitation, case_id=case.pk)
    return bool(changed)


def send_again(case: Case, invitation_id: uuid.UUID, *, by: User) -> Invitation | None:
    """A new token to the same address; the old link ends."""
    old = _open(case).filter(pk=invitation_id).first()
    if old is None:
        return None
    return invite(
        case,
        by=by,
        email=old.email,
        role=old.role,
        relationship=old.relationship,
        scopes={name: getattr(old, name) for name in SCOPES},
        access_until=old.access_until,
        again=True,
    )


def change_access(
    member: CaseMember, *, scopes: dict[str, bool], expires_on: Any, by: User
) -> None:
    with transaction.atomic():
        hold(member.case_id)
        CaseMember.objects.filter(pk=member.pk, left_at=None).update(
            expires_on=expires_on, ends_at=end_of(member.case, expires_on), **scopes
        )
        given = [name for name, value in scopes.items() if value]
        audit.note(
            by=by, verb="changed", obj=member, case_id=member.case_id, scopes=given
        )
        mark_changed(member.case)


def may_leave(member: CaseMember) -> bool:
    """Whether somebody who may decide stays: the patient, or one who acts for them."""
    others = CaseMember.objects.current().filter(case=member.case_id)
    return any(other.acts_for_patient for other in others.exclude(pk=member.pk))


def end_access(member: CaseMember, *, by: User) -> None:
    """Ends a membership at once; what the person added stays, with the name.

    Invitations this person sent end too.
    """
    with transaction.atomic():
        hold(member.case_id)
        changed = CaseMember.objects.filter(pk=member.pk, left_at=None).update(
            left_at=timezone.now(), ended_by=by
        )
        if changed:
            mine = _open(member.case).filter(invited_by=member.user_id)
            mine.update(cancelled_at=timezone.now())
            audit.note(by=by, verb="ended", obj=member, case_id=member.case_id)
            mark_changed(member.case)


def end_consenting_caregivers(case: Case, *, by: User) -> None:
    """After consent C5 is taken back: caregivers without a legal authority lose access.

    Invitations to caregivers end too: nobody joins on a consent that is gone.
    """
    helping = CaseMember.objects.filter(
        case=case, role=CaseMember.Role.CAREGIVER, left_at=None
    )
    for member in helping.select_related("case").exclude(user=by):
        if not member.acts_for_patient:
            end_access(member, by=by)
    waiting = _open(case).filter(role=CaseMember.Role.CAREGIVER)
    waiting.update(cancelled_at=timezone.now())


def _open(case: Case) -> Any:
    return case.invitations.filter(
        accepted_at=None,
        declined_at=None,
        cancelled_at=None,
        expires_at__gt=timezone.now(),
    )
