"""Where the bytes of patients' files lie: a folder with no public address."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path, PurePosixPath

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

INCOMING = "incoming"
EDGE_BYTES = 8192  # how much of the beginning and the end is remembered


class PrivateStorage(FileSystemStorage):
    """Files on disk that only code can reach: `url()` does not exist on purpose."""

    def __init__(self, location: str | None = None) -> None:
        super().__init__(
            location=location,
            base_url=None,
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )

    def url(self, name: str | None) -> str:
        raise ValueError("Patients' files have no address: they go through the door.")

    def receive(self) -> Incoming:
        """A place for bytes that are still coming. Encryption slots in here."""
        return Incoming(self)

    def names(self) -> Iterator[str]:
        """Every stored name, also of what is still coming or was left behind."""
        root = Path(self.location)
        for path in root.rglob("*"):
            if path.is_file():
                yield path.relative_to(root).as_posix()


class Incoming:
    """Bytes on their way in, hashed as they come and seen by nobody until they settle.

    A crash before `settle` leaves a nameless file that `reconcile` finds.
    """

    def __init__(self, storage: PrivateStorage) -> None:
        self._storage = storage
        folder = Path(storage.path(INCOMING))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._path = folder / uuid.uuid4().hex
        self._out = open(self._path, "xb", opener=_private)  # noqa: SIM115 - closed below
        self._digest = hashlib.sha256()
        self.size = 0
        self.head = self.tail = b""

    def write(self, data: bytes) -> None:
        self._out.write(data)
        self._digest.update(data)
        self.size += len(data)
        if len(self.head) < EDGE_BYTES:
            self.head = (self.head + data)[:EDGE_BYTES]
        self.tail = (self.tail + data)[-EDGE_BYTES:]

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def finish(self) -> None:
        """The bytes are on the disk, whatever happens to the machine. Twice is once."""
        if not self._out.closed:
            self._out.flush()
            os.fsync(self._out.fileno())
            self._out.close()

    def settle(self, key: str) -> None:
        """The bytes have their name: from now on they are a stored file."""
        self.finish()
        final = Path(self._storage.path(key))
        final.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.replace(self._path, final)
        _sync_folder(final.parent)

    def discard(self) -> None:
        """Nothing is left of bytes that did not settle; settled ones stay."""
        with suppress(OSError):  # a full disk says so once more
            self._out.close()
        self._path.unlink(missing_ok=True)


def received(file: File) -> Incoming:
    """A file from elsewhere, copied in a piece at a time."""
    incoming = vault().receive()
    try:
        for chunk in file.chunks():
            incoming.write(chunk)
    except BaseException:
        incoming.discard()
        raise
    return incoming


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def vault() -> Storage:
    """The one place of patients' bytes. S3 slots in here."""
    return storages["records"]


def new_key(case_id: uuid.UUID) -> str:
    """A server-made name: nothing a person wrote ever becomes a path."""
    return str(PurePosixPath("cases", str(case_id), uuid.uuid4().hex))


# Each app that keeps bytes in the vault adds a function that tells the keys of its rows.
keys_in_use: list[Callable[[], Iterable[str]]] = []
