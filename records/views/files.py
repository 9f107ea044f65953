"""Giving files back: only through the door, never from a public address."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Iterator
from typing import IO

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts import audit
from accounts.access import looked_lately
from records import access, names, vault
from records.models import File, Record, StoredBytes

log = logging.getLogger(__name__)
SHOWN = {"application/pdf", "image/jpeg", "image/png"}
# Checked in Chromium: its viewers of PDFs and pictures show the file inside this sandbox
# (docs/decisions/0007).
POLICY = "sandbox; default-src 'none'"
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
CHUNK = 256 * 1024


class Given(FileResponse):
    """A file that goes out in larger pieces than a page does."""

    block_size = CHUNK


@require_safe
def file_download(
    request: HttpRequest, case_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """The original bytes, as an attachment. To view it leads to its clean copy.

    Where none is made, originals that browsers show may be viewed in a sandbox.
    """
    file = access.file_for(request.user, case_id, file_id)
    shown = request.GET.get("view") == "1"
    if shown and access.has_copy(file):
        return redirect("records:copy_show", case_id, file_id)
    shown = shown and file.type in SHOWN
    kind = file.type if file.type in SHOWN else "application/octet-stream"
    response = body(request, file, kind)
    if is_a_look(request, file, file.size_bytes):
        verb = "viewed" if shown else "downloaded"
        audit.note(by=request.user, verb=verb, obj=file, record=file.record.number)
    return protect(response, names.given_out(file.name, file.type), inline=shown)


def is_a_look(request: HttpRequest, thing: File | Record, size: int) -> bool:
    """A viewer asks for many parts: one look. Nobody reads a part that no look explains."""
    if request.method != "GET":
        return False
    wanted = _wanted(request.headers.get("Range", ""), size)
    if wanted is None or wanted[0] == 0:
        return True
    return not looked_lately(request.user, thing.case_id, thing.pk)


def protect(response: HttpResponse, name: str, *, inline: bool) -> HttpResponse:
    """Headers that keep a stored file from acting in our name (SECURITY: L2)."""
    response["Content-Disposition"] = content_disposition_header(not inline, name)
    response["Content-Security-Policy"] = POLICY
    response["X-Content-Type-Options"] = "nosniff"
    # Never packed on the way: parts and lengths are those of the original bytes.
    response["Content-Encoding"] = "identity"
    response["Cache-Control"] = "no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def body(request: HttpRequest, stored: StoredBytes, kind: str) -> HttpResponse:
    """Stored bytes, or the part of them that was asked for."""
    size = stored.size_bytes
    wanted = _wanted(request.headers.get("Range", ""), size)
    if wanted is None:
        response = Given(_opened(stored), content_type=kind)
        response["Content-Length"] = size
        response["Accept-Ranges"] = "bytes"
        return response
    first, last = wanted
    if first >= size:
        response = HttpResponse(status=416, content_type=kind)
        response["Content-Range"] = f"bytes */{size}"
        return response
    response = StreamingHttpResponse(
        _part(_opened(stored), first, last), status=206, content_type=kind
    )
    response["Accept-Ranges"] = "bytes"
    response["Content-Range"] = f"bytes {first}-{last}/{size}"
    response["Content-Length"] = last - first + 1
    return response


def _opened(stored: StoredBytes) -> IO[bytes]:
    """The bytes; when they are lost the log says so and the page is a plain 404."""
    try:
        return vault.open_(stored)
    except FileNotFoundError as error:
        log.error("%s %s has a row and no bytes", stored._meta.model_name, stored.pk)
        raise Http404 from error


def _wanted(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole file."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or not (match[1] or match[2]):
        return None
    if not match[1]:
        length = min(int(match[2]), size)
        return (size - length, size - 1) if length else (size, size)
    first = int(match[1])
    last = min(int(match[2]), size - 1) if match[2] else size - 1
    return (first, last) if first <= last or first >= size else None


def _part(stored: IO[bytes], first: int, last: int) -> Iterator[bytes]:
    with stored:
        stored.seek(first)
        left = last - first + 1
        while left > 0:
            chunk = stored.read(min(CHUNK, left))
            if not chunk:
                return
            left -= len(chunk)
            yield chunk
