"""`index.csv`: what lies in the zip, for a person with a table program and for a program."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import Any

from consultations.packet.plan import Entry

COLUMNS = (
    "record", "date", "kind", "title", "issued by", "language", "file", "sha256", "bytes",
    "packet pages", "left out",
)  # fmt: skip
# Table programs take such a cell for a formula (OWASP: CSV injection).
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Line:
    """One file in the zip."""

    entry: Entry
    name: str
    sha256: str
    size: int


def table(entries: list[Entry], lines: list[Line], *, nameless: bool) -> bytes:
    """UTF-8 with the mark that Excel needs; a record without a file has a line, too."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for entry in entries:
        own = [line for line in lines if line.entry is entry]
        for line in own or [None]:
            writer.writerow([guarded(cell) for cell in _row(entry, line, nameless)])
    return out.getvalue().encode("utf-8-sig", "replace")


def _row(entry: Entry, line: Line | None, nameless: bool) -> list[Any]:
    record = entry.record
    told = entry.telling and not nameless
    ends = dict.fromkeys(filter(None, (entry.first_page, entry.last_page)))
    pages = " to ".join(map(str, ends))  # "6-8" would become a day in June
    return [
        record.number,
        str(record.dated_on or ""),
        record.about.code,
        record.title if told else "",
        record.issued_by if told else "",
        record.language,
        line.name if line else "",
        line.sha256 if line else "",
        line.size if line else "",
        pages,
        "; ".join(f"{reason.english} ({n})" for reason, n in entry.left_out.items()),
    ]


def guarded(cell: Any) -> str:
    """Text that no table program works out."""
    text = str(cell)
    return f"'{text}" if text.startswith(_STARTS) else text
