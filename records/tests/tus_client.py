"""Sends files in pieces as a client of tus does, through the client of the tests."""

from __future__ import annotations

import base64

from django.urls import reverse

TUS = {"Tus-Resumable": "1.0.0"}
BODY = "application/offset+octet-stream"


def said(**told: str) -> str:
    """Upload-Metadata."""
    pairs = (
        f"{name} {base64.b64encode(v.encode()).decode()}" for name, v in told.items()
    )
    return ",".join(pairs)


def begin(client, case, length: int, *, body: bytes = b"", headers=None, **told: str):
    url = reverse("records:upload_begin", args=[case.pk])
    told = {"filename": "scan.pdf", **told}
    wanted = TUS | {"Upload-Length": str(length), "Upload-Metadata": said(**told)}
    kind = BODY if body else ""
    return client.post(url, body, content_type=kind, headers=wanted | (headers or {}))


def send(client, url: str, offset: int, data: bytes, **headers: str):
    wanted = TUS | {"Upload-Offset": str(offset)} | headers
    return client.patch(url, data, content_type=BODY, headers=wanted)


def ask(client, url: str):
    return client.head(url, headers=TUS)


def whole(client, case, content: bytes, **told: str):
    """Begins an upload and sends all of it."""
    url = begin(client, case, len(content), **told)["Location"]
    return send(client, url, 0, content)
