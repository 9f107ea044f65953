"""Stored files one after another, as one that can be read from any place."""

from __future__ import annotations

import io
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from typing import IO

from records import vault
from records.models import Sealed, StoredBytes

OPEN_AT_ONCE = 3  # each holds up to one part of the vault in memory

Piece = bytes | Sealed | StoredBytes


def size_of(piece: Piece) -> int:
    return len(piece) if isinstance(piece, bytes) else piece.size_bytes


class Row:
    """Files of the vault, and bytes that are here already, as one file."""

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = list(pieces)
        self._starts, self._size = [], 0
        for piece in self._pieces:
            self._starts.append(self._size)
            self._size += size_of(piece)
        self._at = 0
        self._open: OrderedDict[int, IO[bytes]] = OrderedDict()
        self._opener = vault.Opener()

    def __enter__(self) -> Row:
        return self

    def __exit__(self, *_error: object) -> None:
        while self._open:
            self._open.popitem()[1].close()

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        self._at = max(0, (0, self._at, self._size)[whence] + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for; fewer at the end of one of the files."""
        if self._at >= self._size:
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
