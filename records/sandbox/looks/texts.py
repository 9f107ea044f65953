"""Texts, tables in text, and RTF: read once from end to end."""

import re

from records.sandbox.refused import RefusedError

PIECE = 1024 * 1024
LAST = 64  # letters looked at from the piece before: a word may be cut in two
_OBJECT = re.compile(rb"\\(objdata|objocx|objemb|objlink|objautlink|objupdate|ddeauto)")


def look(source) -> dict:
    """A text is one to its end: what turns into zeros half way was damaged on its way."""
    wide = source.read(2) in (b"\xff\xfe", b"\xfe\xff")
    source.seek(0)
    while piece := source.read(PIECE):
        if not wide and b"\0" in piece:
            return {"code": "broken"}
    return {}


def look_at_rtf(source) -> dict:
    found, before = {"code": ""}, b""
    while piece := source.read(PIECE):
        if _OBJECT.search(before + piece):
            found = {"code": "macros"}
        before = (before + piece)[-LAST:]
    if not before.rstrip(b"\0 \r\n\t").endswith(b"}"):
        raise RefusedError("broken")
    return found
