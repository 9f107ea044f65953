"""Looks inside one kept file and writes down the verdict."""

from __future__ import annotations

import hashlib
import os
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from intake.models import Case
from records import access, derivatives, readings, sniff, vault, verdicts
from records.imaging import reading
from records.incoming import EDGE_BYTES
from records.models import NOTHING, File, VirusCheck
from records.sandbox import parent
from records.sandbox.limits import MB, Limits

LIMITS = Limits(memory=1024 * MB, cpu_seconds=20, wall_seconds=25)
MOST_PAGES = MOST_SIDE = 2_000_000_000  # what the columns hold
PIECE = 1024 * 1024


class TryAgainError(Exception):
    """Nothing was found out, by no fault of the file."""


def inspect(file: File) -> None:
    """Type, pages and verdict, from a child process. Of a refused file only the row stays."""
    with vault.open_(file) as stored:
        digest = file.sha256 or sha256_of(stored)
        found = parent.run("look", stored, limits=LIMITS, progress=file.report)
        # A child that died named no type.
        found.setdefault("type", file.type or sniffed(stored))
    code = verdicts.known(found.get("code"))
    if code == "killed":
        raise TryAgainError(code)
    finish(file, digest, {**facts(found), "verdict_code": code})


def sha256_of(stored: IO[bytes]) -> str:
    """For uploads that came in pieces: nobody has seen the whole yet."""
    digest = hashlib.sha256()
    while piece := stored.read(PIECE):
        digest.update(piece)
    return digest.hexdigest()


def sniffed(stored: IO[bytes]) -> str:
    size = stored.seek(0, os.SEEK_END)
    stored.seek(0)
    head = stored.read(EDGE_BYTES)
    stored.seek(max(0, size - EDGE_BYTES))
    return sniff.sniff(head, stored.read(EDGE_BYTES))


def facts(found: dict[str, Any]) -> dict[str, Any]:
    """What may be believed of a child's answer: numbers that fit, words that are known."""
    type_, content = str(found.get("type")), str(found.get("content"))
    return {
        "pages": _number(found.get("pages")),
        "width": _number(found.get("width")),
        "height": _number(found.get("height")),
        "content": content if content in File.Content.values else "",
        **({"type": type_} if type_ in sniff.ACCEPTED else {}),
    }


def _number(value: Any) -> int | None:
    fits = isinstance(value, int) and not isinstance(value, bool)
    return value if fits and 0 <= value <= MOST_PAGES else None


def finish(file: File, digest: str, results: dict[str, Any]) -> None:
    """Keeps the verdict; a file whose bytes are here already is refused for that."""
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=file.case_id)
        twin = access.same_file(held, digest, other_than=file)
        if twin is not None:
            results |= {"verdict_code": "twice", "same_as": twin.record}
        results["verdict"] = verdicts.of(results["verdict_code"])
        refused = results["verdict"] == File.Verdict.REFUSED
        if refused:  # the row still tells its size
            results |= NOTHING.columns() | {"size_bytes": file.size_bytes}
        elif settings.CLAMD_URL:
            results["scan"] = File.Scan.WAITING
        kept_claim = file.finish(sha256=digest, **results)
        if kept_claim and not refused:
            reading.begin(File.objects.get(pk=file.pk))
        if kept_claim and not refused and settings.CLAMD_URL:
            VirusCheck.objects.get_or_create(file=file)[0].ring()
        if kept_claim and not refused:
            file.type = results.get("type", file.type)
            derivatives.ask(file)
            readings.ask_at_once(file)
    if kept_claim and refused:
        vault.delete(file)  # once the row says so
