"""Saved views and filters of the triage queue."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.access import coordinators
from accounts.models import User
from consultations import access, times
from consultations.admin.words import STEPS
from consultations.models import Urgency, WaitingOn

TAB_TO = 100  # rows counted for a tab at most
FIRST_VIEW = "todo"

# Written as IN: SQLite uses an index for `is_open IN (1)`, and none for a bare `is_open`.
OPEN = Q(is_open__in=[True])

VIEWS: dict[str, tuple[Promise, Any]] = {
    "todo": (_("To do now"), lambda user: OPEN & Q(waiting_on=WaitingOn.US)),
    "mine": (_("Mine"), lambda user: OPEN & Q(owner=user)),
    "nobody": (_("Nobody’s yet"), lambda user: OPEN & Q(owner=None)),
    "family": (
        _("Waiting on family"),
        lambda user: OPEN & Q(waiting_on=WaitingOn.FAMILY),
    ),
    "team": (_("With the team"), lambda user: OPEN & Q(waiting_on=WaitingOn.TEAM)),
    "all": (_("All"), lambda user: Q()),
}


def view_of(request: HttpRequest) -> str:
    """The saved view that is shown; a search looks everywhere unless one is chosen."""
    searching = bool(request.GET.get("q", "").strip())
    code = request.GET.get("view", "")
    return code if code in VIEWS else "all" if searching else FIRST_VIEW


class ViewFilter(admin.SimpleListFilter):
    """The saved views; drawn as tabs above the list, not in the sidebar."""

    title = _("view")
    parameter_name = "view"
    template = "admin/consultations/consultationrequest/_no_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, title) for code, (title, _rule) in VIEWS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(VIEWS[view_of(request)][1](request.user))


class DueFilter(admin.SimpleListFilter):
    title = _("decide by")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("7", _("Next 7 days")),
            ("14", _("Next 14 days")),
            ("21", _("Next 21 days")),
            ("none", _("No date yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "none":
            return queryset.filter(decide_by=None)
        if self.value() in {"7", "14", "21"}:
            last = times.today() + timedelta(days=int(self.value()))
            return queryset.filter(decide_by__lte=last)
        return queryset


class StepFilter(admin.SimpleListFilter):
    """The desk's words for the steps; requests that were never sent have none."""

    title = _("step")
    parameter_name = "step"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, words) for code, (words, _at) in STEPS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return (
            queryset.filter(status=self.value()) if self.value() in STEPS else queryset
        )


class WaitingFilter(admin.SimpleListFilter):
    title = _("waiting on")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(c, label) for c, label in WaitingOn.choices if c != WaitingOn.NOBODY]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        return queryset.filter(waiting_on=value) if value in WaitingOn else queryset


class UrgencyFilter(admin.SimpleListFilter):
    title = _("urgency")
    parameter_name = "level"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(str(code), label) for code, label in Urgency.choices]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        known = {str(code) for code in Urgency.values}
        value = self.value()
        return queryset.filter(urgency=int(value)) if value in known else queryset


class OwnerFilter(admin.SimpleListFilter):
    title = _("owner")
    parameter_name = "owned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        people = [(str(person.pk), str(person)) for person in coordinators()[:50]]
        return [("nobody", _("Nobody yet")), *people]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value() or ""
        if value == "nobody":
            return queryset.filter(owner=None)
        if value.isascii() and value.isdigit() and len(value) < 10:
            return queryset.filter(owner=int(value))
        return queryset


def tabs_for(user: User, chosen: str) -> list[dict[str, Any]]:
    """The saved views with how many rows each has, up to 99: one query for all of them."""
    base = access.desk_requests(user)
    counted = {
        code: Subquery(
            base.filter(rule(user)).order_by().values("pk")[:TAB_TO],
            template="(SELECT COUNT(*) FROM (%(subquery)s) AS counted)",
            output_field=IntegerField(),
        )
        for code, (_title, rule) in VIEWS.items()
    }
    counts = User.objects.filter(pk=user.pk).values(**counted).first() or {}
    return [
        {
            "code": code,
            "title": title,
            "count": "99+" if counts.get(code, 0) >= TAB_TO else counts.get(code, 0),
            "current": code == chosen,
        }
        for code, (title, _rule) in VIEWS.items()
    ]
