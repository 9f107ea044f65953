"""Stored files one after another, as one that can be read from any place; reading ahead and
writing behind."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import IO, Any

from records import vault
from records.models import Sealed, StoredBytes

BEHIND = 8  # pieces that wait to be written
AHEAD_FROM = 256 * 1024  # bytes: who reads so many goes on
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


class Ahead:
    """Reads a row on while its reader works with what it got. Small reads are looks here and
    there: nothing is read after them."""

    def __init__(self, row: Row) -> None:
        self._row, self._at = row, 0
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ahead")
        self._next: tuple[int, int, Future[bytes]] | None = None

    def __enter__(self) -> Ahead:
        return self

    def __exit__(self, *_error: object) -> None:
        self._pool.shutdown(cancel_futures=True)

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            offset += self._row.size
        self._at = max(0, offset + (self._at if whence == io.SEEK_CUR else 0))
        return self._at

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for; fewer only at the end of the row."""
        size = self._row.size if size < 0 else size
        known, self._next = self._next, None
        if known is not None and known[:2] == (self._at, size):
            found = known[2].result()
        else:
            if known is not None:
                wait([known[2]])  # the row has one place to read from
            found = self._read(self._at, size)
        self._at += len(found)
        if size >= AHEAD_FROM and len(found) == size:
            follows = self._pool.submit(self._read, self._at, size)
            self._next = (self._at, size, follows)
        return found

    def _read(self, start: int, size: int) -> bytes:
        self._row.seek(start)
        pieces = []
        while size > 0 and (piece := self._row.read(size)):
            pieces.append(piece)
            size -= len(piece)
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)


class Behind:
    """Writes in a thread of its own, in order, while the next piece is made.

    An error is raised by a later call, by `finish` at the latest.
    """

    def __init__(self, write: Callable[[bytes], Any]) -> None:
        self._write_ = write
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="behind")
        self._waiting: deque[Future[Any]] = deque()

    def write(self, data: bytes) -> None:
        self._waiting.append(self._pool.submit(self._write_, data))
        self._wait(left=BEHIND)

    def finish(self) -> None:
        """Everything is written."""
        self._wait(left=0)

    def end(self) -> None:
        """Nothing is written any more, whatever waits."""
        self._pool.shutdown(cancel_futures=True)

    def _wait(self, *, left: int) -> None:
        while len(self._waiting) > left:
            self._waiting.popleft().result()
