"""Names in the zip: of any script, safe on every computer, none of them twice."""

from __future__ import annotations

import re
import unicodedata

from consultations.packet.plan import Entry
from records import names
from records.models import File

MOST_BYTES = 120  # of one name: with its folder far below what Windows takes
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def folder(entry: Entry) -> str:
    """`012_2026-09-09_imaging_files`: its number, its day, its kind."""
    day = str(entry.record.dated_on or "undated").rstrip("~")
    return f"{entry.record.number:03d}_{day}_{entry.record.about.code}"


def of_file(position: int, file: File) -> str:
    """The name a person gave, after its place, so that pages stay in their order."""
    return f"{position:02d}_{safe(names.given_out(file.name, file.type))}"


def safe(name: str) -> str:
    """The last part of a name without what a computer takes for something else."""
    plain = unicodedata.normalize("NFC", names.label(name))
    plain = _FORBIDDEN.sub("_", plain).strip(" .~")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    return _short(plain) or "file"


def _short(name: str) -> str:
    if len(name.encode()) <= MOST_BYTES:
        return name
    stem, dot, ending = name.rpartition(".")
    stem, tail = (stem, f"{dot}{ending[:10]}") if dot and stem else (name, "")
    room = MOST_BYTES - len(tail.encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .") + tail
