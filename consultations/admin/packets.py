"""The packet at the desk: one button builds it, the panel says how far it is."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import audit
from consultations import access, services
from consultations.admin.refusals import Refused, number
from consultations.models import ConsultationRequest, Packet
from consultations.packet import build as building
from consultations.packet import changes, waiting

NOT_BUILT = gettext_lazy("This request has ended. No new packet of it is built.")
SHOWN = 6  # versions; all stay in the trail


def panel(asked: ConsultationRequest, answers_at: datetime | None) -> dict[str, Any]:
    """What the work page shows: seven queries, however many versions and records."""
    packets = list(
        asked.packets.select_related("asked_by", "summary").with_files()[:SHOWN]
    )
    changed_at = changes.last_change(asked.case, answers_at)
    return {
        "packets": [_row(packet, packets[0], changed_at) for packet in packets],
        "packet_waits": 0 if asked.has_ended else waiting.count(asked.case),
        "per_sheet": Packet.PerSheet.choices,
        "usual_per_sheet": settings.PACKET_IMAGES_PER_SHEET,
    }


def _row(packet: Packet, newest: Packet, changed_at: datetime | None) -> dict[str, Any]:
    done = packet.work == Packet.Work.DONE
    failed = packet.work == Packet.Work.FAILED
    return {
        "packet": packet,
        "files": {file.kind: file for file in packet.files.all()},
        "cause": building.cause_of(packet) if failed else "",
        "called_off": packet.error_code == building.REQUEST_ENDED,
        "may_try_again": packet.pk == newest.pk,
        "is_older": done and changes.is_older(packet, changed_at),
        "is_kept_back": done and access.is_kept_back(packet),
    }


def build(request: HttpRequest, asked: ConsultationRequest) -> str:
    nameless = request.POST.get("nameless") == "on"
    per_sheet = number(request, "per_sheet")
    if per_sheet not in Packet.PerSheet.values:
        per_sheet = settings.PACKET_IMAGES_PER_SHEET
    try:
        made, is_new = services.request_packet(
            asked, by=request.user, nameless=nameless, per_sheet=per_sheet
        )
    except services.EndedError as ended:
        raise Refused(NOT_BUILT) from ended
    if not is_new:
        return _("Packet %s is being built already.") % made.version
    _note(request, asked, made)
    return _("Packet %s is being built.") % made.version


def again(request: HttpRequest, asked: ConsultationRequest) -> str:
    try:
        made = services.try_packet_again(asked, number(request, "version"))
    except services.EndedError as ended:
        raise Refused(NOT_BUILT) from ended
    if made is None:
        raise Refused(_("This version is not waiting for another try."))
    _note(request, asked, made)
    return _("Packet %s is tried again.") % made.version


def _note(request: HttpRequest, asked: ConsultationRequest, made: Packet) -> None:
    audit.note(
        by=request.user,
        verb="asked_packet",
        obj=made,
        case_id=asked.case_id,
        version=made.version,
    )
