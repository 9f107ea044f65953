"""Part 9: every file of every record, and how many there are."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.summary import papers, texts, words
from consultations.summary.blocks import LONG, said_once, shared_by_most
from consultations.summary.source import Source
from records.models import File, Record

# What most files of a long case share is said once, above the list.
SHARED = {
    "issued": ("出具单位", "issued by"),
    "by": ("添加人", "added by"),
    "language": ("语言", "language"),
    "translation": ("译文", "translation"),
}


def annex_rows(source: Source) -> list[dict[str, Any]]:
    """One row a file; a record without a file still stands here, saying so."""
    rows = [
        _row(source, record, file)
        for record in source.records
        for file in list(record.files.all()) or [None]
    ]
    usual = _usual(rows)
    return [{**row, "line": _line(row, usual)} for row in rows]


def annex_note(source: Source, rows: list[dict[str, Any]]) -> SafeString:
    count = len(source.records)
    files = sum(len(record.files.all()) for record in source.records)
    counted = texts.bi(
        "编号、日期、页数、种类、出具单位、添加人、语言、译文、备注。"
        f"{count} 份资料，{files} 个文件。每个文件的 SHA-256 校验值完整列出。",
        "Number, date, pages, kind, issued by, added by, language, translation, note. "
        f"{count} records, {files} files. Under each file stands its whole SHA-256.",
    )
    shared = [(SHARED[name], value) for name, value in _usual(rows).items()]
    return texts.joined([counted, said_once(shared)], " ")


def _usual(rows: list[dict[str, Any]]) -> dict[str, Any]:
    """What at least half of the files of a long case have in common."""
    if len(rows) <= LONG:
        return {}
    usual = {name: shared_by_most([row[name] for row in rows]) for name in SHARED}
    return {name: value for name, value in usual.items() if value}


def _row(source: Source, record: Record, file: File | None) -> dict[str, Any]:
    translation = texts.label_of(Record.Translation, record.translation)
    if record.translation_of is not None:
        translation = texts.joined(
            [translation, f"→ #{record.translation_of.number:02d}"], " "
        )
    return {
        "number": f"#{record.number:02d}",
        "kind": papers.numbered(source, record),
        "date": words.partial_span(record.dated_on, record.dated_to)
        or texts.NOT_PROVIDED,
        "issued": _told(source, record, record.issued_by) or texts.NOT_PROVIDED,
        "note": _told(source, record, record.note),
        "by": words.told_name(source, record.added_by),
        "language": words.language(record.language) or texts.NOT_PROVIDED,
        "translation": translation or texts.NOT_PROVIDED,
        "pages": _pages(file),
        "sha": file.sha256 if file else "",
    }


def _told(source: Source, record: Record, text: str) -> SafeString | str:
    """Words about a record, unless its sending was not agreed to."""
    return "" if source.withholds(record) else source.own(text)


def _line(row: dict[str, Any], usual: dict[str, Any]) -> list[Any]:
    """What a file is, and on a line of its own the hash to check it by."""
    number, date = row["number"], row["date"]
    bold = [format_html("<b>{}</b> {}", number, date)]  # a box: too dear in long lists
    pages = row["pages"]
    if str(pages).isdigit():
        pages = texts.bi(f"{pages} 页", "p.")
    told = [row[name] for name in SHARED if row[name] != usual.get(name)]
    note = row["note"] and texts.joined([texts.bi("备注", "note:"), row["note"]], " ")
    line = [*([number, date] if usual else bold), pages, row["kind"], *told]
    line += [note] if note else []
    if row["sha"]:
        line[-1] = format_html("{}<br/>SHA-256 {}", line[-1], row["sha"])
    return line


def _pages(file: File | None) -> Any:
    if file is None:
        return texts.bi("无文件", "no file")
    if file.is_being_checked:
        return texts.bi("未检查", "not checked yet")
    return file.pages if file.pages is not None else "–"
