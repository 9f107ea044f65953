"""Looks inside one kept file and writes down the verdict."""

from __future__ import annotations

from records import vault
from records.models import NOTHING, File
from records.sandbox import parent

REFUSING = {"password"}


class TryAgainError(Exception):
    """Nothing was found out, by no fault of the file."""


def inspect(file: File) -> None:
    """Pages and verdict, from a child process. Of a refused file only the row stays."""
    with vault.open_(file) as stored:
        found = parent.run("look", stored, arguments={"type": file.type})
    code = str(found.get("code", ""))[:40]
    if code == "killed":
        raise TryAgainError(code)
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
    gone = NOTHING.columns() | {"size_bytes": sealed.size_bytes}  # the row still tells it
    if file.finish(verdict=File.Verdict.REFUSED, verdict_code=code, **gone):
        vault.delete(sealed)
