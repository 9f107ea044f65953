"""What a part is made of: tables, pairs of label and answer, notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.summary import texts
from consultations.summary.source import Source

Block = dict[str, Any]
Heads = list[tuple[str, str]]

LONG = 24  # rows of a table; more stand as a list
SOURCE = ("来源", "Source")


def table(heads: Heads, rows: list[list[Any]]) -> Block:
    """A table; once it is long, one line a row: shorter to read and to lay out."""
    if len(rows) > LONG:
        return {"kind": "lines", "heads": heads, "rows": rows}
    return {"kind": "table", "heads": heads, "rows": rows}


def note(text: Any) -> Block:
    return {"kind": "note", "text": text}


def pairs(rows: Iterable[tuple[tuple[str, str], Any]]) -> Block:
    return {
        "kind": "pairs",
        "pairs": [
            {"label": texts.bi(*label), "value": texts.provided(value)}
            for label, value in rows
        ],
    }


def yes_no(value: bool) -> SafeString:
    if value:
        return format_html('<span class="yes">{}</span>', texts.bi("有", "yes"))
    return format_html('<span class="no">{}</span>', texts.bi("无", "no"))


def coded(source: Source, kind: Any, fact: str) -> SafeString | str:
    """The coded answer in both languages with its mark; empty when not given."""
    part, name = fact.split(".")
    holder = {"health": source.health, "patient": source.patient}.get(
        part, source.request
    )
    value = getattr(holder, name)
    label = (
        texts.labels_of(kind, value)
        if isinstance(value, list)
        else texts.label_of(kind, value)
    )
    if not label:
        return texts.NOT_KNOWN if name in holder.not_known else ""
    return texts.joined([label, source.mark(fact)], " ")
