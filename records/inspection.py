"""Looks inside one kept file and writes down the verdict."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from records.models import File
from records.sandbox import look_inside
from records.storage import vault

REFUSING = {"password"}


def inspect(file: File) -> None:
    """Pages and verdict, from a child process. A refused file is kept but given to nobody."""
    with tempfile.TemporaryDirectory(prefix="sidelight-look-") as folder:
        copy = Path(folder) / "file"
        with vault().open(file.key) as stored, copy.open("wb") as out:
            shutil.copyfileobj(stored, out, 1024 * 1024)
        found = look_inside(str(copy), file.type)
    code = str(found.get("code", ""))[:40]
    verdict = File.Verdict.KEPT
    if code:
        refused = code in REFUSING
        verdict = File.Verdict.REFUSED if refused else File.Verdict.WARNED
    pages = found.get("pages")
    file.finish(
        verdict=verdict,
        verdict_code=code,
        pages=pages if isinstance(pages, int) else None,
    )
