"""The zip of a packet: written as it is read, sealed as it is written, never held whole."""

from __future__ import annotations

import hashlib
import uuid
import zipfile
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import IO, Any

from records import vault

PIECE = 1024 * 1024


class DamagedError(Exception):
    """Stored bytes are not those that came: the hash of the original differs."""


class _Out:
    """The vault as a place zipfile writes to; what was written is hashed on its way."""

    def __init__(self, case_id: uuid.UUID) -> None:
        self.writer = vault.writer(case_id)
        self.digest = hashlib.sha256()
        self.is_over = False

    def write(self, data: bytes) -> int:
        if self.is_over:
            return len(data)
        self.writer.write(bytes(data))
        self.digest.update(data)
        return len(data)

    def flush(self) -> None:
        return None


class Archive:
    """Members one after another. What comes in is packed already: it is only stored."""

    def __init__(self, case_id: uuid.UUID, at: datetime, told: Callable[[int], Any]):
        self._out = _Out(case_id)
        self._zip = zipfile.ZipFile(self._out, "w", allowZip64=True)  # type: ignore[arg-type]
        self._at, self._told = at, told
        self.names: set[str] = set()

    def member(self, name: str) -> IO[bytes]:
        """A new member to write to; one at a time."""
        self.names.add(self._free(name))
        return self._zip.open(self._info(name), "w", force_zip64=True)

    def add(self, name: str, pieces: Iterable[bytes]) -> str:
        """Writes one member; returns the SHA-256 of what was written."""
        digest = hashlib.sha256()
        with self.member(name) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                self._told(len(piece))
        return digest.hexdigest()

    def finish(self) -> tuple[vault.Sealed, str]:
        """The sealed zip and its SHA-256."""
        self._zip.close()
        return self._out.writer.finish(), self._out.digest.hexdigest()

    @property
    def key(self) -> str:
        return self._out.writer.sealed.key

    def kept(self) -> None:
        self._out.writer.kept()

    def discard(self) -> None:
        """Nothing is left of it, unless a row remembers it."""
        self._out.is_over = True
        self._zip.fp = None  # a zip that is thrown away would still write its end
        self._out.writer.discard()

    def _free(self, name: str) -> str:
        if name in self.names:
            raise ValueError("two members of one name")
        return name

    def _info(self, name: str) -> zipfile.ZipInfo:
        info = zipfile.ZipInfo(name, self._at.timetuple()[:6])
        info.external_attr = 0o644 << 16
        return info


def pieces_of(stored: Any) -> Iterable[bytes]:
    with vault.open_(stored) as opened:
        while piece := opened.read(PIECE):
            yield piece
