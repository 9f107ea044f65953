"""Writes bytes into the vault as they come."""

from __future__ import annotations

import secrets
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress

from django.core.files.storage import Storage

from records.keys import Primitive
from records.models.stored import Sealed
from records.vault.parts import PART_BYTES, PartWriter, read_pieces

MOST_STORING = 3  # parts of one writer that wait to be safe
_stores = ThreadPoolExecutor(max_workers=8, thread_name_prefix="vault")


class Writer:
    """Bytes on their way in. Nobody sees them before a row remembers what `finish` gives.

    `checkpoint` makes safe what came so far; writing goes on after it. A short last part is
    then written anew, larger, under another name, so an older row stays true until a newer
    one replaces it; `tidy` removes what no row needs any more. A crash leaves nameless parts
    that `reconcile` finds.
    """

    def __init__(self, storage: Storage, primitive: Primitive, sealed: Sealed) -> None:
        self._storage, self._primitive = storage, primitive
        self._key, self._marks = sealed.key, list(sealed.parts)
        self.size = sealed.size_bytes
        self._out: PartWriter | None = None
        self._storing: deque[tuple[PartWriter, Future[None]]] = deque()
        self._made: list[str] = []
        self._replaced: list[str] = []

    @property
    def sealed(self) -> Sealed:
        return Sealed(self._key, tuple(self._marks), self.size)

    def write(self, data: bytes) -> None:
        start = 0
        while start < len(data):
            out = self._out or self._open()
            piece = data[start : start + PART_BYTES - out.size]
            out.write(piece)
            start += len(piece)
            self.size += len(piece)
            if out.size == PART_BYTES:
                self._close()

    def checkpoint(self) -> Sealed:
        """Everything written so far is safe; raises OSError when it is not."""
        self._close()
        self._wait_until_stored(left=0)
        return self.sealed

    finish = checkpoint

    def settled(self) -> Sealed:
        """What is safe by now, without waiting for the rest: all whole parts but the last.

        It can be less than a row remembers already: a part that is being written anew.
        """
        self._wait_until_stored(left=len(self._storing))
        return self._safe()

    def salvaged(self) -> Sealed:
        """What is safe although writing failed: as `settled`, after the last of it ended."""
        with suppress(OSError):
            self._wait_until_stored(left=0)
        return self._safe()

    def _safe(self) -> Sealed:
        under_way = len(self._storing) + (self._out is not None)
        marks = self._marks[: len(self._marks) - under_way]
        size = min(self.size, len(marks) * PART_BYTES)
        return Sealed(self._key, tuple(marks), size)

    def tidy(self) -> None:
        """After a row remembers the checkpoint: removes the parts it replaced."""
        while self._replaced:
            self._storage.delete(self._replaced.pop())

    def discard(self) -> None:
        """Nothing is left of what this writer wrote."""
        if self._out is not None:
            self._out.abandon()
            self._out = None
        while self._storing:
            part, stored = self._storing.popleft()
            wait([stored])
            part.abandon()
        for name in self._made:
            with suppress(OSError):  # `reconcile` finds it when the storage is back
                self._storage.delete(name)
        self._made.clear()

    def kept(self, remembered: Sealed | None = None) -> None:
        """A row remembers these bytes now, or all: `discard` leaves them alone."""
        theirs = set((remembered or self.sealed).names())
        self._made = [name for name in self._made if name not in theirs]

    def _open(self) -> PartWriter:
        short = self.size % PART_BYTES
        older = list(self.sealed.names())[-1] if short else ""
        mark = secrets.token_hex(6)
        name = f"{self._key}/{self.size // PART_BYTES:05d}-{mark}"
        self._made.append(name)
        self._out = PartWriter(self._storage, self._primitive, name)
        if older:
            self._marks.pop()
            self._replaced.append(older)
        self._marks.append(mark)
        if older:
            self._take_over(self._out, older, short)
        return self._out

    def _take_over(self, out: PartWriter, older: str, size: int) -> None:
        """A short last part is written anew, a little at a time: many do so at once."""
        pieces = read_pieces(self._storage, self._primitive, older, size, whole=False)
        for piece in pieces:
            out.write(piece)

    def _close(self) -> None:
        """The part is stored while the next one comes: a disk or a bucket takes its time."""
        if self._out is not None:
            self._out.seal()
            self._storing.append((self._out, _stores.submit(self._out.store)))
            self._out = None
            self._wait_until_stored(left=MOST_STORING)

    def _wait_until_stored(self, *, left: int) -> None:
        while len(self._storing) > left or self._first_is_stored():
            self._storing[0][1].result()
            self._storing.popleft()

    def _first_is_stored(self) -> bool:
        return bool(self._storing) and self._storing[0][1].done()
