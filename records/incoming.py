"""One file on its way in: sealed, hashed and measured while it comes."""

from __future__ import annotations

import hashlib
import uuid

from django.core.files.base import File as AnyFile

from records import vault
from records.models import File, Sealed

EDGE_BYTES = 8192  # how much of the beginning and the end is remembered


class Incoming:
    """Bytes that nobody sees before a row remembers them; `discard` leaves nothing."""

    reserved = 0  # bytes of the folder's room that are counted for it already

    def __init__(self, case_id: uuid.UUID) -> None:
        self._writer = vault.writer(case_id)
        self._digest = hashlib.sha256()
        self.head = self.tail = b""

    @property
    def size(self) -> int:
        return self._writer.size

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def write(self, data: bytes) -> None:
        self._writer.write(data)
        self._digest.update(data)
        if len(self.head) < EDGE_BYTES:
            self.head = (self.head + data)[:EDGE_BYTES]
        self.tail = (self.tail + data)[-EDGE_BYTES:]

    def finish(self) -> Sealed:
        """The bytes are safe, whatever happens to the machine. Twice is once."""
        return self._writer.finish()

    def hand_over(self, file: File) -> None:
        """In the transaction that makes the file: nobody else remembered these bytes."""

    def kept(self) -> None:
        """A row remembers them: from now on they stay."""
        self._writer.kept()

    def discard(self) -> None:
        self._writer.discard()


def received(case_id: uuid.UUID, file: AnyFile) -> Incoming:
    """A file from elsewhere, copied in a piece at a time."""
    incoming = Incoming(case_id)
    try:
        for chunk in file.chunks():
            incoming.write(chunk)
    except BaseException:
        incoming.discard()
        raise
    return incoming
