"""Pictures and clean copies given out by a second host name (SECURITY: L3).

Whoever may see one is sent there with a signed address of that one thing, good for five
minutes. The host gets no cookie of a session: what a stranger's file does in a browser, it
does where nobody is signed in. Without PREVIEW_HOST they come from the portal's own host.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import signing
from django.db.models import Model
from django.http import Http404, HttpRequest

from records import names, sniff
from records.models import Derivative, ImagingCopy, JoinedPdf, PagePreview, StoredBytes

SALT, SECONDS = "records.apart", 300
PREFIX = "/shown/"
KINDS: dict[str, type[Model]] = {
    "page": PagePreview,
    "copy": Derivative,
    "record": JoinedPdf,
    "scan": ImagingCopy,
}
_SCANS = {
    ImagingCopy.Kind.PICTURE: ("image/webp", "webp"),
    ImagingCopy.Kind.PDF: ("application/pdf", "pdf"),
    ImagingCopy.Kind.TEXT: ("text/plain; charset=utf-8", "txt"),
}


@dataclass(frozen=True)
class Shown:
    """Something that a browser shows: its bytes, their type, the name they are saved under."""

    stored: StoredBytes
    type: str
    name: str

    @classmethod
    def of(cls, stored: StoredBytes) -> Shown:
        if isinstance(stored, PagePreview):
            return cls(stored, "image/webp", f"page-{stored.number}.webp")
        if isinstance(stored, Derivative):
            plain = stored.type == sniff.TEXT
            type_ = "text/plain; charset=utf-8" if plain else stored.type
            return cls(stored, type_, names.given_out(stored.file.name, stored.type))
        if isinstance(stored, JoinedPdf):
            return cls(stored, sniff.PDF, f"record-{stored.record.number}.pdf")
        type_, ending = _SCANS[stored.kind]
        return cls(stored, type_, f"scan.{ending}")


def address(request: HttpRequest, stored: StoredBytes) -> str:
    """Where the browser gets it; "" when this host gives it out itself."""
    if not settings.PREVIEW_HOST:
        return ""
    kind = next(kind for kind, model in KINDS.items() if isinstance(stored, model))
    token = signing.dumps([kind, str(stored.pk)], salt=SALT)
    return f"{request.scheme}://{settings.PREVIEW_HOST}{PREFIX}{token}"


def named_by(token: str) -> Shown:
    """What a signed address names; Http404 for one that is false, old, or of what is gone."""
    try:
        kind, key = signing.loads(token, salt=SALT, max_age=SECONDS)
    except signing.BadSignature as error:
        raise Http404 from error
    found: Any = KINDS[kind]._default_manager.filter(pk=key).exclude(key="").first()
    if found is None:
        raise Http404
    return Shown.of(found)
