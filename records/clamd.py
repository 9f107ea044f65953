"""Asks ClamAV's daemon about bytes: its INSTREAM command, and what its answers mean."""

from __future__ import annotations

import contextlib
import socket
import struct
from urllib.parse import urlsplit

from django.conf import settings

CLEAN, FOUND, TOO_LARGE = "clean", "found", "too_large"
SECONDS = 60  # for one answer: a large file takes a while
PING_SECONDS = 2
MOST_ANSWER = 4096
# Told when the daemon gave up at a limit of its own: it has not seen the whole.
UNSEEN = ("Heuristics.Limits.Exceeded", "Heuristics.Encrypted")


class AwayError(Exception):
    """The daemon did not answer, or not with what we know: nothing was found out."""


class Stream:
    """One question: bytes are written, `verdict` closes it. A place for an output."""

    def __init__(self) -> None:
        self._sent = 0
        self._most = settings.CLAMD_MOST_MB * 1024 * 1024
        self._cut = False
        self._over = ""  # what it said before we came to the end
        self._line = _connect(SECONDS)
        self._send(b"zINSTREAM\0")

    def write(self, data: bytes) -> int:
        """Past the limit nothing is sent: the daemon would not look at it, or not tell."""
        self._sent += len(data)
        if self._sent > self._most:
            self._cut = True
        if data and not self._cut:
            self._send(struct.pack(">I", len(data)) + data)
        return len(data)

    def verdict(self) -> str:
        """CLEAN, FOUND or TOO_LARGE, each as the daemon said it. Raises AwayError."""
        with self._line:
            if not self._over:
                self._send(struct.pack(">I", 0))
            said = self._over or _read(self._answer())
        # Nobody saw the rest, whatever was said of the beginning; but a find is a find.
        return TOO_LARGE if self._cut and said == CLEAN else said

    def close(self) -> None:
        self._line.close()

    def _send(self, data: bytes) -> None:
        """At its own limit the daemon answers and hangs up: its answer counts, not that."""
        try:
            self._line.sendall(data)
        except TimeoutError as error:
            raise AwayError from error
        except OSError as error:
            self._over = _read(self._answer())
            if self._over == CLEAN:
                raise AwayError from error
            self._cut = True

    def _answer(self) -> bytes:
        answer = b""
        try:
            while len(answer) < MOST_ANSWER and not answer.endswith(b"\0"):
                part = self._line.recv(MOST_ANSWER)
                if not part:
                    break
                answer += part
        except OSError as error:
            raise AwayError from error
        return answer.rstrip(b"\0\n")


def _read(answer: bytes) -> str:
    text = answer.decode("utf-8", "replace").removeprefix("stream: ")
    if text == "OK":
        return CLEAN
    if "size limit exceeded" in text:
        return TOO_LARGE
    if text.endswith(" FOUND"):
        return TOO_LARGE if text.startswith(UNSEEN) else FOUND
    raise AwayError(text[:60])


def _connect(seconds: float) -> socket.socket:
    parts = urlsplit(settings.CLAMD_URL)
    line = None
    try:
        if parts.scheme == "tcp":
            return socket.create_connection((parts.hostname, parts.port), seconds)
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(seconds)
        line.connect(parts.path)
    except OSError as error:
        if line is not None:
            line.close()
        raise AwayError from error
    return line


def state() -> str:
    """For /readyz: `off` (not configured), `ok` or `away`."""
    if not settings.CLAMD_URL:
        return "off"
    with contextlib.suppress(AwayError, OSError), _connect(PING_SECONDS) as line:
        line.sendall(b"zPING\0")
        if line.recv(16).startswith(b"PONG"):
            return "ok"
    return "away"
