"""The child's ends: a file that lies in the parent, and outputs that go there."""

from __future__ import annotations

import io
import os
from collections import OrderedDict, deque

from records.sandbox import wire
from records.sandbox.ahead import Ahead

BLOCK = 256 * 1024
BLOCKS_HELD = 16  # zip and DICOM readers jump between a few places


class Line:
    """The socket to the parent."""

    def __init__(self, handle: int) -> None:
        self._handle = handle
        self._due: deque[Answer] = deque()

    def send(self, kind: bytes, data: bytes | memoryview = b"") -> None:
        """A frame. What was asked for ahead comes in first: while the parent cannot get rid
        of an answer it does not listen."""
        self.settle()
        self._send(kind, data)

    def _send(self, kind: bytes, data: bytes | memoryview) -> None:
        head = wire.HEAD.pack(kind, len(data))
        left = memoryview(data).cast("B")
        begun = os.writev(self._handle, [head, left])
        while begun < len(head):  # a signal came in between
            begun += os.write(self._handle, head[begun:])
        left = left[begun - len(head) :]
        while left:
            left = left[os.write(self._handle, left) :]

    def ask(self, start: int, length: int) -> bytearray:
        """So many bytes from there."""
        return self.ask_ahead(start, length).taken()

    def ask_ahead(self, start: int, length: int) -> Answer:
        """As `ask`, without waiting for the bytes."""
        self._send(wire.READ, wire.ASK.pack(start, length))
        self._due.append(Answer(self, length))
        return self._due[-1]

    def settle(self, last: Answer | None = None) -> None:
        """Takes in what is due, in the order of asking, as far as this answer."""
        while self._due and (last is None or last.data is None):
            due = self._due.popleft()
            due.data = self.listen()

    def late(self) -> bytearray:
        """What the parent made ready meanwhile; waits for it."""
        self.send(wire.LATE)
        return self.listen()

    def listen(self) -> bytearray:
        """What the parent says: a length and so many bytes."""
        (size,) = wire.SIZE.unpack(self._take(wire.SIZE.size))
        return self._take(size)

    def _take(self, size: int) -> bytearray:
        taken = bytearray(size)
        left = memoryview(taken)
        while left:
            count = os.readv(self._handle, [left])
            if not count:
                os._exit(1)  # the parent is gone: nobody waits for us
            left = left[count:]
        return taken


class Answer:
    """Bytes that were asked for, and perhaps are here."""

    def __init__(self, line: Line, length: int) -> None:
        self._line, self._length = line, length
        self.data: bytearray | None = None

    def taken(self) -> bytearray:
        """Waits for them. Raises OSError when there are fewer."""
        self._line.settle(self)
        if len(self.data) != self._length:
            raise OSError(5, "the stored file is shorter than it was")
        return self.data


class RemoteFile(io.RawIOBase):
    """The file in the parent. Whole blocks are fetched, and the last few are held."""

    name = ""  # readers ask; there is none

    def __init__(self, line: Line, size: int) -> None:
        self._line = line
        self._held: OrderedDict[int, bytearray] = OrderedDict()
        self._at = 0
        self.size = size
        self._ahead: Ahead | None = None

    def late(self) -> bytearray:
        """Bytes beside the file that were not ready when the job began."""
        return self._line.late()

    def ask_ahead(self, start: int, length: int) -> Answer:
        """Asks for bytes that are to be taken later."""
        return self._line.ask_ahead(start, length)

    def expect(self, places) -> None:
        """The job will read a little at each of these places, in their order."""
        self._ahead = Ahead(self._line, self.size, places)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        if start + offset < 0:
            raise OSError(22, "Invalid argument")
        self._at = start + offset
        return self._at

    def readinto(self, buffer) -> int:
        if self._at >= self.size:
            return 0
        part = self._here()[: len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _here(self) -> memoryview:
        """Some bytes from where it stands."""
        part = self._ahead.at(self._at) if self._ahead else None
        if part is not None:
            return part
        number, start = divmod(self._at, BLOCK)
        return memoryview(self._block(number))[start:]

    def _block(self, number: int) -> bytearray:
        if number in self._held:
            self._held.move_to_end(number)
            return self._held[number]
        start = number * BLOCK
        block = self._line.ask(start, min(BLOCK, self.size - start))
        self._held[number] = block
        if len(self._held) > BLOCKS_HELD:
            self._held.popitem(last=False)
        return block


def opened(line: Line, size: int) -> io.BufferedReader:
    """The file as parsers like it: `read` gives as much as was asked for."""
    return io.BufferedReader(RemoteFile(line, size), 64 * 1024)


class Output(io.RawIOBase):
    """One named output. What is written goes to the parent at once; `close` completes it."""

    def __init__(self, line: Line, name: str) -> None:
        self._line = line
        line.send(wire.OPEN, name.encode())

    def writable(self) -> bool:
        return True

    def write(self, data) -> int:
        view = memoryview(data).cast("B")
        for start in range(0, len(view), wire.MOST_DATA):
            self._line.send(wire.DATA, view[start : start + wire.MOST_DATA])
        return len(view)

    def pass_on(self, start: int, size: int) -> None:
        """Writes so many bytes of the source from there: they never come here."""
        for begun in range(start, start + size, wire.MOST_ASKED):
            length = min(wire.MOST_ASKED, start + size - begun)
            self._line.send(wire.PASS, wire.ASK.pack(begun, length))

    def close(self) -> None:
        if not self.closed:
            self._line.send(wire.CLOSE)
        super().close()


class Out:
    """What a job hands back while it works."""

    def __init__(self, line: Line) -> None:
        self._line = line
        self._told = 0

    def open(self, name: str) -> Output:
        """A new output to write to. One at a time; an unfinished one is not kept."""
        return Output(self._line, name)

    def emit(self, name: str, data: bytes) -> None:
        """A whole output at once."""
        output = self.open(name)
        output.write(data)
        output.close()

    def progress(self, per_cent: int) -> None:
        told = max(0, min(100, per_cent))
        if told > self._told:
            self._told = told
            self._line.send(wire.PROGRESS, bytes([told]))
