"""File names as labels: shown to people, never used as a path."""

from __future__ import annotations

import re
import unicodedata

MOST = 200
_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def label(name: str) -> str:
    """A name that can be shown: the last part, without control or direction marks."""
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    name = _UNSEEN.sub("", name).replace("\\", "/").rsplit("/", 1)[-1].strip(". ")
    if len(name) > MOST:
        stem, dot, ending = name.rpartition(".")
        ending = ending[:10] if dot else ""
        name = f"{(stem or name)[: MOST - 12]}…{dot}{ending}"
    return name or "file"
