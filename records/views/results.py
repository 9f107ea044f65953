"""What became of files that were sent a moment ago: one row for each, as it is now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from intake.models import Case
from records import access, refusals, remarks
from records.called import first_file
from records.models import File, Record

HERE = {"twice", "named"}
TAKEN_AGAIN = {"small", "broken", "no_pages", "blurred"}  # a better one would help
Told = tuple[str, str, str]  # the name, the code and the record of a file


def results_of(case: Case, told: Iterable[Told]) -> dict[str, Any]:
    """For the page: a row for each file, and how many of each there are."""
    told = list(told)
    by_id = access.records_named(case, {record for *_rest, record in told if record})
    files = _files_of(told, by_id)
    rows = [
        _row(one, by_id.get(one[2]), file)
        for one, file in zip(told, files, strict=True)
    ]
    _one_link_each(rows)
    arrived = sum(row["is_kept"] for row in rows)
    here = sum(row["is_here"] for row in rows)
    refused = len(rows) - arrived - here
    return {"rows": rows, "arrived": arrived, "here": here, "refused": refused}


def _files_of(told: list[Told], by_id: dict[str, Record]) -> list[File | None]:
    """The file of each row, where it can be known: phones give many pages one name."""
    arrived = Counter((name, record) for name, code, record in told if not code)
    waiting = {
        (name, record): _newest(by_id.get(record), name, count)
        for (name, record), count in arrived.items()
    }
    found: list[File | None] = []
    for name, code, record in told:
        files = [] if code else waiting[name, record]
        same = _same(by_id.get(record), name) if code in HERE else None
        found.append(files.pop(0) if files else same)
    return found


def _newest(record: Record | None, name: str, count: int) -> list[File]:
    """The pages that came now, in their order: the last of this name, but for the refused."""
    if record is None:
        return []
    files = [file for file in record.files.all() if file.name == name]
    count -= sum(file.name == name for file in record.refused_files)
    return files[-count:] if count > 0 else []


def _same(record: Record | None, name: str) -> File | None:
    """What was sent once more: it may lie here under another name, if nothing else does."""
    files = list(record.files.all()) if record is not None else []
    named = [file for file in files if file.name == name]
    return next(iter(named or files[:1]), None) if named or len(files) == 1 else None


def _row(one: Told, record: Record | None, file: File | None) -> dict[str, Any]:
    """One file, with what the look inside and its copy found since it came."""
    name, code, record_id = one
    if record is not None and not code:
        refused = [f.verdict_code for f in record.refused_files if f.name == name]
        code = refused[0] if refused and file is None else ""
    warned = _warnings(file)
    return {
        "name": name,
        "is_kept": not code,
        "is_here": code in HERE,
        "text": refusals.sentence(code),
        "warnings": [text for _code, text in warned],
        "again": file if any(code in TAKEN_AGAIN for code, _text in warned) else None,
        "record": record_id if record is not None else "",
        "document": first_file(record) if record is not None else "",
    }


def _warnings(file: File | None) -> list[tuple[str, str]]:
    """What is said of a kept file, each sentence with its code."""
    if file is None:
        return []
    told = [(file.verdict_code, refusals.sentence(file.verdict_code))]
    for code in remarks.of_file(file):
        told += [(code, text) for text in remarks.sentences([code])]
    return [(code, text) for code, text in told if text]


def _one_link_each(rows: list[dict[str, Any]]) -> None:
    """Pages of one document lead to it once, under the last that was kept."""
    last = {row["record"]: row for row in sorted(rows, key=lambda r: r["is_kept"])}
    for row in rows:
        row["is_linked"] = bool(row["record"]) and last[row["record"]] is row
