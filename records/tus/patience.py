"""How long a line may be silent before its thread is needed for others.

A phone in a tunnel says nothing for minutes; a stranger may send one byte a second on
purpose. Neither holds a thread of the server: the line is closed, what came is kept, and the
client goes on later from there.
"""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from django.conf import settings
from django.http import HttpRequest

LOOK_SECONDS = 2
SLOW_SECONDS = 0.5
# The server waits until a step is full: small ones for a slow line, large ones for speed.
LEAST_STEP, FIRST_STEP, MOST_STEP = 1024, 16 * 1024, 128 * 1024


class Line:
    """The body of a request, with the moment something last came from it."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._socket: socket.socket | None = request.META.get("gunicorn.socket")
        self._step = FIRST_STEP
        self.heard_at = time.monotonic()

    def read(self, most: int) -> bytes:
        """Up to `most` bytes; fewer from a slow line, which fills a small step in a while."""
        asked_at = time.monotonic()
        data = self._request.read(min(most, self._step))
        self.heard_at = time.monotonic()
        slow = self.heard_at - asked_at > SLOW_SECONDS
        step = self._step // 2 if slow else self._step * 2
        self._step = min(max(step, LEAST_STEP), MOST_STEP)
        return data

    def close_if_silent(self, now: float) -> None:
        """A thread that waits for this line wakes up and finds that nothing more comes."""
        if self._socket and now - self.heard_at > settings.UPLOAD_SILENT_SECONDS:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RD)


_lines: set[Line] = set()
_lock = threading.Lock()
_watch: threading.Thread | None = None


@contextmanager
def patient_with(request: HttpRequest) -> Iterator[Line]:
    """The body of the request, watched while it is read."""
    line = Line(request)
    with _lock:
        _lines.add(line)
        _start_watch()
    try:
        yield line
    finally:
        with _lock:
            _lines.discard(line)


def _start_watch() -> None:
    """One thread of each process looks after all its lines."""
    global _watch
    if _watch is None or not _watch.is_alive():
        _watch = threading.Thread(target=_look, daemon=True, name="upload-lines")
        _watch.start()


def _look() -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        with _lock:
            lines: list[Any] = list(_lines)
        for line in lines:
            line.close_if_silent(time.monotonic())
