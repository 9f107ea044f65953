"""What is shown of files: pictures of pages, clean copies, one PDF of all pages."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.access import looked_lately
from records import access, names, sniff
from records.models import Derivative
from records.views.files import body, is_a_look, protect

PLAIN = "text/plain; charset=utf-8"


@require_safe
def preview_show(
    request: HttpRequest, case_id: uuid.UUID, preview_id: uuid.UUID
) -> HttpResponse:
    """A picture of one page. A large one is a look at the file, told once an hour."""
    picture = access.preview_for(request.user, case_id, preview_id)
    response = body(request, picture, "image/webp")
    file = picture.file
    is_look = picture.size != picture.Size.SMALL and request.method == "GET"
    if is_look and not looked_lately(request.user, case_id, file.pk):
        audit.note(by=request.user, verb="viewed", obj=file, record=file.record.number)
    return protect(response, f"page-{picture.number}.webp", inline=True)


@require_safe
def copy_show(
    request: HttpRequest, case_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """The clean copy of a file, to look at."""
    copy = access.copy_for(request.user, case_id, file_id)
    response = body(request, copy, _content_type(copy))
    file = copy.file
    if is_a_look(request, file, copy.size_bytes):
        audit.note(by=request.user, verb="viewed", obj=file, record=file.record.number)
    return protect(response, names.given_out(file.name, copy.type), inline=True)


def _content_type(copy: Derivative) -> str:
    return PLAIN if copy.type == sniff.TEXT else copy.type


@require_safe
def record_pdf(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    """One PDF of all pages of a record."""
    joined = access.joined_for(request.user, case_id, record_id)
    record = joined.record
    response = body(request, joined, sniff.PDF)
    if is_a_look(request, record, joined.size_bytes):
        audit.note(by=request.user, verb="viewed", obj=record, case_id=case_id)
    return protect(response, f"record-{record.number}.pdf", inline=True)
