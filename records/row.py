"""Stored files one after another, as one; and writing while something else is done."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO, Any

from records import vault
from records.models import Sealed, StoredBytes

TOGETHER = 1024 * 1024  # bytes that are written at once
LARGE = 128 * 1024  # a piece of so many bytes is worth a thread's waking by itself
BEHIND = 4  # of them wait to be written
OPEN_AT_ONCE = 3  # each holds up to one part of the vault in memory

Piece = bytes | Sealed | StoredBytes


def size_of(piece: Piece) -> int:
    return len(piece) if isinstance(piece, bytes) else piece.size_bytes


class Row:
    """Files of the vault, and bytes that are here already, as one file."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = list(pieces)
        self._starts, self.size = [], 0
        for piece in self._pieces:
            self._starts.append(self.size)
            self.size += size_of(piece)
        self._at = 0
        self._open: OrderedDict[int, IO[bytes]] = OrderedDict()
        self._opener = vault.Opener()
        for piece in self._pieces:  # another thread may read: it asks no database
            if not isinstance(piece, bytes):
                self._opener.learn(piece)

    def __enter__(self) -> Row:
        return self

    def __exit__(self, *_error: object) -> None:
        while self._open:
            self._open.popitem()[1].close()

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, (0, self._at, self.size)[whence] + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for; fewer at the end of one of the files."""
        if self._at >= self.size:
            return b""
        # Of empty pieces at one place the last is found: the one that holds a byte.
        number = bisect_right(self._starts, self._at) - 1
        piece, start = self._pieces[number], self._starts[number]
        left = start + size_of(piece) - self._at
        stored = self._stored(number)
        stored.seek(self._at - start)
        found = stored.read(left if size < 0 else min(size, left))
        self._at += len(found)
        return found

    def _stored(self, number: int) -> IO[bytes]:
        if number in self._open:
            self._open.move_to_end(number)
            return self._open[number]
        piece = self._pieces[number]
        held = (
            io.BytesIO(piece) if isinstance(piece, bytes) else self._opener.open(piece)
        )
        self._open[number] = held
        if len(self._open) > OPEN_AT_ONCE:
            self._open.popitem(last=False)[1].close()
        return held


class Behind:
    """Writes in a thread of its own, in order, while the next piece is made.

    An error is raised by a later call, by `finish` at the latest.
    """

    def __init__(self, write: Callable[[bytes], Any]) -> None:
        self._write_ = write
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="behind")
        self._waiting: deque[Future[Any]] = deque()
        self._small = bytearray()

    def write(self, data: bytes) -> None:
        """Small pieces are written together: to wake a thread costs more than to copy them."""
        if len(data) < LARGE:
            self._small += data
            if len(self._small) >= TOGETHER:
                self._submit_small()
            return
        self._submit_small()
        self._submit(data)

    def finish(self) -> None:
        """Everything is written."""
        self._submit_small()
        self._wait(left=0)

    def end(self) -> None:
        """Nothing is written any more, whatever waits."""
        self._pool.shutdown(cancel_futures=True)

    def _submit_small(self) -> None:
        if self._small:
            together, self._small = bytes(self._small), bytearray()
            self._submit(together)

    def _submit(self, data: bytes) -> None:
        self._waiting.append(self._pool.submit(self._write_, data))
        self._wait(left=BEHIND)

    def _wait(self, *, left: int) -> None:
        while len(self._waiting) > left:
            self._waiting.popleft().result()
