"""From a plan to the PDF: numbers the pages, draws the index, lets the child bind it all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import Any

from django.conf import settings

from consultations.packet import papers
from consultations.packet.frames import frames
from consultations.packet.plan import Doc, Entry
from consultations.packet.reasons import Reason
from records import sniff, vault
from records.models import Sealed, StoredBytes
from records.paper import stamp
from records.paper.engine import PaperError, Rendered
from records.row import Behind, Piece, Row, size_of
from records.sandbox import parent
from records.sandbox.limits import MB, Limits

SECONDS = 900
LIMITS = Limits(memory=1280 * MB, cpu_seconds=SECONDS, wall_seconds=SECONDS, outputs=1)


class TryAgainError(Exception):
    """Nothing was made, by no fault of the records."""


class Bound:
    """The sealed PDF on its way; `discard` leaves nothing of it."""

    def __init__(self, case_id: Any) -> None:
        self.writer = vault.writer(case_id)
        self._digest = hashlib.sha256()
        self._behind = (Behind(self._digest.update), Behind(self.writer.write))
        self.pages = 0

    def write(self, data: bytes) -> None:
        for behind in self._behind:
            behind.write(data)

    def close(self) -> None:
        return None

    def finish(self) -> Sealed:
        for behind in self._behind:
            behind.finish()
        return self.writer.finish()

    def discard(self) -> None:
        for behind in self._behind:
            behind.end()
        self.writer.discard()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()


class Index:
    """The index, drawn in a thread; how many pages it has is known before it is written."""

    def __init__(self, pool: Executor, head: dict, entries: list[Entry]) -> None:
        self._pages: Future[int] = Future()
        self._drawn = pool.submit(papers.index, head, entries, self._pages.set_result)
        self._drawn.add_done_callback(self._fail)

    def _fail(self, drawn: Future[Rendered]) -> None:
        if not self._pages.done():
            self._pages.set_exception(drawn.exception() or RuntimeError("not counted"))

    def pages(self) -> bytes:
        return b"%d" % self._pages.result()

    def pdf(self) -> bytes:
        return self._drawn.result().pdf


def begun() -> AbstractContextManager[parent.Begun | parent.NoCage]:
    """The child that binds, for a Binder: it makes itself ready while the packet is planned."""
    return parent.begun("bind", LIMITS)


class Binder:
    """Binds one packet."""

    def __init__(
        self,
        head: dict[str, Any],
        entries: list[Entry],
        *,
        per_sheet: int,
        summary: StoredBytes | bytes,
        child: parent.Begun | parent.NoCage,
    ) -> None:
        self._child: parent.Begun | parent.NoCage | None = child
        self._head, self._entries = head, entries
        self._per_sheet = per_sheet
        self._summary = summary
        self._cover: Rendered | None = None
        self._texts_to_pages()
        self._sheets = self._draw_sheets()

    def bind(self, bound: Bound, progress: Callable[[int], Any]) -> None:
        """Writes the PDF. Raises PaperError with the cause, or TryAgainError.

        What cannot be opened is found out by the child: it is left out, and said so.
        """
        while True:
            self._refuse_too_many()
            if self._head["nameless"] and self._cover is None:
                self._cover = papers.cover(self._head, self._entries)
            if self._run(bound, progress):
                return

    @contextmanager
    def _begun(self) -> Iterator[parent.Begun | parent.NoCage]:
        """The child that is ready; another one when what it found is to be said first."""
        child, self._child = self._child, None
        with begun() if child is None else nullcontext(child) as one:
            yield one

    def _most_output(self) -> int:
        held = [doc.stored for entry in self._entries for doc in entry.docs]
        return 2 * sum(map(size_of, [*held, self._summary])) + 512 * MB

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
                papers.sheets(some, self._per_sheet, nameless=nameless),
            )
            for some in batches
        ]

    def _refuse_too_many(self) -> None:
        pages = sum(entry.pages for entry in self._entries)
        if pages > settings.PACKET_MOST_PAGES:
            raise PaperError("too_many_pages", str(pages))

    def _run(self, bound: Bound, progress: Callable) -> bool:
        """False when something could not be opened: the index is to say so.

        The index is drawn while the child takes the pages of the records.
        """
        pieces, parts = self._laid_out()
        with (
            self._begun() as child,
            ThreadPoolExecutor(1, thread_name_prefix="index") as pool,
            Row(pieces) as row,
        ):
            index = Index(pool, self._head, self._entries)
            found = child.run(
                row,
                self._arguments(parts),
                sink=lambda _name: bound,
                progress=progress,
                late=[index.pages, index.pdf],
                output_bytes=self._most_output(),
            )
        if found.get("code") == "killed":
            raise TryAgainError
        if "code" in found:
            raise PaperError(_cause(found["code"]), str(found.get("error", "")))
        self._learn(found, parts)
        if not isinstance(found.get("pages"), int):
            return False
        bound.pages = found["pages"]
        self._number(found["counts"], parts)
        return True

    def _laid_out(self) -> tuple[list[Piece], list[dict]]:
        pieces: list[Piece] = []
        parts: list[dict[str, Any]] = []
        self._docs: list[tuple[Entry, Doc] | None] = []  # beside `parts`

        def put(piece: Piece, role: str, **told: Any) -> None:
            kind = told.pop("type", sniff.PDF)
            self._docs.append(told.pop("doc", None))
            pieces.append(piece)
            parts.append({"role": role, "type": kind, "size": size_of(piece), **told})

        put(stamp.font()[0], "font")
        put(self._summary, "base", place="summary")
        if self._cover is not None:
            put(self._cover.pdf, "cover", place="cover")
        sheets = {id(some[0]): rendered for some, rendered in self._sheets}
        at = 0
        for entry in self._entries:
            for number, doc in enumerate(entry.docs):
                put(
                    doc.stored,
                    "pages",
                    type=doc.type,
                    pixels=getattr(doc.stored, "pixels", []),
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
        put(b"", "index", place="index")
        return pieces, parts

    def _arguments(self, parts: list[dict]) -> dict[str, Any]:
        ref = self._head["ref"]
        return {
            "parts": parts,
            "most_pages": settings.PACKET_MOST_PAGES,
            "font": stamp.font()[1],
            "stamp": {
                e.place: f"Record {e.record.number} · page % of # · index"
                for e in self._entries
            },
            "index": "Index of records",
            "corner": f"{ref} · packet page % of #",
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
        heading = entry.heading if told else str(record.about.label)
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
            if self._docs[number] is None:
                continue
            entry, doc = self._docs[number]
            doc.pages = count
            if number in broken:
                entry.docs.remove(doc)
                entry.leave(Reason.UNREADABLE, doc.file)

    def _number(self, counts: list[int], parts: list[dict]) -> None:
        """Where each record begins, for the table of the zip."""
        with_pages = [part for part in parts if part["role"] in _PAGES]
        told = list(zip(with_pages, counts, strict=True))
        at = 1 + sum(count for part, count in told if part["role"] != "pages")
        begins: dict[str, int] = {}
        for part, count in told:
            if part["role"] == "pages" and count:
                begins.setdefault(part["record"], at)
                at += count
        for entry in self._entries:
            entry.first_page = begins.get(entry.place, 0)


_PAGES = {"base", "cover", "index", "pages"}


def _cause(code: str) -> str:
    return code if code in {"too_many_pages"} else "not_bound"


def _read(stored: StoredBytes | bytes) -> bytes:
    if isinstance(stored, bytes):
        return stored
    with vault.open_(stored) as opened:
        return opened.read(4 * papers.MOST_TEXT + 4)
