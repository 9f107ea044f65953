"""The pages of a packet that we write ourselves: cover, index, sheets of images, texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from consultations.packet.frames import frames
from consultations.packet.plan import Entry, Picture
from consultations.summary import texts, words
from consultations.summary.engine import thinned
from records import sniff
from records.paper import engine, fonts
from records.paper.limits import bounded

SHEET = Path(__file__).resolve().parent / "packet.css"
MOST_NAMED = 12  # files of one record that the index names
MOST_TEXT = 120_000  # characters of a text that are printed; longer ones are in the zip
SHEETS_AT_ONCE = 60


Counted = Callable[[int], Any]


def drawn(
    template: str, context: dict[str, Any], counted: Counted | None = None
) -> engine.Rendered:
    """Raises PaperError with the cause. `counted` hears how many pages it has, early.

    These pages are bound into the packet, where no tag of theirs would be left.
    """
    return bounded(_drawn, render_to_string(template, context), counted)


def _drawn(html: str, counted: Counted | None) -> engine.Rendered:
    document, said = engine.lay_out(html, SHEET, thin=thinned, tagged=False)
    if counted is not None:
        counted(len(document.pages))
    return engine.checked(document, said, tagged=False)


def own(text: object, most: int, language: str = "") -> Any:
    """Words of somebody in one line; a letter none of our fonts has stands as its number.

    A title must not keep a whole packet from being built.
    """
    lost = fonts.undrawable(line := texts.cut(text, most))
    for point in lost:
        line = line.replace(chr(int(point[2:], 16)), f"[{point}]")
    return texts.original(line, language)


def cover(head: dict[str, Any], entries: list[Entry]) -> engine.Rendered:
    """Before everything else of a packet without names: what it is not."""
    left = sum(sum(entry.left_out.values()) for entry in entries)
    return drawn("pdf/packet_cover.html", {**head, "left": left})


def index(
    head: dict[str, Any], entries: list[Entry], counted: Counted | None = None
) -> engine.Rendered:
    """Every record with its pages, and what is not here and why."""
    rows = [_row(entry, nameless=head["nameless"]) for entry in entries]
    context = {
        **head,
        "rows": [row for row in rows if row["here"]],
        "absent": [row for row in rows if not row["here"]],
    }
    return drawn("pdf/packet_index.html", context, counted)


def _row(entry: Entry, *, nameless: bool) -> dict[str, Any]:
    record = entry.record
    told = entry.telling and not nameless
    called = record.title or record.is_unnamed
    title = own(entry.heading, 160, record.language) if called and told else ""
    issuer = own(record.issued_by, 120, record.language)
    return {
        "number": record.number,
        "place": entry.place if entry.pages else "",
        "date": words.partial_span(record.dated_on, record.dated_to)
        or texts.bi("无日期", "no date"),
        "kind": texts.label_in_both(record.about.label),
        "title": title,
        "issuer": issuer if told else "",
        "files": _files(entry) if told else [],
        "count": len(entry.originals),
        "left_out": _left_out(entry),
        "here": bool(entry.originals or entry.pages),
    }


def _files(entry: Entry) -> list[dict[str, Any]]:
    """The parts of a record that has more than one; of photos of one paper none."""
    if not entry.sheets and all(doc.type == sniff.JPEG for doc in entry.docs):
        return []
    found = [
        {"name": own(doc.title, 90), "place": f"{entry.place}.{number}"}
        for number, doc in enumerate(entry.docs)
    ]
    if entry.sheets:
        name = texts.bi("影像图片", "images of scans")
        found.append({"name": name, "place": f"{entry.place}.s"})
    if len(found) < 2:
        return []
    more = len(found) - MOST_NAMED
    rest = [{"name": texts.bi(f"另有 {more} 个", f"and {more} more")}]
    return found[:MOST_NAMED] + (rest if more > 0 else [])


def _left_out(entry: Entry) -> list[Any]:
    return [
        texts.joined([reason.words, texts.bi(f"{count} 项", f"{count} times")])
        if count > 1
        else reason.words
        for reason, count in entry.left_out.items()
    ]


def sheets(entries: list[Entry], per_sheet: int, *, nameless: bool) -> engine.Rendered:
    """Pages with empty frames and the words below them; each record begins a new one."""
    places = frames(per_sheet)
    pages = [
        {
            "number": entry.record.number,
            "title": "" if nameless else own(entry.record.title, 90),
            "kind": texts.label_in_both(entry.record.about.label),
            "date": words.partial_span(entry.record.dated_on, entry.record.dated_to),
            "frames": list(zip(places, some, strict=False)),
        }
        for entry in entries
        for some in pages_of(entry.pictures, per_sheet)
    ]
    for page in pages:
        page["frames"] = [(f, _caption(p)) for f, p in page["frames"]]
    return drawn("pdf/packet_sheets.html", {"pages": pages})


def _caption(picture: Picture) -> list[Any]:
    return [own(line, 120) for line in picture.caption if line]


def pages_of(pictures: list[Picture], per_sheet: int) -> list[list[Picture]]:
    starts = range(0, len(pictures), per_sheet)
    return [pictures[start : start + per_sheet] for start in starts]


def text(content: bytes) -> engine.Rendered:
    """A text as pages; raises PaperError where it is too long to be printed."""
    plain = content.decode("utf-8", "replace")
    if len(plain) > MOST_TEXT:
        raise engine.PaperError("too_long", f"{len(plain)} characters")
    lines = [texts.original(line, most=2_000) for line in plain.splitlines()]
    return drawn("pdf/packet_text.html", {"lines": lines})
