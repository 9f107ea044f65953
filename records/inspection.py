"""Looks inside one kept file and writes down the verdict."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from records import vault
from records.models import NOTHING, File
from records.sandbox import look_inside

REFUSING = {"password"}


def inspect(file: File) -> None:
    """Pages and verdict, from a child process. Of a refused file only the row stays."""
    with tempfile.TemporaryDirectory(prefix="sidelight-look-") as folder:
        copy = Path(folder) / "file"
        with vault.open_(file) as stored, copy.open("wb") as out:
            shutil.copyfileobj(stored, out, 1024 * 1024)
        found = look_inside(str(copy), file.type)
    code = str(found.get("code", ""))[:40]
    if code in REFUSING:
        _refuse(file, code)
        return
    pages = found.get("pages")
    file.finish(
        verdict=File.Verdict.WARNED if code else File.Verdict.KEPT,
        verdict_code=code,
        pages=pages if isinstance(pages, int) else None,
    )


def _refuse(file: File, code: str) -> None:
    """The row stays and says why; the bytes go, once the row says so."""
    sealed = file.sealed
    gone = NOTHING.columns() | {
        "size_bytes": sealed.size_bytes
    }  # the row still tells it
    if file.finish(verdict=File.Verdict.REFUSED, verdict_code=code, **gone):
        vault.delete(sealed)
