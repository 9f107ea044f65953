"""The work page: everything about one request on one page, and its deeds."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _

from accounts import audit
from accounts.access import coordinators, specialists
from consultations import access, desk, services
from consultations.admin.page import page_of
from consultations.models import ConsultationRequest, Status, TransitionError

LONGEST = 4000
BY_HAND = frozenset(Status) - {
    Status.DRAFT,
    Status.READY,
    Status.SUBMITTED,
    Status.WITHDRAWN,
}


class WorkPages:
    """Replaces the admin's change page of a request by the work page."""

    def get_urls(self) -> list[Any]:
        info = "consultations_consultationrequest"
        mine = [
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
        ]
        return mine + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        asked = self._asked(request, object_id)
        if request.method not in {"GET", "HEAD"}:
            raise PermissionDenied
        audit.note(by=request.user, verb="viewed", obj=asked, case_id=asked.case_id)
        return self._page(request, asked)

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
        from accounts.access import entries_about

        asked = self._asked(request, str(request_id))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Who did what: %s") % asked.reference,
            "asked": asked,
            "entries": entries_about(asked.case_id)[:500],
        }
        return TemplateResponse(request, f"{_FOLDER}/trail.html", context)

    def request_deed(self, request: HttpRequest, request_id: uuid.UUID) -> HttpResponse:
        """One deed of the work page; always ends on the page again."""
        if request.method != "POST":
            raise Http404
        asked = self._asked(request, str(request_id))
        deed = DEEDS.get(request.POST.get("deed", ""))
        if deed is None:
            raise Http404
        try:
            messages.success(request, deed(request, asked))
        except Refused as refused:
            messages.error(request, str(refused))
            if refused.keep:
                return self._page(request, asked, typed=request.POST, status=422)
        except TransitionError:
            messages.error(
                request, _("Somebody else was faster. Here is how things stand now.")
            )
        return redirect("admin:consultations_consultationrequest_change", asked.pk)

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
        status: int = 200,
    ) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            **page_of(asked, request.user),
            "opts": self.opts,
            "typed": typed or {},
            "form_key": uuid.uuid4(),
            "deed_url": reverse(f"admin:{_info()}_deed", args=[asked.pk]),
            "trail_url": reverse(f"admin:{_info()}_trail", args=[asked.pk]),
        }
        return TemplateResponse(request, f"{_FOLDER}/work.html", context, status=status)


_FOLDER = "admin/consultations/consultationrequest"


def _info() -> str:
    return "consultations_consultationrequest"


class Refused(Exception):
    """A deed that cannot be done, with one sentence; `keep` draws what was typed again."""

    def __init__(self, sentence: str, *, keep: bool = False) -> None:
        super().__init__(sentence)
        self.keep = keep


def _text(request: HttpRequest, name: str) -> str:
    text = request.POST.get(name, "").replace("\0", "").strip()
    if len(text) > LONGEST:
        raise Refused(
            _("This text is too long. Use up to 4,000 characters."), keep=True
        )
    return text


def _take(request: HttpRequest, asked: ConsultationRequest) -> str:
    try:
        desk.take(asked, by=request.user)
    except desk.TakenError as error:
        raise Refused(_("Somebody else took this case a moment ago.")) from error
    return _("This case is yours now.")


def _hand_over(request: HttpRequest, asked: ConsultationRequest) -> str:
    person = coordinators().filter(pk=_number(request, "to")).first()
    if person is None:
        raise Refused(_("Choose a coordinator to hand it over to."))
    desk.hand_over(asked, to=person, by=request.user)
    return _("Handed over to %s.") % person


def _move(request: HttpRequest, asked: ConsultationRequest) -> str:
    status = request.POST.get("status", "")
    note, patient_note = _text(request, "note"), _text(request, "patient_note")
    if status not in BY_HAND:
        raise Refused(_("Choose a step."), keep=True)
    wordless = status in {Status.NEEDS_INFO, Status.DECLINED} and not patient_note
    if wordless:
        raise Refused(_("Write to the family what is needed, or why."), keep=True)
    desk.move(asked, status, by=request.user, note=note, patient_note=patient_note)
    return _("Moved to “%s”.") % asked.get_status_display()


def _note(request: HttpRequest, asked: ConsultationRequest) -> str:
    text = _text(request, "text")
    if not text:
        raise Refused(_("Write the note first."))
    desk.add_note(asked, text, by=request.user, form_key=_key(request))
    return _("The note is kept. Only the desk sees it.")


def _flag(request: HttpRequest, asked: ConsultationRequest) -> str:
    code, mark = request.POST.get("code", "")[:40], request.POST.get("mark", "")[:64]
    if not code or not mark:
        raise Refused(_("Choose a flag."))
    desk.look_at_flag(asked, code, mark, by=request.user)
    return _("Looked at. It comes back when the data changes.")


def _build(request: HttpRequest, asked: ConsultationRequest) -> str:
    waiting = asked.summaries.filter(work__in=["queued", "working"]).first()
    if waiting is not None:
        return _("Version %s is being built already.") % waiting.version
    hidden = request.POST.get("pseudonymous") == "on"
    made = services.request_summary(asked, by=request.user, pseudonymous=hidden)
    audit.note(
        by=request.user,
        verb="asked",
        obj=made,
        case_id=asked.case_id,
        version=made.version,
    )
    return _("Version %s is being built.") % made.version


def _again(request: HttpRequest, asked: ConsultationRequest) -> str:
    made = asked.summaries.filter(version=_number(request, "version")).first()
    if made is None or not made.try_again():
        raise Refused(_("This version is not waiting for another try."))
    audit.note(by=request.user, verb="asked", obj=made, case_id=asked.case_id)
    return _("Version %s is tried again.") % made.version


def _check_record(request: HttpRequest, asked: ConsultationRequest) -> str:
    record = _record(request, asked)
    if record is None:
        raise Refused(_("Choose a record."))
    desk.check_record(asked, record, by=request.user)
    return _("Record %s is checked.") % record.number


def _check_fact(request: HttpRequest, asked: ConsultationRequest) -> str:
    fact = request.POST.get("fact", "")[:80]
    if not fact:
        raise Refused(_("Choose a fact."))
    checked = request.POST.get("checked") == "on"
    record = _record(request, asked)
    desk.check_fact(asked, fact, record=record, checked=checked, by=request.user)
    return _("Kept where this fact comes from.")


def _name(request: HttpRequest, asked: ConsultationRequest) -> str:
    person = specialists().filter(pk=_number(request, "who")).first()
    if person is None:
        raise Refused(_("Choose a specialist."))
    desk.name_specialist(asked, person, by=request.user)
    return _("%s may read this case now.") % person


def _end(request: HttpRequest, asked: ConsultationRequest) -> str:
    person = specialists().filter(pk=_number(request, "who")).first()
    if person is None:
        raise Refused(_("Choose a specialist."))
    desk.end_specialist(asked, person, by=request.user)
    return _("%s cannot read this case any more.") % person


DEEDS: dict[str, Callable[[HttpRequest, ConsultationRequest], str]] = {
    "take": _take,
    "hand_over": _hand_over,
    "move": _move,
    "note": _note,
    "flag": _flag,
    "build": _build,
    "again": _again,
    "check_record": _check_record,
    "check_fact": _check_fact,
    "name": _name,
    "end": _end,
}


def _number(request: HttpRequest, name: str) -> int:
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else -1


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def _record(request: HttpRequest, asked: ConsultationRequest) -> Any:
    return asked.case.records.filter(number=_number(request, "record")).here().first()
