"""One part of stored bytes: a Tink stream under a name of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import tink
from django.core.files.storage import Storage

from records.keys import Primitive
from records.storage import told

PART_BYTES = 4 * 1024 * 1024
STEP_BYTES = 128 * 1024


class TamperedError(Exception):
    """Stored bytes are not what was stored: changed, cut off, or another's."""


class PartWriter:
    """Seals bytes as they come. Only a part that was closed can be opened again."""

    def __init__(self, storage: Storage, primitive: Primitive, name: str) -> None:
        self._storage, self.name = storage, name
        self._out = _Out(storage.create(name))
        self._stream = primitive.new_encrypting_stream(self._out, name.encode())
        self.size = 0

    def write(self, data: bytes) -> None:
        with self._out.errors():
            self._stream.write(data)
        self.size += len(data)

    def seal(self) -> None:
        """No more bytes come; what came is not safe yet."""
        with self._out.errors():
            self._stream.close()
        self._stream = (
            None  # what it holds is not needed while the part waits to be safe
        )

    def store(self) -> None:
        """The bytes are safe where they are stored, whatever happens to the machine."""
        self._out.store()

    def abandon(self) -> None:
        """Nothing of it is left."""
        with suppress(OSError):  # a full disk says so once more, a lost one, too
            self._out.abandon()
            self._storage.delete(self.name)


class _Remembering:
    """Remembers why a storage failed: Tink tells it in its own words."""

    failed: Exception | None = None

    def errors(self) -> _Errors:
        return _Errors(self)

    def _told(self, deed: Any, *args: Any) -> Any:
        try:
            return deed(*args)
        except Exception as error:
            self.failed = error
            raise


class _Out(_Remembering):
    """Passes sealed bytes on to the storage."""

    def __init__(self, out: Any) -> None:
        self._out = out
        self._abandoned = False
        self.closed = False

    def write(self, data: bytes) -> int:
        # Tink writes a last word when its stream is thrown away.
        return len(data) if self._abandoned else self._told(self._out.write, data)

    def close(self) -> None:
        """Tink has said its last word; what it is told to close is closed by `store`."""
        self.closed = True

    def store(self) -> None:
        self._out.close()

    def abandon(self) -> None:
        self._abandoned = self.closed = True
        self._out.drop()

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        return None


class _In(_Remembering):
    """Gives sealed bytes from the storage, a little at a time."""

    def __init__(self, stored: Any) -> None:
        self._stored = stored

    def read(self, size: int) -> bytes:
        return self._told(self._stored.read, size)

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        """The storage's own file is closed by who opened it."""


class _Errors:
    """Raises what really happened instead of Tink's word for it."""

    def __init__(self, out: _Remembering) -> None:
        self._of = out

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if error is not None and self._of.failed is not None:
            raise self._of.failed from error


def read_part(storage: Storage, primitive: Primitive, name: str, size: int) -> bytes:
    """The clear bytes of a part; raises TamperedError unless they are `size` and genuine."""
    pieces = list(read_pieces(storage, primitive, name, size, step=size + 1))
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def read_pieces(
    storage: Storage,
    primitive: Primitive,
    name: str,
    size: int,
    *,
    step: int = STEP_BYTES,
    whole: bool = True,
) -> Iterator[bytes]:
    """As `read_part`, up to `step` bytes at a time. They are genuine as they come, and that
    there are `size` of them is known at the end.

    With `whole=False` the part may go on: an upload that was cut while a row was written.
    """
    wanted = left = size + 1 if whole else size
    with told(), storage.open(name) as stored:
        sealed = _In(stored)
        try:
            with (
                sealed.errors(),
                primitive.new_decrypting_stream(sealed, name.encode()) as stream,
            ):
                while left > 0 and (piece := stream.read(min(step, left))):
                    left -= len(piece)
                    yield piece
        except tink.TinkError as error:
            raise TamperedError(name) from error
    if wanted - left != size:
        raise TamperedError(name)
