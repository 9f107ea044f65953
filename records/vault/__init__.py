"""The vault: every byte of a patient is sealed before it is stored (docs/decisions/0017).

Stored bytes are a row of Tink streams, the parts. Each holds PART_BYTES of what came and the
last one the rest, so any byte is found by division and read without what stands before it.
The name of a part is sealed with it: under another name, or as part of another file, it does
not open. The row remembers the parts and the size, so nothing can be cut off or left out.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import IO

from django.core.files.storage import Storage, storages

from records import keys
from records.models.stored import Sealed, StoredBytes
from records.vault.parts import PART_BYTES, TamperedError
from records.vault.reading import Reader
from records.vault.writing import Writer

__all__ = [
    "PART_BYTES",
    "Opener",
    "Reader",
    "Sealed",
    "TamperedError",
    "Writer",
    "delete",
    "keep",
    "open_",
    "place",
    "resume",
    "sweep",
    "sweep_case",
    "writer",
]


def place() -> Storage:
    """Where sealed bytes lie: a folder, or a bucket (setting FILES_BUCKET)."""
    return storages["records"]


def writer(case_id: uuid.UUID | str) -> Writer:
    """A place for new bytes of this case. Its name is server-made, never a person's words."""
    key = str(PurePosixPath("cases", str(case_id), uuid.uuid4().hex))
    return Writer(place(), keys.for_writing(case_id), Sealed(key))


def resume(sealed: Sealed) -> Writer:
    """Goes on after the bytes that are there already."""
    return Writer(place(), keys.for_writing(sealed.case_id), sealed)


def keep(case_id: uuid.UUID | str, content: bytes | Iterable[bytes]) -> Sealed:
    """Stores bytes that are here already; nothing is left when that fails."""
    out = writer(case_id)
    try:
        for piece in [content] if isinstance(content, bytes) else content:
            out.write(piece)
        return out.finish()
    except BaseException:
        out.discard()
        raise


def open_(stored: Sealed | StoredBytes) -> IO[bytes]:
    """The clear bytes, seekable. Raises FileNotFoundError when they, or their key, are gone,
    and while reading TamperedError when they are not what was stored."""
    return Opener().open(stored)


class Opener:
    """Opens many files of one case, asking for its key once."""

    def __init__(self) -> None:
        self._keys: dict[str, keys.Primitive] = {}

    def open(self, stored: Sealed | StoredBytes) -> IO[bytes]:
        """As `open_` does."""
        sealed = self.learn(stored)
        return Reader(place(), self._keys[sealed.case_id], sealed)

    def learn(self, stored: Sealed | StoredBytes) -> Sealed:
        """Asks for the key of these bytes now, so that `open` has no need to."""
        sealed = stored if isinstance(stored, Sealed) else stored.sealed
        if sealed.case_id not in self._keys:
            self._keys[sealed.case_id] = _key_of(sealed)
        return sealed


def _key_of(sealed: Sealed) -> keys.Primitive:
    try:
        return keys.for_reading(sealed.case_id)
    except keys.KeyGoneError as error:
        raise FileNotFoundError(sealed.key) from error


def delete(stored: Sealed | StoredBytes) -> None:
    """Removes the bytes; what is gone already is no error."""
    sealed = stored if isinstance(stored, Sealed) else stored.sealed
    for name in sealed.names():
        place().delete(name)


def sweep(key: str) -> None:
    """Removes every part under this name, whoever left it there. Nobody may write it now."""
    for name in _listed(key)[1]:
        place().delete(f"{key}/{name}")


def sweep_case(case_id: uuid.UUID) -> None:
    """Removes what is left of a case without a row: its key is gone, so it is noise."""
    folder = str(PurePosixPath("cases", str(case_id)))
    for name in _listed(folder)[0]:
        sweep(f"{folder}/{name}")


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return place().listdir(folder)
    except FileNotFoundError:
        return [], []
