"""What is shown of files: pictures of pages, clean copies, one PDF of all pages."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.access import looked_lately
from records import access
from records.views.apart import show
from records.views.files import is_a_look


@require_safe
def preview_show(
    request: HttpRequest, case_id: uuid.UUID, preview_id: uuid.UUID
) -> HttpResponse:
    """A picture of one page. A large one is a look at the file, told once an hour."""
    picture = access.preview_for(request.user, case_id, preview_id)
    file = picture.file
    is_look = picture.size != picture.Size.SMALL and request.method == "GET"
    if is_look and not looked_lately(request.user, case_id, file.pk):
        audit.note(by=request.user, verb="viewed", obj=file, record=file.record.number)
    return show(request, picture)


@require_safe
def copy_show(
    request: HttpRequest, case_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """The clean copy of a file, to look at."""
    copy = access.copy_for(request.user, case_id, file_id)
    file = copy.file
    if is_a_look(request, file, copy.size_bytes):
        audit.note(by=request.user, verb="viewed", obj=file, record=file.record.number)
    return show(request, copy)


@require_safe
def record_pdf(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    """One PDF of all pages of a record."""
    joined = access.joined_for(request.user, case_id, record_id)
    record = joined.record
    if is_a_look(request, record, joined.size_bytes):
        audit.note(by=request.user, verb="viewed", obj=record, case_id=case_id)
    return show(request, joined)
