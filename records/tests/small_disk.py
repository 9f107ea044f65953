"""A store that is full: a real small disk where one may be mounted, and one that counts."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from records.storage import FolderStorage

ROOM = 8 * 1024 * 1024


class SmallDisk(FolderStorage):
    """A folder that says, as a disk does, that no more than ROOM goes into it."""

    def create(self, name: str) -> IO[bytes]:
        return _Counted(super().create(name), Path(self.location))


class _Counted:
    def __init__(self, out: IO[bytes], folder: Path) -> None:
        self._out, self._folder = out, folder
        self.close, self.drop = out.close, out.drop

    def write(self, data: bytes) -> int:
        taken = sum(path.stat().st_size for path in files_in(self._folder))
        if taken + len(data) > ROOM:
            raise OSError(errno.ENOSPC, "No space left on device")
        return self._out.write(data)


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@contextmanager
def counted(folder: Path) -> Iterator[str]:
    """The class of a store in this folder that is full after ROOM bytes."""
    yield f"{__name__}.{SmallDisk.__name__}"


@contextmanager
def mounted(folder: Path) -> Iterator[str]:
    """A disk of its own in this folder; raises PermissionError where none may be mounted."""
    if os.geteuid() or not shutil.which("mount"):
        raise PermissionError("only root mounts a disk")
    command = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        raise PermissionError(done.stderr.strip())
    try:
        yield "records.storage.FolderStorage"
    finally:
        subprocess.run([shutil.which("umount"), "--lazy", str(folder)], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Another program takes all the room that is left, and gives it back."""
    filler = folder / "another-program"
    with filler.open("wb", buffering=0) as out:
        left = ROOM - sum(path.stat().st_size for path in files_in(folder))
        try:
            while left > 0:
                left -= out.write(bytes(min(4096, left)))
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise
    try:
        yield
    finally:
        filler.unlink()
