"""The one door to a case: who may see it, and which deeds.

`case_for` raises Http404 to strangers (they learn nothing, not even that the case exists)
and PermissionDenied to members without the right.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import (
    BigAutoField,
    DateTimeField,
    Prefetch,
    Q,
    QuerySet,
    UUIDField,
)
from django.http import Http404
from django.utils import timezone

from accounts.models import User
from accounts.one_row import Given, OneRow
from intake.models import Case, CaseMember, Invitation, Patient

Deed = Callable[["CaseMember"], bool]

# Every page names the patient and some depend on these facts; few need the whole long row.
_SEEN = {
    "case",
    "full_name",
    "name_in_script",
    "date_of_birth",
    "sex_at_birth",
    "country",
    "time_zone",
    "interpreter",
    "wants_numbers",
}
_UNSEEN = [
    f"case__patient__{field.name}"
    for field in Patient._meta.concrete_fields
    if field.name not in _SEEN
]
# Asked at every page of a folder.
_membership = OneRow(
    lambda: (
        CaseMember.objects.current(Given("now", DateTimeField()))
        .filter(
            user_id=Given("user_id", BigAutoField()),
            case_id=Given("case_id", UUIDField()),
        )
        .select_related("case", "case__patient")
        .defer(*_UNSEEN)
        .order_by()
    )
)


def see(member: CaseMember) -> bool:
    """Look at the folder. Whoever may add or write anything may see the folder page."""
    return member.is_patient or member.is_caregiver


def see_answers(member: CaseMember) -> bool:
    """Read answers and records that others entered."""
    return member.may("may_see") or member.role == CaseMember.Role.SPECIALIST


def upload(member: CaseMember) -> bool:
    return member.may("may_upload")


def answer(member: CaseMember) -> bool:
    return member.may("may_answer")


def fill_in(member: CaseMember) -> bool:
    """Answer on the pages of the story: they show what others answered, too."""
    return answer(member) and see_answers(member)


def closed(member: CaseMember) -> bool:
    """Given a deed whose pages they may not see; none is given so any more."""
    return (answer(member) or send(member)) and not see_answers(member)


def question(member: CaseMember) -> bool:
    return member.may("may_question")


def message(member: CaseMember) -> bool:
    return member.may("may_message")


def send(member: CaseMember) -> bool:
    """Send, agree and withdraw: the patient, or a caregiver who was given that right.

    A caregiver with a legal authority acts for the patient.
    """
    return member.acts_for_patient or member.may("may_send")


def agree(member: CaseMember) -> bool:
    """Give or take back consent: only the patient or somebody with legal authority."""
    return member.acts_for_patient


def read_consents(member: CaseMember) -> bool:
    """Read what was agreed to: which statements are asked says what is in the folder."""
    return see_answers(member) or agree(member)


def invite(member: CaseMember) -> bool:
    """Invite people and end their access."""
    return member.acts_for_patient


def invite_patient(member: CaseMember) -> bool:
    """Ask the patient to join: whoever acts for them, or began the folder for them.

    Nobody else: who joins as the patient may do everything.
    """
    began = member.case.created_by_id == member.user_id
    return member.is_caregiver and (member.acts_for_patient or began)


def cases_for(user: User) -> QuerySet[Case]:
    """Folders this person works in as patient or caregiver, newest first."""
    members = CaseMember.objects.current().filter(
        user=user,
        role__in=[CaseMember.Role.PATIENT, CaseMember.Role.CAREGIVER],
    )
    return (
        Case.objects.filter(members__in=members)
        .select_related("patient")
        .order_by("-changed_at")
        .distinct()
    )


def member_for(user: User, case_id: uuid.UUID, *, can: Deed = see) -> CaseMember:
    """The person's own membership, with its case and the patient loaded: one query.

    Raises Http404 for a stranger, PermissionDenied for a member who may not do the deed.
    """
    member = _membership.get(user_id=user.pk, case_id=case_id, now=timezone.now())
    if member is None or member.role == CaseMember.Role.SPECIALIST:
        raise Http404
    if not can(member):
        raise PermissionDenied
    member.user = user
    return member


def case_for(user: User, case_id: uuid.UUID, *, can: Deed = see) -> Case:
    """The case, for patients and caregivers; `case.member` is the person's membership."""
    member = member_for(user, case_id, can=can)
    case = member.case
    case.member = member
    return case


def readable_cases(user: User) -> QuerySet[Case]:
    """Cases whose records this person may read in any role.

    Members who may see; specialists who were asked; coordinators once a request was sent.
    """
    members = CaseMember.objects.current().filter(user=user)
    may_read = Q(role=CaseMember.Role.PATIENT) | Q(may_see=True)
    asked = Q(role=CaseMember.Role.SPECIALIST)
    allowed = Q(members__in=members.filter(may_read | asked))
    if user.is_coordinator:
        allowed |= Q(desk_opened_at__isnull=False)
    return Case.objects.filter(allowed).distinct()


def members_of(case: Case) -> QuerySet[CaseMember]:
    """Everybody who belongs to the case now, the patient first."""
    return (
        case.members.filter(pk__in=CaseMember.objects.current())
        .select_related("user")
        .order_by("-role", "joined_at")
    )


def ended_caregivers(case: Case) -> QuerySet[CaseMember]:
    """Caregivers whose access was ended or whose last day has passed, newest first."""
    return (
        case.members.filter(role=CaseMember.Role.CAREGIVER)
        .filter(Q(left_at__isnull=False) | Q(ends_at__lte=timezone.now()))
        .select_related("user", "ended_by")
        .order_by("-left_at", "-expires_on")
    )


def open_invitations(case: Case) -> QuerySet[Invitation]:
    return case.invitations.filter(
        accepted_at__isnull=True,
        declined_at__isnull=True,
        cancelled_at__isnull=True,
        expires_at__gt=timezone.now(),
    )


def invitation_of(case: Case, invitation_id: uuid.UUID) -> Invitation:
    """One invitation to this case, ended or not; raises Http404 when it is another's."""
    invitation = case.invitations.filter(pk=invitation_id).first()
    if invitation is None:
        raise Http404
    return invitation


def people_prefetch() -> Prefetch:
    """Current members with their users, for lists of cases."""
    return Prefetch(
        "members",
        queryset=CaseMember.objects.current().select_related("user"),
        to_attr="people",
    )


def has_patient(case: Case) -> bool:
    """Whether the patient has an account in the folder."""
    return case.members.filter(role=CaseMember.Role.PATIENT, left_at=None).exists()
