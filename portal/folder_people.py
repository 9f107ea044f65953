"""The people of a folder, and the folders of a person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import countries
from accounts.listing import listed
from accounts.models import User
from consultations.models import ConsultationRequest
from intake import access
from intake.models import Case, CaseMember, Patient
from intake.pages_context import patient_name


@dataclass(frozen=True)
class Person:
    name: str
    is_caregiver: bool
    lines: list[str]


def people_of(case: Case, patient: Patient) -> list[Person]:
    """The patient first, with or without an account, then the caregivers: one query."""
    members = [m for m in access.members_of(case) if m.is_patient or m.is_caregiver]
    about = _about(patient) if access.see_answers(case.member) else []
    people = [Person(patient_name(case), False, [listed([_("Patient"), *about])])]
    people += [_caregiver(m) for m in members if m.is_caregiver]
    return people


def _about(patient: Patient) -> list[str]:
    """Age and place, as far as they are known."""
    age = patient.age_on(timezone.localdate())
    place = patient.city or countries.name_of(patient.country)
    return [str(part) for part in (age, place) if part not in (None, "")]


def _caregiver(member: CaseMember) -> Person:
    scopes = [str(scope.label) for scope in member.scopes]
    who = member.get_relationship_display()
    lines = [str(who)] if who else []
    lines.append(_("May: %(deeds)s") % {"deeds": listed(scopes)})
    return Person(str(member.user), True, lines)


@dataclass(frozen=True)
class Card:
    """One folder in the list of a person."""

    case: Case
    name: str
    own: bool
    status: str
    tone: str
    url: str


def cards(cases: QuerySet[Case], user: User) -> list[Card]:
    """The folders with how each stands: three queries however many there are."""
    newest = ConsultationRequest.objects.order_by("-number")
    found = cases.prefetch_related(
        access.people_prefetch(), Prefetch("requests", queryset=newest, to_attr="asked")
    )
    return [_card(case, user) for case in found]


def _card(case: Case, user: User) -> Card:
    own = any(m.is_patient and m.user_id == user.pk for m in case.people)
    asked = case.asked[0] if case.asked else ConsultationRequest(case=case)
    return Card(
        case=case,
        name=patient_name(case),
        own=own,
        status=asked.get_status_display(),
        tone="us" if asked.is_sent else "plain",
        url=reverse("portal:folder_detail", args=[case.pk]),
    )
