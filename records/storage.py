"""Where sealed bytes lie: a folder or a bucket, neither with a public address."""

from __future__ import annotations

import errno
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

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


def cause(error: Exception) -> str:
    """The code of why work of ours was not kept: `disk`, `away`, or `unexpected`."""
    if isinstance(error, StorageAwayError):
        return "away"
    return "disk" if getattr(error, "errno", None) in FULL else "unexpected"


@contextmanager
def told() -> Iterator[None]:
    """Says in one word of ours what a disk that is away says in many.

    A full disk, a file that is not there and a name that is taken are told as they are.
    """
    try:
        yield
    except (StorageAwayError, FileNotFoundError, FileExistsError):
        raise
    except OSError as error:
        if error.errno in FULL:
            raise
        raise StorageAwayError(_word(error)) from error


def _word(error: OSError) -> str:
    """The name of what happened; the path stays out of the log."""
    return errno.errorcode.get(error.errno or 0, type(error).__name__)


class NoAddress:
    """`url()` does not exist on purpose."""

    def set_up(self) -> None:
        """What must be there before the first file is; a bucket is made by its owner."""

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

    def set_up(self) -> None:
        """Makes the folder, once (`migrate` does).

        Afterwards it is never made anew: one that is gone is a disk that is not mounted, and
        files put in its place would be lost when it comes back.
        """
        Path(self.location).mkdir(parents=True, exist_ok=True, mode=0o700)

    def create(self, name: str) -> IO[bytes]:
        """A new file; closed, it is on the disk whatever happens to the machine."""
        path = Path(self.path(name))
        with told():
            self._must_be_here()
            try:
                path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                return _Durable(path)
            except FileNotFoundError as error:  # its folder went in the same moment
                raise StorageAwayError(_word(error)) from error

    def open(self, name: str, mode: str = "rb") -> Any:
        """Raises FileNotFoundError when it is lost, StorageAwayError when nobody knows."""
        with told():
            self._must_be_here()
            return super().open(name, mode)

    def exists(self, name: str) -> bool:
        with told():
            self._must_be_here()
            try:
                os.stat(self.path(name))
            except FileNotFoundError:
                return False
            return True

    def delete(self, name: str) -> None:
        """Removes a file, and the folder it was alone in."""
        with told():
            self._must_be_here()
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
        with told():
            self._must_be_here()
            for path in root.rglob("*"):
                if path.is_file():
                    yield path.relative_to(root).as_posix()

    def _must_be_here(self) -> None:
        if not Path(self.location).is_dir():
            raise StorageAwayError("the folder of files is not there")


class _Durable:
    def __init__(self, path: Path) -> None:
        self._path = path
        self._out = open(path, "xb", buffering=0, opener=_private)  # noqa: SIM115

    def write(self, data: bytes) -> int:
        with told():
            return self._out.write(data)

    def close(self) -> None:
        if self._out.closed:
            return
        with told():
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
