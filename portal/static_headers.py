"""What goes with a style sheet, a font or a picture of ours: they are nobody else's."""

from __future__ import annotations

from typing import Any

POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


def static_headers(headers: Any, _path: str, _url: str) -> None:
    """Called once for each file when the web process starts."""
    headers["Content-Security-Policy"] = POLICY
    headers["Cross-Origin-Resource-Policy"] = "same-origin"
