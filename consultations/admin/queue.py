"""The triage queue: what is open, most pressing first, the same cost at any length."""

from __future__ import annotations

import time
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts import audit, countries
from accounts.listing import listed
from consultations import access, times, triage
from consultations.admin import filters, search
from consultations.admin.words import STEPS, illness_of, kind_of, step_of
from consultations.admin.work import WorkPages
from consultations.models import ConsultationRequest
from intake.models import CaseMember
from records.kinds import BY_CODE
from records.models import Record

COUNT_TO = 1000  # rows counted at most: a page of a long queue costs the same
NOW, SOON = 7, 14  # days left: the colours of the mark beside them
SHOWN_KINDS = 2
LOOKS = "queue_looks"  # in the session: when each view was looked at last
ONE_LOOK_SECONDS = 10 * 60


class CappedPaginator(Paginator):
    """Counts at most COUNT_TO rows, so that the queue never counts all of them.

    What lies behind is reached by a view, a filter or the search.
    """

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[:COUNT_TO].count()


@admin.register(ConsultationRequest)
class RequestAdmin(WorkPages, admin.ModelAdmin):
    """Sent requests only. Nothing is added or deleted here, and nothing in bulk."""

    list_display = ("who", "due", "step", "lacks", "wait", "tongues", "owned_by")
    list_display_links = ("who",)
    list_filter = (
        filters.ViewFilter,
        filters.WaitingFilter,
        filters.DueFilter,
        filters.StepFilter,
        filters.UrgencyFilter,
        filters.OwnerFilter,
    )
    search_fields = ("case__reference",)
    search_help_text = _("Reference, name or e-mail")
    ordering = ("queue_key", "id")
    list_per_page = 50
    list_max_show_all = 0
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

    def lookup_allowed(self, lookup: str, value: Any, request: Any = None) -> bool:
        """Only the filters above: a bare column in the address takes any number."""
        return lookup in {own.parameter_name for own in self.list_filter}

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConsultationRequest]:
        came_later = Q(added_at__gt=OuterRef("submitted_at"))
        news = (
            Record.objects.here()
            .unchecked()
            .filter(came_later | ~Q(checked_at=None), case=OuterRef("case"))
        )
        helping = CaseMember.objects.current().filter(role=CaseMember.Role.CAREGIVER)
        return (
            access.desk_requests(request.user)
            .select_related("case__patient", "case__diagnosis", "owner")
            .prefetch_related(
                Prefetch("case__members", queryset=helping, to_attr="caregivers")
            )
            .annotate(has_news=Exists(news))
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """By reference, whole or its beginning, else by name or e-mail of the family."""
        return search.matching(queryset, search_term), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        tabs = filters.tabs_for(request.user, filters.view_of(request))
        extra = {
            "title": gettext("Cases to look at"),
            "tabs": tabs,
            "count_to": COUNT_TO,
            "searched": bool(request.GET.get("q", "").strip()),
        }
        page = super().changelist_view(request, {**(extra_context or {}), **extra})
        if hasattr(page, "context_data"):  # not when the address makes no sense
            _note_look(request, page.context_data["cl"])
        return page

    @admin.display(description=_("Case"))
    def who(self, obj: ConsultationRequest) -> SafeString:
        patient = getattr(obj.case, "patient", None)
        age = patient.age_on(times.today()) if patient else None
        parts = [
            patient.short_name if patient else "",
            "" if age is None else str(age),
            countries.name_of(patient.country) if patient and patient.country else "",
        ]
        helped = format_html('<span class="q-helper">{}</span>', _("with caregiver"))
        return format_html(
            '<span class="q-code">{}</span>{}<span class="q-name"><bdi>{}</bdi></span>'
            '<span class="q-ill">{}</span>',
            obj.reference,
            helped if obj.case.caregivers else "",
            listed(part for part in parts if part) or gettext("No name yet"),
            illness_of(getattr(obj.case, "diagnosis", None)),
        )

    @admin.display(description=_("Decide by"))
    def due(self, obj: ConsultationRequest) -> SafeString:
        left = obj.days_left(times.today())
        if left is None:
            tone, words, day = "none", gettext("No date yet"), ""
        else:
            tone = "now" if left <= NOW else "soon" if left <= SOON else "later"
            words = _days_words(left)
            day = date_format(obj.decide_by, "SHORT_DATE_FORMAT")
        quiet = obj.has_ended or triage.is_answered(obj)
        return format_html(
            '<span class="q-due q-due--{}"><b>{}</b>{}</span>'
            '<span class="q-level q-quiet">{}</span>',
            "none" if quiet else tone,
            words,
            day,
            "" if quiet else obj.get_urgency_display().partition(":")[0],
        )

    @admin.display(description=_("Step"))
    def step(self, obj: ConsultationRequest) -> SafeString:
        _words, at = STEPS.get(obj.status, ("", 1))
        return format_html(
            '<span class="q-step q-step--{}">{}</span>', at, step_of(obj.status)
        )

    @admin.display(description=_("Missing"))
    def lacks(self, obj: ConsultationRequest) -> SafeString:
        kinds = [kind_of(kind) for kind in obj.missing if kind in BY_CODE]
        label = format_html('<span class="q-label">{} </span>', gettext("Missing:"))
        more = len(kinds) - SHOWN_KINDS
        words = listed(kinds[:SHOWN_KINDS])
        if more > 0:
            words += " " + ngettext("and %d more", "and %d more", more) % more
        return format_html(
            '{}<span class="{}">{}</span>{}',
            label,
            "q-miss" if kinds else "q-quiet",
            words or gettext("Nothing"),
            _news(obj),
        )

    @admin.display(description=_("Waiting on"))
    def wait(self, obj: ConsultationRequest) -> SafeString:
        days = (timezone.now() - obj.waiting_since).days
        since = ngettext("%d day", "%d days", days) % days if days else gettext("today")
        return format_html(
            '<span class="q-label">{} </span><span class="q-wait q-wait--{}">{}</span> '
            '<span class="q-quiet">{}</span>',
            gettext("Waiting on:"),
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


def _news(obj: ConsultationRequest) -> SafeString:
    """A record came after the folder was sent, and nobody has looked at it."""
    if not obj.has_news or obj.has_ended:
        return SafeString("")
    return format_html(
        ' <span class="q-state q-state--run">{}</span>', gettext("New record")
    )


def _note_look(request: HttpRequest, rows: ChangeList) -> None:
    """The list shows names and illnesses: who looked, at which view, and how many rows.

    Never the words of a search. A view that is looked at again within minutes is one look.
    """
    view, searched = filters.view_of(request), bool(rows.query)
    looks, now = request.session.get(LOOKS, {}), int(time.time())
    if not searched and now - looks.get(view, 0) < ONE_LOOK_SECONDS:
        return
    if not searched:
        request.session[LOOKS] = looks | {view: now}
    audit.note(
        by=request.user,
        verb="listed",
        obj=request.user,
        part="queue",
        view=view,
        searched=searched,
        rows=len(rows.result_list),
    )


def _days_words(left: int) -> str:
    if left < 0:
        return ngettext("%d day ago", "%d days ago", -left) % -left
    return ngettext("%d day", "%d days", left) % left if left else gettext("Today")


def _is_coordinator(request: HttpRequest) -> bool:
    return request.user.is_active and getattr(request.user, "is_coordinator", False)
