"""Reads stored bytes from any place, a part at a time."""

from __future__ import annotations

import io
import logging
from typing import Any

from django.core.files.storage import Storage

from records.keys import Primitive
from records.models.stored import Sealed
from records.vault.parts import PART_BYTES, TamperedError, read_part

log = logging.getLogger(__name__)


class Reader(io.RawIOBase):
    """The clear bytes as a file: read, seek, tell. Holds one part in memory."""

    def __init__(self, storage: Storage, primitive: Primitive, sealed: Sealed) -> None:
        super().__init__()
        self._storage, self._primitive, self._sealed = storage, primitive, sealed
        self._names = list(sealed.names())
        if len(self._names) != -(-sealed.size_bytes // PART_BYTES):
            raise TamperedError(sealed.key)
        if self._names and not storage.exists(self._names[0]):
            raise FileNotFoundError(sealed.key)
        self._at = 0
        self._number, self._part = -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = (0, self._at, self._sealed.size_bytes)[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, into: Any) -> int:
        room = memoryview(into).cast("B")
        if self._at >= self._sealed.size_bytes or not room:
            return 0
        number, offset = divmod(self._at, PART_BYTES)
        found = memoryview(self._load(number))[offset : offset + len(room)]
        room[: len(found)] = found
        self._at += len(found)
        return len(found)

    def read(self, size: int = -1) -> bytes:
        """As many bytes as asked for, over the edges of parts; fewer only at the end."""
        left = self._sealed.size_bytes - self._at
        left = left if size is None or size < 0 else min(size, left)
        pieces = []
        while left > 0:
            number, offset = divmod(self._at, PART_BYTES)
            pieces.append(self._load(number)[offset : offset + left])
            self._at += len(pieces[-1])
            left -= len(pieces[-1])
        return pieces[0] if len(pieces) == 1 else b"".join(pieces)

    def _load(self, number: int) -> bytes:
        if number != self._number:
            self._number, self._part = -1, b""  # never two at once
            size = min(PART_BYTES, self._sealed.size_bytes - number * PART_BYTES)
            self._part = self._read(self._names[number], size)
            self._number = number
        return self._part

    def _read(self, name: str, size: int) -> bytes:
        try:
            return read_part(self._storage, self._primitive, name, size)
        except TamperedError:
            log.critical("stored bytes are not what was stored: %s", name)
            raise
