"""The triage queue: what is open, most pressing first, the same cost at any length."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import IntegerField, Prefetch, Q, QuerySet, Subquery
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import countries
from accounts.access import coordinators
from accounts.models import User
from consultations import access
from consultations.admin.work import WorkPages
from consultations.models import ConsultationRequest, Status, Urgency, WaitingOn
from intake.models import CaseMember
from intake.reference import clean_reference
from records.kinds import BY_CODE

COUNT_TO = 1000  # rows counted at most: a page of a long queue costs the same
TAB_TO = 100
SOON, LATER = 7, 21
STEP_AT = {
    Status.SUBMITTED: 1,
    Status.CHECKING: 2,
    Status.NEEDS_INFO: 2,
    Status.COMPLETE: 3,
    Status.WITH_MDT: 4,
    Status.DRAFTING: 4,
    Status.TRANSLATING: 4,
}

VIEWS: dict[str, tuple[Promise, Any]] = {
    "todo": (_("To do now"), lambda user: Q(is_open=True, waiting_on=WaitingOn.US)),
    "mine": (_("Mine"), lambda user: Q(is_open=True, owner=user)),
    "nobody": (_("Nobody’s yet"), lambda user: Q(is_open=True, owner=None)),
    "family": (
        _("Waiting on family"),
        lambda user: Q(is_open=True, waiting_on=WaitingOn.FAMILY),
    ),
    "team": (
        _("With the team"),
        lambda user: Q(is_open=True, waiting_on=WaitingOn.TEAM),
    ),
    "all": (_("All"), lambda user: Q()),
}


class CappedPaginator(Paginator):
    """Counts at most COUNT_TO rows, so that the queue never counts all of them."""

    @property
    def count(self) -> int:
        if not hasattr(self, "_counted"):
            self._counted = self.object_list.order_by()[:COUNT_TO].count()
        return self._counted


class ViewFilter(admin.SimpleListFilter):
    """The saved views; drawn as tabs above the list, not in the sidebar."""

    title = _("view")
    parameter_name = "view"
    template = "admin/consultations/consultationrequest/_no_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(code, title) for code, (title, _rule) in VIEWS.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        code = self.value() if self.value() in VIEWS else "todo"
        return queryset.filter(VIEWS[code][1](request.user))


class DueFilter(admin.SimpleListFilter):
    title = _("decide by")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("7", _("Next 7 days")),
            ("21", _("Next 21 days")),
            ("none", _("No date yet")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() == "none":
            return queryset.filter(decide_by=None)
        if self.value() in {"7", "21"}:
            last = timezone.localdate() + timedelta(days=int(self.value()))
            return queryset.filter(decide_by__lte=last)
        return queryset


class OwnerFilter(admin.SimpleListFilter):
    title = _("owner")
    parameter_name = "owned"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        people = [(str(person.pk), str(person)) for person in coordinators()[:50]]
        return [("nobody", _("Nobody yet")), *people]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        value = self.value()
        if value == "nobody":
            return queryset.filter(owner=None)
        return (
            queryset.filter(owner=int(value)) if value and value.isdigit() else queryset
        )


@admin.register(ConsultationRequest)
class RequestAdmin(WorkPages, admin.ModelAdmin):
    """Sent requests only. Nothing is added or deleted here, and nothing in bulk."""

    list_display = ("who", "due", "step", "lacks", "wait", "tongues", "owned_by")
    list_display_links = ("who",)
    list_filter = (
        ViewFilter,
        "waiting_on",
        DueFilter,
        "status",
        "urgency",
        OwnerFilter,
    )
    search_fields = ("case__reference",)
    search_help_text = _("Reference, name or e-mail")
    ordering = ("queue_key", "id")
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = None
    sortable_by = ()

    def has_module_permission(self, request: HttpRequest) -> bool:
        return _is_coordinator(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_coordinator(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return _is_coordinator(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConsultationRequest]:
        helping = CaseMember.objects.current().filter(role=CaseMember.Role.CAREGIVER)
        return (
            access.desk_requests(request.user)
            .select_related("case__patient", "case__diagnosis", "owner")
            .prefetch_related(
                Prefetch("case__members", queryset=helping, to_attr="caregivers")
            )
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """By reference in any spelling, else by name in either script or e-mail."""
        term = search_term.replace("\0", "").strip()[:200]
        if not term:
            return queryset, False
        found = queryset.filter(case__reference=clean_reference(term))
        if found.exists():
            return found, False
        people = Q(case__patient__full_name__icontains=term)
        people |= Q(case__patient__name_in_script__icontains=term)
        people |= Q(case__patient__email__icontains=term)
        people |= Q(case__members__user__email__icontains=term)
        return queryset.filter(people), True

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        chosen = request.GET.get("view", "todo")
        extra = {
            "title": gettext("Cases to look at"),
            "tabs": tabs_for(request.user, chosen),
            "empty": gettext("No cases are waiting on you."),
        }
        return super().changelist_view(request, {**(extra_context or {}), **extra})

    @admin.display(description=_("Case"))
    def who(self, obj: ConsultationRequest) -> SafeString:
        patient = getattr(obj.case, "patient", None)
        diagnosis = getattr(obj.case, "diagnosis", None)
        age = patient.age_on(timezone.localdate()) if patient else None
        parts = [
            patient.short_name if patient else "",
            str(age) if age is not None else "",
            countries.name_of(patient.country) if patient and patient.country else "",
        ]
        ill = [
            diagnosis.get_site_display() if diagnosis else "",
            diagnosis.get_situation_display() if diagnosis else "",
        ]
        helped = (
            format_html('<span class="q-helper">{}</span>', gettext("with caregiver"))
            if obj.case.caregivers
            else ""
        )
        return format_html(
            '<span class="q-code">{}</span>{}<span class="q-name"><bdi>{}</bdi></span>'
            '<span class="q-ill">{}</span>',
            obj.reference,
            helped,
            ", ".join(part for part in parts if part) or gettext("No name yet"),
            ", ".join(part for part in ill if part) or gettext("Not provided"),
        )

    @admin.display(description=_("Decide by"))
    def due(self, obj: ConsultationRequest) -> SafeString:
        left = obj.days_left()
        level = format_html(
            '<span class="visually-hidden">{}</span>', obj.get_urgency_display()
        )
        tone = {
            Urgency.RED: "now",
            Urgency.AMBER_1: "now",
            Urgency.AMBER_2: "soon",
        }.get(Urgency(obj.urgency), "later")
        if left is None:
            words, day = gettext("No date yet"), ""
        else:
            words = ngettext("%d day", "%d days", abs(left)) % left
            day = f"{obj.decide_by:%d %b %Y}"
        return format_html(
            '<span class="q-due q-due--{}"><b>{}</b>{}{}</span>',
            tone,
            words,
            day,
            level,
        )

    @admin.display(description=_("Step"))
    def step(self, obj: ConsultationRequest) -> SafeString:
        return format_html(
            '<span class="q-step q-step--{}">{}</span>',
            STEP_AT.get(obj.status, 5),
            obj.get_status_display(),
        )

    @admin.display(description=_("Missing"))
    def lacks(self, obj: ConsultationRequest) -> SafeString:
        labels = [BY_CODE[kind].label for kind in obj.missing if kind in BY_CODE]
        if not labels:
            return format_html('<span class="q-quiet">{}</span>', gettext("Nothing"))
        shown = format_html_join(", ", "{}", ((label,) for label in labels[:2]))
        more = f" +{len(labels) - 2}" if len(labels) > 2 else ""
        return format_html('<span class="q-miss">{}{}</span>', shown, more)

    @admin.display(description=_("Waiting on"))
    def wait(self, obj: ConsultationRequest) -> SafeString:
        days = (timezone.now() - obj.waiting_since).days
        since = ngettext("%d day", "%d days", days) % days if days else gettext("today")
        return format_html(
            '<span class="q-label">{} </span><span class="q-wait q-wait--{}">{}</span> {}',
            gettext("Waiting on"),
            obj.waiting_on,
            obj.get_waiting_on_display(),
            since,
        )

    @admin.display(description=_("Languages"))
    def tongues(self, obj: ConsultationRequest) -> SafeString:
        patient = getattr(obj.case, "patient", None)
        code = (patient.language if patient else "") or "?"
        return format_html('<span class="q-nowrap">{} → ZH</span>', code.upper()[:5])

    @admin.display(description=_("Owner"))
    def owned_by(self, obj: ConsultationRequest) -> SafeString | str:
        if obj.owner is None:
            return format_html(
                '<span class="q-nobody">{}</span>', gettext("Nobody yet")
            )
        return str(obj.owner)


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


def _is_coordinator(request: HttpRequest) -> bool:
    return request.user.is_active and getattr(request.user, "is_coordinator", False)
