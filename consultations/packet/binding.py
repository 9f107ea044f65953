"""From a plan to the PDF: numbers the pages, draws the index, lets the child bind it all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings

from consultations.packet import papers
from consultations.packet.frames import frames
from consultations.packet.plan import Doc, Entry
from consultations.packet.reasons import Reason
from consultations.summary.source import Source
from records import sniff, vault
from records.models import Sealed, StoredBytes
from records.paper import stamp
from records.paper.engine import PaperError, Rendered
from records.row import Piece, Row, size_of
from records.sandbox import parent
from records.sandbox.limits import MB, Limits

MOST_TURNS = 4  # page numbers may be wrong at first; nothing changes them twice
SECONDS = 900


class TryAgainError(Exception):
    """Nothing was made, by no fault of the records."""


class Bound:
    """The sealed PDF on its way; `discard` leaves nothing of it."""

    def __init__(self, case_id: Any) -> None:
        self.writer = vault.writer(case_id)
        self._digest = hashlib.sha256()
        self.pages = 0

    def write(self, data: bytes) -> None:
        self.writer.write(data)
        self._digest.update(data)

    def close(self) -> None:
        return None

    def finish(self) -> Sealed:
        return self.writer.finish()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Binder:
    """Binds one packet."""

    def __init__(
        self,
        source: Source,
        head: dict[str, Any],
        entries: list[Entry],
        *,
        per_sheet: int,
        summary: StoredBytes | bytes,
        summary_pages: int,
    ) -> None:
        self._source, self._head, self._entries = source, head, entries
        self._per_sheet = per_sheet
        self._summary, self._summary_pages = summary, summary_pages
        self._cover: Rendered | None = None
        self._index_pages = max(1, len(entries) // 20)
        self._texts_to_pages()
        self._sheets = self._draw_sheets()

    def bind(self, bound: Bound, progress: Callable[[int], Any]) -> None:
        """Writes the PDF. Raises PaperError with the cause, or TryAgainError."""
        for _turn in range(MOST_TURNS):
            self._number()
            self._refuse_too_many()
            drawn = papers.index(self._source, self._head, self._entries)
            if drawn.pages != self._index_pages:
                self._index_pages = drawn.pages
                continue
            if self._head["nameless"] and self._cover is None:
                self._cover = papers.cover(self._head, self._entries)
            if self._run(drawn, bound, progress):
                return
        raise PaperError("unexpected", "page numbers")

    def _texts_to_pages(self) -> None:
        """Plain texts are drawn; one that cannot be is in the zip only."""
        for entry in self._entries:
            for doc in [d for d in entry.docs if d.type == sniff.TEXT]:
                try:
                    drawn = papers.text(_read(doc.stored))
                except PaperError:
                    entry.docs.remove(doc)
                    entry.leave(Reason.UNREADABLE, doc.file)
                    continue
                doc.stored, doc.type, doc.pages = drawn.pdf, sniff.PDF, drawn.pages

    def _draw_sheets(self) -> list[tuple[list[Entry], Rendered]]:
        """Empty sheets, some records at a time; says of each entry how many it has."""
        batches: list[list[Entry]] = []
        room = 0
        for entry in self._entries:
            entry.sheets = len(papers.pages_of(entry.pictures, self._per_sheet))
            if not entry.sheets:
                continue
            if entry.sheets > room:
                batches.append([])
                room = max(papers.SHEETS_AT_ONCE, entry.sheets)
            batches[-1].append(entry)
            room -= entry.sheets
        nameless = self._head["nameless"]
        return [
            (
                some,
                papers.sheets(self._source, some, self._per_sheet, nameless=nameless),
            )
            for some in batches
        ]

    def _number(self) -> None:
        """The first page of each record, by what is known of the pages so far."""
        at = 1 + self._summary_pages + self._index_pages
        at += 1 if self._head["nameless"] else 0
        for entry in self._entries:
            entry.first_page = at if entry.pages else 0
            at += entry.pages
        self._total = at - 1

    def _refuse_too_many(self) -> None:
        if self._total > settings.PACKET_MOST_PAGES:
            raise PaperError("too_many_pages", str(self._total))

    def _run(self, drawn: Rendered, bound: Bound, progress: Callable) -> bool:
        """False when some pages turned out otherwise: the numbers were wrong."""
        pieces, parts, expected = self._laid_out(drawn)
        size = sum(size_of(piece) for piece in pieces)
        with Row(pieces) as row:
            found = parent.run(
                "bind",
                row,
                arguments=self._arguments(parts, expected),
                limits=_limits(size),
                sink=lambda _name: bound,
                progress=progress,
            )
        if found.get("code") == "killed":
            raise TryAgainError
        if "code" in found:
            raise PaperError(_cause(found["code"]), str(found.get("error", "")))
        if found.get("pages") == self._total:
            bound.pages = self._total
            return True
        self._learn(found, parts)
        return False

    def _laid_out(self, drawn: Rendered) -> tuple[list[Piece], list[dict], list[int]]:
        pieces: list[Piece] = []
        parts: list[dict[str, Any]] = []
        expected: list[int] = []
        self._docs: list[tuple[Entry, Doc] | None] = []  # beside `parts`

        def put(piece: Piece, role: str, pages: int | None = None, **told: Any) -> None:
            kind = told.pop("type", sniff.PDF)
            self._docs.append(told.pop("doc", None))
            pieces.append(piece)
            parts.append({"role": role, "type": kind, "size": size_of(piece), **told})
            if pages is not None:
                expected.append(pages)

        put(stamp.font()[0], "font")
        put(self._summary, "base", self._summary_pages, place="summary")
        if self._cover is not None:
            put(self._cover.pdf, "cover", self._cover.pages, place="cover")
        put(drawn.pdf, "index", drawn.pages, place="index")
        sheets = {id(some[0]): rendered for some, rendered in self._sheets}
        at = 0
        for entry in self._entries:
            for number, doc in enumerate(entry.docs):
                put(
                    doc.stored,
                    "pages",
                    doc.pages,
                    type=doc.type,
                    doc=(entry, doc),
                    record=entry.place,
                    place=f"{entry.place}.{number}",
                )
            if entry.sheets:
                if id(entry) in sheets:
                    put(sheets[id(entry)].pdf, "drawn")
                    at = 0
                put(
                    b"",
                    "pages",
                    entry.sheets,
                    of_drawn=[at, entry.sheets],
                    record=entry.place,
                    place=f"{entry.place}.s",
                )
                at += entry.sheets
                places = frames(self._per_sheet)
                for number, picture in enumerate(entry.pictures):
                    page, place = divmod(number, self._per_sheet)
                    frame = places[place].in_points
                    put(picture.stored, "picture", page=page, frame=frame)
        return pieces, parts, expected

    def _arguments(self, parts: list[dict], expected: list[int]) -> dict[str, Any]:
        total, ref = self._total, self._head["ref"]
        return {
            "parts": parts,
            "expected": expected,
            "most_pages": settings.PACKET_MOST_PAGES,
            "font": stamp.font()[1],
            "stamp": {
                e.place: f"Record {e.record.number} · page % of {e.pages} · index"
                for e in self._entries
            },
            "corner": f"{ref} · packet page % of {total}",
            "title": f"Packet {ref}, version {self._head['version']}",
            "marks": self._marks(),
        }

    def _marks(self) -> list[dict[str, Any]]:
        first = [{"title": "病例摘要 Case summary", "place": "summary", "keeps": True}]
        first.append({"title": "资料目录 Index of records", "place": "index"})
        return first + [self._mark(e) for e in self._entries if e.pages]

    def _mark(self, entry: Entry) -> dict[str, Any]:
        """One of each record; of one with several files, one of each file below it."""
        record = entry.record
        told = entry.telling and not self._head["nameless"]
        heading = record.heading if told else str(record.about.label)
        title = f"{record.number} · {record.dated_on or '无日期 no date'} · {heading}"
        under = [
            {"title": d.title or f"{n + 1}", "place": f"{entry.place}.{n}"}
            for n, d in enumerate(entry.docs)
            if d.pages
        ]
        if entry.sheets:
            title_ = "影像图片 Images of scans"
            under.append({"title": title_, "place": f"{entry.place}.s"})
        return {
            "title": title,
            "place": entry.place,
            "under": under if len(under) > 1 else [],
        }

    def _learn(self, found: dict[str, Any], parts: list[dict]) -> None:
        """Takes the true numbers of pages, and takes out what cannot be opened."""
        broken = {n for n in found.get("broken", []) if isinstance(n, int)}
        counts = [n for n in found.get("counts", []) if isinstance(n, int) and n >= 0]
        with_pages = [n for n, p in enumerate(parts) if p["role"] in _PAGES]
        if len(counts) != len(with_pages):
            raise PaperError("unexpected", "counts")
        for number, count in zip(with_pages, counts, strict=True):
            if parts[number]["role"] == "base":
                self._summary_pages = count
            if self._docs[number] is None:
                continue
            entry, doc = self._docs[number]
            doc.pages = count
            if number in broken:
                entry.docs.remove(doc)
                entry.leave(Reason.UNREADABLE, doc.file)


_PAGES = {"base", "cover", "index", "pages"}


def _cause(code: str) -> str:
    return code if code in {"too_many_pages"} else "not_bound"


def _limits(size: int) -> Limits:
    return Limits(
        memory=1280 * MB,
        cpu_seconds=SECONDS,
        wall_seconds=SECONDS,
        output_bytes=2 * size + 256 * MB,
        outputs=1,
    )


def _read(stored: StoredBytes | bytes) -> bytes:
    if isinstance(stored, bytes):
        return stored
    with vault.open_(stored) as opened:
        return opened.read(4 * papers.MOST_TEXT + 4)
