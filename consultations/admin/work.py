"""The work page: everything about one request on one page, and the door of its deeds."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts import audit, drafts
from accounts.access import entries_about
from consultations import access, later
from consultations.admin import packets, parcels
from consultations.admin.deeds import DEEDS
from consultations.admin.page import page_of, version_rows
from consultations.admin.refusals import OldPage, Refused
from consultations.admin.words import entry_words
from consultations.models import ConsultationRequest, TransitionError

TRAIL_MOST = 500


class WorkPages:
    """Replaces the admin's change page of a request by the work page."""

    def get_urls(self) -> list[Any]:
        info = "consultations_consultationrequest"
        mine = [
            path(
                "parcels/",
                self.admin_site.admin_view(self.request_parcels),
                name=f"{info}_parcels",
            ),
            path(
                "<uuid:request_id>/deed/",
                self.admin_site.admin_view(self.request_deed),
                name=f"{info}_deed",
            ),
            path(
                "<uuid:request_id>/trail/",
                self.admin_site.admin_view(self.request_trail),
                name=f"{info}_trail",
            ),
            path(
                "<uuid:request_id>/summaries/",
                self.admin_site.admin_view(self.request_summaries),
                name=f"{info}_summaries",
            ),
            path(
                "<uuid:request_id>/packets/",
                self.admin_site.admin_view(self.request_packets),
                name=f"{info}_packets",
            ),
        ]
        return mine + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        asked = self._asked(request, object_id)
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        audit.note(by=request.user, verb="viewed", obj=asked, case_id=asked.case_id)
        kept = drafts.take(request, path=_deed_url(asked))
        return self._page(request, asked, typed=kept, was_away=kept is not None)

    def history_view(
        self, request: HttpRequest, object_id: str, *_: Any
    ) -> HttpResponse:
        asked = self._asked(request, object_id)
        return redirect(f"admin:{_info()}_trail", asked.pk)

    def delete_view(self, request: HttpRequest, *_: Any, **__: Any) -> HttpResponse:
        raise Http404

    def request_trail(
        self, request: HttpRequest, request_id: uuid.UUID
    ) -> HttpResponse:
        """Who saw, sent or changed what in this case."""
        asked = self._asked(request, str(request_id))
        audit.note(
            by=request.user,
            verb="viewed",
            obj=asked,
            case_id=asked.case_id,
            part="trail",
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Who did what: %s") % asked.reference,
            "asked": asked,
            "entries": [
                {"entry": entry, "words": entry_words(entry)}
                for entry in entries_about(asked.case_id)[:TRAIL_MOST]
            ],
        }
        return TemplateResponse(request, f"{_FOLDER}/trail.html", context)

    def request_summaries(
        self, request: HttpRequest, request_id: uuid.UUID
    ) -> HttpResponse:
        """The panel of case summaries alone, for the script that watches them."""
        asked = self._asked(request, str(request_id))
        versions = asked.summaries.select_related("asked_by")
        context = {
            "asked": asked,
            "summaries": version_rows(versions, later.last_change(asked.case)),
            "deed_url": _deed_url(asked),
        }
        return TemplateResponse(request, f"{_FOLDER}/_summary.html", context)

    def request_packets(
        self, request: HttpRequest, request_id: uuid.UUID
    ) -> HttpResponse:
        """The panel of packets alone, for the script that watches them."""
        asked = self._asked(request, str(request_id))
        context = {
            "asked": asked,
            **packets.panel(asked, later.last_change(asked.case)),
            "deed_url": _deed_url(asked),
        }
        return TemplateResponse(request, f"{_FOLDER}/_packets.html", context)

    def request_parcels(self, request: HttpRequest) -> HttpResponse:
        """Every parcel that is away from home, with who acts next."""
        rows = parcels.on_the_way(request.user)
        audit.note(
            by=request.user,
            verb="listed",
            obj=request.user,
            part="parcels",
            rows=len(rows),
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Parcels on their way"),
            "rows": rows,
        }
        return TemplateResponse(request, f"{_FOLDER}/parcels.html", context)

    def request_deed(self, request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
        """One deed of the work page; always ends on the page again."""
        asked = self._asked(request, str(request_id))
        page = redirect("admin:consultations_consultationrequest_change", asked.pk)
        if request.method in {"GET", "HEAD"}:  # a reload, or the way back from sign-in
            return page
        if request.method != "POST":
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        try:
            messages.success(request, deed(request, asked))
        except Refused as refused:
            messages.error(request, str(refused))
            if refused.keep:
                return self._page(request, asked, typed=request.POST, status=422)
        except (OldPage, TransitionError):
            messages.error(
                request, _("Somebody else was faster. Here is how things stand now.")
            )
            asked = self._asked(request, str(request_id))
            return self._page(request, asked, typed=request.POST, status=409)
        return page

    def _asked(self, request: HttpRequest, pk: str) -> ConsultationRequest:
        try:
            return access.desk_request(request.user, uuid.UUID(pk))
        except ValueError as error:
            raise Http404 from error

    def _page(
        self,
        request: HttpRequest,
        asked: ConsultationRequest,
        *,
        typed: Any = None,
        was_away: bool = False,
        status: int = 200,
    ) -> HttpResponse:
        page = page_of(asked, request.user)
        context = {
            **self.admin_site.each_context(request),
            **page,
            **parcels.panel(asked),
            **packets.panel(asked, page["answers_at"]),
            "opts": self.opts,
            **_typed(typed or {}, page["next"]),
            "was_away": was_away,
            "form_key": uuid.uuid4(),
            "deed_url": _deed_url(asked),
            "trail_url": reverse(f"admin:{_info()}_trail", args=[asked.pk]),
            "packets_url": reverse(f"admin:{_info()}_packets", args=[asked.pk]),
            "watch_url": reverse(f"admin:{_info()}_summaries", args=[asked.pk]),
        }
        return TemplateResponse(request, f"{_FOLDER}/work.html", context, status=status)


_FOLDER = "admin/consultations/consultationrequest"


def _info() -> str:
    return "consultations_consultationrequest"


def _deed_url(asked: ConsultationRequest) -> str:
    return reverse(f"admin:{_info()}_deed", args=[asked.pk])


def _typed(typed: Any, following: dict[str, Any]) -> dict[str, Any]:
    """What was typed, and in which of the two forms that move a request."""
    moving = typed.get("deed") == "move"
    is_next = moving and typed.get("status") == following.get("status")
    is_next = is_next and "ask" in following
    return {
        "typed": typed,
        "typed_next": is_next,
        "typed_move": moving and not is_next,
    }
