"""Rows of the accounts app that a person may see."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import AuditEntry, User


def entries_about(case_id: object) -> QuerySet[AuditEntry]:
    """The audit trail of one case, newest first. Ask a case's own door before calling."""
    return AuditEntry.objects.filter(case_id=str(case_id)).select_related("by")


def work_on(case_id: object) -> QuerySet[AuditEntry]:
    """The same without those who were kept out: they saw nothing, and are the desk's matter."""
    return entries_about(case_id).exclude(verb="kept_out")


def looked_lately(
    user: User,
    case_id: object,
    thing_id: object,
    *,
    verbs: Collection[str] = ("viewed", "downloaded"),
) -> bool:
    """Whether a look of this person at this thing is in the trail of the last hour."""
    since = timezone.now() - timedelta(hours=1)
    lately = AuditEntry.objects.filter(case_id=str(case_id), at__gte=since)
    looks = lately.filter(verb__in=verbs)
    return looks.filter(by_key=str(user.pk), thing_id=str(thing_id)).exists()


def coordinators() -> QuerySet[User]:
    """People who may own a request."""
    return User.objects.filter(
        groups__name="Coordinators", is_staff=True, is_active=True
    ).order_by("name")


def myself(user: User) -> User:
    """The signed-in person, as a row that a form may change before it is saved."""
    return User.objects.get(pk=user.pk)


def specialists() -> QuerySet[User]:
    """Doctors who may be asked about a case."""
    return User.objects.filter(groups__name="Specialists", is_active=True).order_by(
        "name"
    )
