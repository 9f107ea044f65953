"""Where sealed bytes lie: a folder or a bucket, neither with a public address."""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage

log = logging.getLogger(__name__)
FULL = {errno.ENOSPC, errno.EDQUOT}


class StorageAwayError(OSError):
    """The storage did not answer, or not well; what was to be stored is not stored."""


def why_not(error: OSError) -> str:
    """The code of the sentence for a person whose file could not be stored.

    Raises the error again when it is none that passes by itself.
    """
    if error.errno in FULL:
        log.error("no space left for files")
        return "disk"
    if isinstance(error, StorageAwayError):
        log.error("the storage of files is away: %s", error)
        return "away"
    raise error


class NoAddress:
    """`url()` does not exist on purpose."""

    def url(self, name: str | None, *args: object, **kwargs: object) -> str:
        raise ValueError("Patients' files have no address: they go through the door.")


class FolderStorage(NoAddress, FileSystemStorage):
    """Files on disk that only code can reach."""

    def __init__(self, location: str | None = None) -> None:
        super().__init__(
            location=location,
            base_url=None,
            file_permissions_mode=0o600,
            directory_permissions_mode=0o700,
        )

    def create(self, name: str) -> IO[bytes]:
        """A new file; closed, it is on the disk whatever happens to the machine."""
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        return _Durable(path)

    def delete(self, name: str) -> None:
        """Removes a file, and the folder it was alone in."""
        super().delete(name)
        folder = Path(self.path(name)).parent
        if folder != Path(self.location) and folder.is_dir():
            try:
                folder.rmdir()
            except OSError:  # others are in it
                return

    def names(self) -> Iterator[str]:
        """Every stored name, also of what was left behind."""
        root = Path(self.location)
        for path in root.rglob("*"):
            if path.is_file():
                yield path.relative_to(root).as_posix()


class _Durable:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._out = open(path, "xb", buffering=0, opener=_private)  # noqa: SIM115

    def write(self, data: bytes) -> int:
        return self._out.write(data)

    def close(self) -> None:
        if self._out.closed:
            return
        try:
            os.fsync(self._out.fileno())
        finally:
            self._out.close()
        _sync_folder(self._path.parent)

    def drop(self) -> None:
        """Closes it; what is in it does not matter."""
        self._out.close()


class SpooledUpload:
    """Sealed bytes on their way to a storage that takes a file only whole."""

    def __init__(self, storage: Storage, name: str) -> None:
        self._storage, self._name = storage, name
        self._sealed = tempfile.TemporaryFile()  # noqa: SIM115 - closed below

    def write(self, data: bytes) -> int:
        return self._sealed.write(data)

    def close(self) -> None:
        if self._sealed.closed:
            return
        with self._sealed:
            self._sealed.seek(0)
            self._storage.save(self._name, File(self._sealed, name=self._name))

    def drop(self) -> None:
        """Nothing is sent."""
        self._sealed.close()


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, mode=0o600)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
