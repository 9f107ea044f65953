"""A line between a client and the server that a test can slow down and cut."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

STEP = 16 * 1024
NOW = struct.pack("ii", 1, 0)  # closing sends a reset: nothing waits to be sent


class Line:
    """Passes bytes both ways and counts those that go up; `url` is its address."""

    def __init__(self, target: str) -> None:
        parts = urlsplit(target)
        self._target = (parts.hostname, parts.port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self._door.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 * STEP)
        self.url = f"http://127.0.0.1:{self._door.getsockname()[1]}"
        self.sent = 0
        self.cuts: list[int] = []  # counts of bytes at which all breaks
        self.is_down = False
        self.bytes_per_second: float = 0  # 0: as fast as it can
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Every connection breaks."""
        with self._lock:
            broken, self._open = self._open, set()
        for end in broken:
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NOW)
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def close(self) -> None:
        self.is_down = True
        self._door.close()
        self.cut()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._door.accept()
            except OSError:
                return
            if self.is_down:
                near.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, NOW)
                near.close()
                continue
            far = socket.create_connection(self._target)
            with self._lock:
                self._open |= {near, far}
            for ends in ((near, far, True), (far, near, False)):
                threading.Thread(target=self._pass, args=ends, daemon=True).start()

    def _pass(self, near: socket.socket, far: socket.socket, up: bool) -> None:
        with contextlib.suppress(OSError):
            while data := near.recv(STEP):
                if up:
                    self._count(len(data))
                far.sendall(data)
        with contextlib.suppress(OSError):
            far.shutdown(socket.SHUT_WR)

    def _count(self, size: int) -> None:
        self.sent += size
        if self.cuts and self.sent >= self.cuts[0]:
            self.cuts.pop(0)
            self.cut()
            raise OSError("cut")
        if self.bytes_per_second:
            time.sleep(size / self.bytes_per_second)


@contextlib.contextmanager
def line_to(target: str) -> Iterator[Line]:
    line = Line(target)
    try:
        yield line
    finally:
        line.close()
