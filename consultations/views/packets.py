"""The finished packet, for the desk and for specialists who were asked."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts import audit
from consultations import access
from consultations.models import PacketFile
from records.views.files import body, is_a_look, protect

TYPES = {PacketFile.Kind.PDF: "application/pdf", PacketFile.Kind.ZIP: "application/zip"}


@require_safe
def packet_download(
    request: HttpRequest, packet_id: uuid.UUID, kind: str
) -> HttpResponse:
    """The PDF or the zip of one packet, through the door and into the audit trail."""
    file = access.packet_file_for(request.user, packet_id, kind)
    packet = file.packet
    case = packet.request.case
    packet.case_id = case.pk
    response = body(request, file, TYPES[kind])
    if is_a_look(request, packet, file.size_bytes):
        audit.note(
            by=request.user,
            verb="downloaded",
            obj=packet,
            case_id=case.pk,
            version=packet.version,
        )
    marked = "-without-names" if packet.nameless else ""
    name = f"{case.reference}-packet-v{packet.version}{marked}.{kind}"
    return protect(response, name, inline=kind == PacketFile.Kind.PDF)
