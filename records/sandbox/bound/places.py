"""Parts of the source as files of their own. Nothing is held: what is read is asked for."""

import io
import os
from collections import deque

from records.sandbox.wire import MOST_ASKED

UNDER_WAY = 4
BUFFER = 32 * 1024  # readers of PDFs ask for a few bytes at a time


class Seekable(io.RawIOBase):
    """What files to be read have in common: `size` bytes, and a place in them."""

    name = ""  # readers ask; there is none

    def __init__(self, size: int) -> None:
        self._size, self._at = size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at


class Stretch(Seekable):
    """So many bytes of the source from one place, as a file."""

    def __init__(self, source, start: int, size: int) -> None:
        super().__init__(size)
        # Buffered once, by `stretch`; so all of a source is to be read by stretches.
        self._source, self._start = getattr(source, "raw", source), start

    def readinto(self, buffer) -> int:
        if self._at >= self._size:
            return 0
        self._source.seek(self._start + self._at)
        room = memoryview(buffer)[: self._size - self._at]
        count = self._source.readinto(room)
        self._at += count
        return count


def stretch(source, start: int, size: int) -> io.BufferedReader:
    return io.BufferedReader(Stretch(source, start, size), BUFFER)


class Whole:
    """Parts that are read whole, one after another: the next are asked for meanwhile."""

    def __init__(self, remote, parts: list[tuple[int, int]]) -> None:
        self._remote = remote
        self._wanted = deque(
            (at, min(MOST_ASKED, start + size - at))
            for start, size in parts
            for at in range(start, start + size, MOST_ASKED)
        )
        self._asked: deque = deque()

    def next(self, size: int) -> bytes:
        """The next part, of so many bytes."""
        pieces = []
        while size > 0:
            self._ask()
            pieces.append(self._asked.popleft().taken())
            size -= len(pieces[-1])
        self._ask()
        return b"".join(pieces)

    def _ask(self) -> None:
        while self._wanted and len(self._asked) < UNDER_WAY:
            self._asked.append(self._remote.ask_ahead(*self._wanted.popleft()))
