"""What a part is made of: tables, pairs of label and answer, notes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from consultations.summary import texts
from consultations.summary.source import Source

Block = dict[str, Any]
Heads = list[tuple[str, str]]

LONG = 24  # rows of a table; more stand as a list
SOURCE = ("来源", "Source")
ISSUERS = {("出具单位", "Issued by"), ("单位", "Place"), ("实验室", "Laboratory")}
NOTHING = "–"  # an empty cell; a line simply goes without
YES = format_html('<span class="yes">☑ {}</span>', texts.bi("有", "yes"))
NO = format_html('<span class="no">☐ {}</span>', texts.bi("无", "no"))


def table(heads: Heads, rows: list[list[Any]]) -> Block:
    """A table; once it is long, one line a row: shorter to read and to lay out."""
    if len(rows) > LONG:
        return _lines(heads, rows)
    return {"kind": "table", "heads": heads, "rows": rows}


def _lines(heads: Heads, rows: list[list[Any]]) -> Block:
    """Rows as lines that leave out what most of them share: it is said once, above."""
    columns = zip(heads, zip(*rows, strict=True), strict=True)
    usual = [_usual_of(head, values) for head, values in columns]
    shared = [(head, value) for head, value in zip(heads, usual, strict=True) if value]
    return {
        "kind": "lines",
        "heads": heads,
        "usual": said_once(shared),
        "rows": [
            [
                _in_line(head, value)
                for head, value, most in zip(heads, row, usual, strict=True)
                if value not in (most, NOTHING)
            ]
            for row in rows
        ],
    }


def _usual_of(head: tuple[str, str], values: Sequence[Any]) -> Any:
    """Who issued a paper may be left out, and what nobody told of most rows.

    What it is and when, every row says.
    """
    most = shared_by_most(values)
    return most if head in ISSUERS or most == texts.NOT_PROVIDED else None


def shared_by_most(values: Sequence[Any]) -> Any:
    """The value of at least half of these; None when there is none."""
    value, count = Counter(values).most_common(1)[0]
    return value if count * 2 >= len(values) else None


def said_once(shared: list[tuple[tuple[str, str], Any]]) -> SafeString | str:
    if not shared:
        return ""
    said = texts.joined(
        texts.joined([texts.bi(*label), value], " ") for label, value in shared
    )
    return texts.joined([texts.bi("除另注明外：", "Unless said otherwise:"), said], " ")


def _in_line(head: tuple[str, str], value: Any) -> Any:
    """A yes or no takes its heading with it: a line has no columns."""
    if value in (YES, NO):
        return texts.joined([texts.bi(*head), value], " ")
    return value


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
    return YES if value else NO


def marked(source: Source, value: Any, fact: str) -> Any:
    """The value with the mark of where it comes from; nothing where there is none."""
    return texts.joined([value, source.mark(fact)], " ") if value else value


def sourced(
    source: Source, told: Iterable[tuple[Any, str]], between: str = " · "
) -> SafeString:
    """Values, each a fact of its own; the mark stands once where all have the same."""
    told = [(value, source.mark(fact)) for value, fact in told if value]
    marks = {mark for _value, mark in told}
    if len(marks) > 1:
        return texts.joined((texts.joined(pair, " ") for pair in told), between)
    values = texts.joined((value for value, _mark in told), between)
    return texts.joined([values, *marks], " ")


def coded(source: Source, kind: Any, fact: str) -> SafeString | str:
    """The coded answer in both languages with its mark; empty when not given."""
    part, name = fact.split(".")
    holder = {
        "health": source.health,
        "patient": source.patient,
        "treatingdoctor": source.doctor,
        "consultationrequest": source.request,
    }[part]
    value = getattr(holder, name)
    label = (
        texts.labels_of(kind, value)
        if isinstance(value, list)
        else texts.label_of(kind, value)
    )
    if not label:
        return texts.NOT_KNOWN if name in holder.not_known else ""
    return texts.joined([label, source.mark(fact)], " ")
