"""Bytes that go from the source into the output without coming here.

What is bound holds a mark where they belong, and zeros up to their length. A mark begins
with a word nobody outside can know, so no file of a stranger can hold one.
"""

import io
import os
import struct

WORD = 16
_WHERE = struct.Struct(">QQ")
MARK = WORD + _WHERE.size


class Marks:
    def __init__(self) -> None:
        self.word = os.urandom(WORD)

    def mark(self, start: int, size: int) -> bytes:
        """Stands for `size` bytes of the source from there, MARK bytes or more."""
        return self.word + _WHERE.pack(start, size)

    def where(self, mark: bytes) -> tuple[int, int]:
        return _WHERE.unpack_from(mark, WORD)


class Passing(io.RawIOBase):
    """An output in which each mark, and the zeros after it, become what they stand for."""

    def __init__(self, out, marks: Marks) -> None:
        self._out, self._marks = out, marks
        self._kept = b""  # it may be how a mark begins
        self._zeros = 0  # that are still to come

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        view = memoryview(data)
        zeros = min(self._zeros, len(view))
        self._zeros -= zeros
        if zeros < len(view):
            self._look(self._kept + bytes(view[zeros:]))
        return len(view)

    def _look(self, data: bytes) -> None:
        at = 0
        while (found := data.find(self._marks.word, at)) >= 0:
            if len(data) < found + MARK:
                break
            self._out.write(memoryview(data)[at:found])
            start, size = self._marks.where(data[found : found + MARK])
            self._out.pass_on(start, size)
            at = found + size
            if at >= len(data):
                self._kept, self._zeros = b"", at - len(data)
                return
        end = found if found >= 0 else max(at, len(data) - WORD + 1)
        self._out.write(memoryview(data)[at:end])
        self._kept = data[end:]

    def finish(self) -> None:
        """No more comes."""
        self._out.write(self._kept)
        self._kept = b""
