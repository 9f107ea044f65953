"""Brings the files of the corpus into a folder: `fetch.py FOLDER`. Twice is once.

The archives are unpacked by name into folders of their own; only ordinary files are taken.
"""

from __future__ import annotations

import contextlib
import fnmatch
import importlib.metadata
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

SOURCES = Path(__file__).with_name("sources.txt")
DOWNLOAD = [
    *("-m", "pip", "download", "--quiet", "--disable-pip-version-check"),
    *("--no-deps", "--no-binary", ":all:"),
]
NOT_FILES = (".py", ".pyc", ".dump")


def sources() -> Iterator[tuple[str, str, list[str]]]:
    """How, what, and the patterns of each line."""
    for line in SOURCES.read_text().splitlines():
        if line and not line.startswith("#"):
            how, what, *patterns = line.split()
            yield how, what, patterns


def places() -> list[str]:
    """The folder of each source."""
    return [what.replace("==", "-") for _how, what, _patterns in sources()]


def fetch(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for how, what, patterns in sources():
        place = folder / what.replace("==", "-")
        if place.exists():
            continue
        files = {"installed": installed, "sdist": sdist, "debian": debian}[how]
        with tempfile.TemporaryDirectory(dir=folder) as unfinished:
            begun = Path(unfinished) / "files"
            for name, content in files(what, patterns):
                path = begun / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            with contextlib.suppress(OSError):  # somebody else was faster
                begun.rename(place)


def matches(name: str, patterns: list[str]) -> bool:
    """`**/` stands for any folders, also for none."""
    if name.endswith(NOT_FILES):
        return False
    wider = [pattern.replace("**/", "") for pattern in patterns]
    return any(fnmatch.fnmatch(name, pattern) for pattern in [*patterns, *wider])


def installed(what: str, patterns: list[str]) -> Iterator[tuple[str, bytes]]:
    name = what.partition("==")[0]
    for path in importlib.metadata.files(name) or []:
        inside = path.as_posix().removeprefix(f"{name}/")
        if matches(inside, patterns):
            yield inside, path.read_binary()


def sdist(what: str, patterns: list[str]) -> Iterator[tuple[str, bytes]]:
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            [sys.executable, *DOWNLOAD, "--dest", folder, what],
            check=True,
        )
        (archive,) = Path(folder).iterdir()
        for name, content in unpacked(archive):
            inside = name.partition("/")[2]
            if matches(inside, patterns):
                yield inside, content


def unpacked(archive: Path) -> Iterator[tuple[str, bytes]]:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as opened:
            for info in opened.infolist():
                if not info.is_dir():
                    yield info.filename, opened.read(info)
        return
    with tarfile.open(archive) as opened:
        for member in opened:
            if member.isfile() and (held := opened.extractfile(member)):
                yield member.name, held.read()


def debian(what: str, patterns: list[str]) -> Iterator[tuple[str, bytes]]:
    for pattern in patterns:
        for path in sorted(Path("/").glob(pattern.lstrip("/"))):
            yield path.name, path.read_bytes()


if __name__ == "__main__":
    fetch(Path(sys.argv[1]))
