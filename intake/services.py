"""Verbs that touch several tables of a case."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.models import Case, CaseMember, Patient
from intake.signals import case_changed


def open_case_for_self(
    *, by: User, key: uuid.UUID | None = None, **patient: object
) -> Case:
    """Starts a folder in which the person is the patient.

    `key` names the form it came from: the same form sent twice opens one folder.
    """
    with transaction.atomic():
        case, is_new = _case_of(by, key)
        if not is_new:
            return case
        CaseMember.objects.create(case=case, user=by, role=CaseMember.Role.PATIENT)
        zone = by.time_zone if by.has_chosen_zone else ""
        Patient.objects.create(
            case=case, email=by.email, time_zone=zone, changed_by=by, **patient
        )
        audit.note(by=by, verb="opened", obj=case, case_id=case.pk)
    return case


def open_case_for_other(
    *,
    by: User,
    relationship: str,
    basis: str,
    key: uuid.UUID | None = None,
    **patient: object,
) -> Case:
    """Starts a folder for somebody else; the caregiver's basis is recorded.

    Without a legal authority the caregiver may do all but send: the patient does that.
    """
    with transaction.atomic():
        case, is_new = _case_of(by, key)
        if not is_new:
            return case
        member = CaseMember(
            case=case,
            user=by,
            role=CaseMember.Role.CAREGIVER,
            relationship=relationship,
            basis=basis,
            may_see=True,
            may_upload=True,
            may_question=True,
            may_answer=True,
            may_message=True,
        )
        member.may_send = member.acts_for_patient
        member.save()
        Patient.objects.create(case=case, changed_by=by, **patient)
        audit.note(by=by, verb="opened", obj=case, case_id=case.pk, basis=basis)
    return case


def _case_of(by: User, key: uuid.UUID | None) -> tuple[Case, bool]:
    """The folder this form makes, and whether it was made now."""
    if key is None:
        return Case.objects.create(created_by=by), True
    name = uuid.uuid5(key, str(by.pk))
    return Case.objects.get_or_create(pk=name, defaults={"created_by": by})


def touch(case: Case) -> None:
    """Marks that an answer or a record changed now, and tells the apps above."""
    mark_changed(case)
    case_changed.send(sender=Case, case=case)


def lend_zone(case: Case, zone: str, *, by: User) -> None:
    """A patient who never chose a time zone for the account takes the one answered here."""
    if by.has_chosen_zone or not zone:
        return
    mine = case.members.filter(user=by, role=CaseMember.Role.PATIENT, left_at=None)
    if mine.exists():
        by.time_zone = zone
        by.save(update_fields=["time_zone"])
        audit.note(by=by, verb="changed", obj=by, fields=["time_zone"])


def lend_name(case: Case, name: str, *, by: User) -> None:
    """A patient whose account has no name is called as the folder calls the patient.

    Once: a name that is there, or that the person writes on their own page, stays.
    """
    nameless = User.objects.filter(
        name="",
        memberships__case=case,
        memberships__role=CaseMember.Role.PATIENT,
        memberships__left_at=None,
    )
    user = nameless.first() if name else None
    if user is not None:
        user.name = name[: User._meta.get_field("name").max_length]
        user.save(update_fields=["name"])
        audit.note(by=by, verb="changed", obj=user, fields=["name"])


def mark_changed(case: Case) -> None:
    """Marks that something in the folder changed now, such as who belongs to it."""
    Case.objects.filter(pk=case.pk).update(changed_at=timezone.now())


def hold(case_id: uuid.UUID) -> None:
    """Makes others who change this folder wait until the transaction ends.

    Whoever changes several rows of a folder holds it first: so nobody waits in a circle.
    """
    Case.objects.select_for_update().get(pk=case_id)


def open_to_desk(case: Case) -> None:
    """Lets coordinators see the case from now on. Called when a request is sent."""
    Case.objects.filter(pk=case.pk, desk_opened_at=None).update(
        desk_opened_at=timezone.now()
    )


def add_specialist(case: Case, user: User) -> None:
    """Lets a specialist read the case; twice equals once."""
    held = Case.objects.select_for_update().get(pk=case.pk)
    if not CaseMember.objects.filter(case=held, user=user, left_at=None).exists():
        CaseMember.objects.create(
            case=held, user=user, role=CaseMember.Role.SPECIALIST, may_see=True
        )


def end_membership(case: Case, user: User, *, by: User) -> None:
    """Ends a specialist's reading of the case at once."""
    CaseMember.objects.filter(
        case=case, user=user, role=CaseMember.Role.SPECIALIST, left_at=None
    ).update(left_at=timezone.now(), ended_by=by)
