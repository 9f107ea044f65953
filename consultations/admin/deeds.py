"""What a coordinator can do on the work page: each deed answers with one sentence."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from accounts.access import coordinators, specialists
from consultations import desk, flags, services
from consultations.admin import facts, packets, parcels
from consultations.admin.page import BY_HAND
from consultations.admin.refusals import OldPage, Refused, number, text
from consultations.admin.words import step_of
from consultations.models import ConsultationRequest, Status
from consultations.summary.source import load_request
from records import again

LONG_AGO = datetime.min.replace(tzinfo=UTC)
NOT_BUILT = gettext_lazy("This request has ended. No new summary of it is built.")
# The family cannot do anything with these steps unless we say what or why.
WITH_WORDS = {Status.NEEDS_INFO, Status.DECLINED, Status.REDIRECTED}


def _take(request: HttpRequest, asked: ConsultationRequest) -> str:
    try:
        desk.take(asked, by=request.user)
    except desk.TakenError as error:
        raise Refused(_("Somebody else took this case a moment ago.")) from error
    return _("This case is yours now.")


def _hand_over(request: HttpRequest, asked: ConsultationRequest) -> str:
    person = coordinators().filter(pk=number(request, "to")).first()
    if person is None:
        raise Refused(_("Choose a coordinator to hand it over to."))
    try:
        desk.hand_over(asked, to=person, by=request.user, seen=_owner_seen(request))
    except desk.TakenError as error:
        raise OldPage from error
    return _("Handed over to %s.") % person


def _move(request: HttpRequest, asked: ConsultationRequest) -> str:
    status = request.POST.get("status", "")
    note, patient_note = text(request, "note"), text(request, "patient_note")
    if status not in BY_HAND:
        raise Refused(_("Choose a step."), keep=True)
    words = {"note": note, "patient_note": patient_note}
    if desk.was_moved(asked, status, by=request.user, **words):
        return _("The step is “%s” already.") % step_of(status)
    if request.POST.get("seen") != asked.status:
        raise OldPage
    if not asked.may_move_to(status):
        raise Refused(
            _("“%s” cannot follow from here. Somebody may have been faster.")
            % step_of(status),
            keep=True,
        )
    if status in WITH_WORDS and not patient_note:
        raise Refused(_("Write to the family what is needed, or why."), keep=True)
    desk.move(asked, status, by=request.user, **words)
    return _("The step is “%s” now.") % step_of(asked.status)


def _note(request: HttpRequest, asked: ConsultationRequest) -> str:
    said = text(request, "text")
    if not said:
        raise Refused(_("Write the note first."), keep=True)
    desk.add_note(asked, said, by=request.user, form_key=_key(request))
    return _("The note is kept. Only the desk sees it.")


def _flag(request: HttpRequest, asked: ConsultationRequest) -> str:
    code, mark = request.POST.get("code", ""), request.POST.get("mark", "")
    now = flags.flags_of(load_request(asked), list(asked.events.all()))
    if (code, mark) not in {(flag.code, flag.fingerprint) for flag in now}:
        raise Refused(_("This flag has changed meanwhile. Please look again."))
    desk.look_at_flag(asked, code, mark, by=request.user)
    return _("Looked at. It comes back when the data changes.")


def _build(request: HttpRequest, asked: ConsultationRequest) -> str:
    hidden = request.POST.get("pseudonymous") == "on"
    try:
        made, is_new = services.request_summary(
            asked, by=request.user, pseudonymous=hidden
        )
    except services.EndedError as ended:
        raise Refused(NOT_BUILT) from ended
    if not is_new:
        return _("Version %s is being built already.") % made.version
    audit.note(
        by=request.user,
        verb="asked",
        obj=made,
        case_id=asked.case_id,
        version=made.version,
    )
    return _("Version %s is being built.") % made.version


def _again(request: HttpRequest, asked: ConsultationRequest) -> str:
    try:
        made = services.try_summary_again(asked, number(request, "version"))
    except services.EndedError as ended:
        raise Refused(NOT_BUILT) from ended
    if made is None:
        raise Refused(_("This version is not waiting for another try."))
    audit.note(by=request.user, verb="asked", obj=made, case_id=asked.case_id)
    return _("Version %s is tried again.") % made.version


def _check_record(request: HttpRequest, asked: ConsultationRequest) -> str:
    record = _record(request, asked)
    if record is None:
        raise Refused(_("Choose a record."))
    if record.changed_at is not None and record.changed_at > _drawn_at(request):
        raise OldPage  # the coordinator looked at another page, or other words about it
    desk.check_record(asked, record, by=request.user)
    return _("Record %s is checked.") % record.number


def _look_again(request: HttpRequest, asked: ConsultationRequest) -> str:
    record = _record(request, asked)
    if record is None:
        raise Refused(_("Choose a record."))
    found = [file for file in again.failed_files(record) if again.look_again(file)]
    if not found:
        raise Refused(_("No file of this record waits for another look."))
    audit.note(by=request.user, verb="asked", obj=record, case_id=asked.case_id)
    return _("Record %s is looked into again.") % record.number


def _check_fact(request: HttpRequest, asked: ConsultationRequest) -> str:
    fact, source = request.POST.get("fact", ""), load_request(asked)
    if fact not in facts.check_names(source):
        raise Refused(_("Choose a fact that has an answer."))
    changed = source.last_changed(fact)
    if changed is not None and changed > _drawn_at(request):
        raise OldPage  # the coordinator compared another answer with the paper
    checked = request.POST.get("checked") == "on"
    record = _record(request, asked)
    if record is None and (checked or request.POST.get("record")):
        raise Refused(_("Choose the record this fact was read from."))
    desk.check_fact(asked, fact, record=record, checked=checked, by=request.user)
    return _("Kept where this fact comes from.")


def _name(request: HttpRequest, asked: ConsultationRequest) -> str:
    person = specialists().filter(pk=number(request, "who")).first()
    if person is None:
        raise Refused(_("Choose a specialist."))
    desk.name_specialist(asked, person, by=request.user)
    return _("%s may read this case now.") % person


def _end(request: HttpRequest, asked: ConsultationRequest) -> str:
    person = specialists().filter(pk=number(request, "who")).first()
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
    "look_again": _look_again,
    "check_fact": _check_fact,
    "name": _name,
    "end": _end,
    "ask_tissue": parcels.ask_tissue,
    "end_tissue": parcels.end_tissue,
    "parcel": parcels.move,
    "build_packet": packets.build,
    "again_packet": packets.again,
}


def _owner_seen(request: HttpRequest) -> int | None:
    """Whose the case was on the page; nobody's when the form says so."""
    return None if request.POST.get("seen") == "" else number(request, "seen")


def _drawn_at(request: HttpRequest) -> datetime:
    """When the page was drawn that sent this form; long ago when it does not say."""
    try:
        at = parse_datetime(request.POST.get("drawn_at", ""))
    except ValueError:
        at = None
    return at if at is not None and timezone.is_aware(at) else LONG_AGO


def _key(request: HttpRequest) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def _record(request: HttpRequest, asked: ConsultationRequest) -> Any:
    return asked.case.records.filter(number=number(request, "record")).here().first()
