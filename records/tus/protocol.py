"""The words of tus: headers read and written."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import http_date

from records.models import Upload

VERSION = "1.0.0"
EXTENSIONS = "creation,creation-with-upload,termination,checksum,expiration"
BODY = "application/offset+octet-stream"
ALGORITHMS: dict[str, Callable[[], Any]] = {
    "sha1": lambda: hashlib.sha1(usedforsecurity=False),  # every server must have it
    "sha256": hashlib.sha256,
    "md5": lambda: hashlib.md5(usedforsecurity=False),
}
CHECKSUM_MISMATCH = 460
LONGEST = 2**53  # what the clients of browsers can count
MOST_DIGITS = 20


class ProtocolError(Exception):
    """A request that tus does not know so; `status` is the answer's."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


def answer(status: int, upload: Upload | None = None, words: str = "") -> HttpResponse:
    """An answer in the words of tus, with how far the upload is."""
    response = HttpResponse(
        words, status=status, content_type="text/plain; charset=utf-8"
    )
    response["Tus-Resumable"] = VERSION
    response["Cache-Control"] = "no-store"
    if upload is not None:
        response["Upload-Offset"] = upload.size_bytes
        if upload.ended_at is None:
            response["Upload-Expires"] = _moment(upload.expires_at)
    return response


def options(most_bytes: int) -> HttpResponse:
    """What this server can do."""
    response = answer(204)
    response["Tus-Version"] = VERSION
    response["Tus-Extension"] = EXTENSIONS
    response["Tus-Max-Size"] = most_bytes
    response["Tus-Checksum-Algorithm"] = ",".join(ALGORITHMS)
    return response


def asked(request: HttpRequest, *known: str) -> str:
    """OPTIONS or one of the methods known here; raises ProtocolError 405 or 412."""
    method = request.method
    if method == "POST":  # some stand behind something that knows only GET and POST
        method = request.headers.get("X-HTTP-Method-Override", method).upper()
    if method == "OPTIONS":
        return method
    if method not in known:
        raise ProtocolError(405, f"Use {' or '.join(known)}.")
    if request.headers.get("Tus-Resumable") != VERSION:
        raise ProtocolError(412, f"This server speaks tus {VERSION}.")
    return method


def number(request: HttpRequest, header: str) -> int:
    """A count of bytes; raises ProtocolError 400 when it is none."""
    count = _count(request.headers.get(header, ""))
    if count is None or count > LONGEST:
        raise ProtocolError(400, f"{header} must be a number of bytes.")
    return count


def _count(text: str) -> int | None:
    """A number in plain digits, and few enough that they can be one."""
    return int(text) if is_count(text) and len(text) <= MOST_DIGITS else None


def is_count(text: str) -> bool:
    """Digits alone; some signs beside them count as digits and are no number."""
    return text.isascii() and text.isdecimal()


def body_bytes(request: HttpRequest) -> int:
    """How long the body is; tus pieces say so before they come."""
    text = request.META.get("CONTENT_LENGTH") or ""
    if "HTTP_TRANSFER_ENCODING" in request.META:
        raise ProtocolError(411, "Say how long the piece is: Content-Length.")
    if is_count(text) and len(text) > MOST_DIGITS:
        raise ProtocolError(413, "The piece is longer than the file.")
    return _count(text) or 0


def metadata(request: HttpRequest) -> dict[str, str]:
    """What the client says of the file; raises ProtocolError 400 when it is unreadable."""
    told = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _space, value = pair.strip().partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode(errors="replace")
        except ValueError as error:
            raise ProtocolError(400, "Upload-Metadata cannot be read.") from error
    return told


class Checksum:
    """The checksum a piece announced, counted while it comes."""

    def __init__(self, algorithm: str, wanted: bytes) -> None:
        self._digest = ALGORITHMS[algorithm]()
        self._wanted = wanted

    def update(self, data: bytes) -> None:
        self._digest.update(data)

    @property
    def is_right(self) -> bool:
        return self._digest.digest() == self._wanted


def checksum(request: HttpRequest) -> Checksum | None:
    """The checksum of this piece, when the client sends one."""
    header = request.headers.get("Upload-Checksum", "")
    if not header:
        return None
    algorithm, _space, value = header.partition(" ")
    if algorithm not in ALGORITHMS:
        raise ProtocolError(400, "This checksum is not known here.")
    try:
        return Checksum(algorithm, base64.b64decode(value.strip(), validate=True))
    except ValueError as error:
        raise ProtocolError(400, "Upload-Checksum cannot be read.") from error


def _moment(at: datetime) -> str:
    return http_date(at.timestamp())
