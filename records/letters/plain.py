"""A letter as text to copy into a message: the same words as on paper."""

from __future__ import annotations

from typing import Any

from records.letters import language

LINE = "________________________"
# Marks nobody sees that keep a name or a number whole in text of the other direction.
APART, END = "\u2068", "\u2069"


def text_of(sheet: dict[str, Any]) -> str:
    """One sheet as plain text; what is unknown is a line to fill in."""
    rtl = language.is_rtl(sheet["language"])
    parts = [_WRITE[block["is"]](block, rtl) for block in sheet["blocks"]]
    return "\n\n".join(parts) + "\n"


def _apart(text: str, rtl: bool) -> str:
    return f"{APART}{text}{END}" if rtl and text else text


def _ours(text: str, rtl: bool) -> str:
    if not rtl:
        return text
    return language.set_apart(text, lambda latin: _apart(latin, True), str)


def _text(block: dict, rtl: bool) -> str:
    return _ours(block["text"], rtl)


def _typed(block: dict, rtl: bool) -> str:
    return "\n".join([f"{block['label']}:", *(_apart(x, rtl) for x in block["lines"])])


def _pairs(block: dict, rtl: bool) -> str:
    rows = block["rows"]
    return "\n".join(f"{r['label']}: {_apart(r['value'], rtl) or LINE}" for r in rows)


def _items(block: dict, rtl: bool) -> str:
    items = (_item(n, item, rtl) for n, item in enumerate(block["items"], start=1))
    return "\n".join([block["head"], *items])


def _item(number: int, item: dict, rtl: bool) -> str:
    lines = [f"{number}. {_ours(item['title'], rtl)}"]
    if item.get("what"):
        lines.append(f"   {_ours(item['what'], rtl)}")
    for fact in item.get("known", ()):
        values = {name: _apart(value, rtl) for name, value in fact["with"].items()}
        lines.append(f"   – {fact['say'].format(**values)}")
    return "\n".join(lines)


_WRITE = {
    "reading": _text,
    "title": _text,
    "text": _text,
    "typed": _typed,
    "pairs": _pairs,
    "signs": _pairs,
    "items": _items,
}
