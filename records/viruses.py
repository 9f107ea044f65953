"""The virus check of one file: the file itself, and what is packed inside it."""

from __future__ import annotations

import logging
from typing import IO

from django.db import transaction

from records import clamd, derivatives, sniff, vault
from records.inspection import TryAgainError
from records.models import File, VirusCheck
from records.sandbox import parent
from records.sandbox.limits import MB, Limits

log = logging.getLogger(__name__)
PACKED = {sniff.ZIP, sniff.DOCX, sniff.XLSX, sniff.ODT, sniff.PDF, sniff.DICOM}
LIMITS = Limits(
    memory=1024 * MB,
    cpu_seconds=240,
    wall_seconds=300,
    output_bytes=20 * 1024 * MB,
    outputs=60_000,
)
PIECE = 256 * 1024


class _FoundError(Exception):
    """One is enough: the rest need not be looked at."""


def check(row: VirusCheck) -> None:
    """Writes down what the scanner said. Raises clamd.AwayError when it said nothing."""
    file = row.file
    if not file.key:
        row.finish()
        return
    with vault.open_(file) as stored:
        state = state_of(stored, file.type)
    with transaction.atomic():
        results = {"scan": state}
        if state == File.Scan.FOUND:
            # The bytes stay: nobody is given a refused file, see `manage.py quarantine`.
            results |= {"verdict": File.Verdict.REFUSED, "verdict_code": "malware"}
            log.warning("file %s is in quarantine", file.pk)
        if row.finish():
            File.objects.filter(pk=file.pk, key=file.key).update(**results)
            if state == File.Scan.FOUND:
                derivatives.forget(file.pk)


def state_of(stored: IO[bytes], type_: str) -> File.Scan:
    """Clean only when the scanner said so of the whole and of every part."""
    said: list[str] = []
    try:
        stream = _Question(said)
        while piece := stored.read(PIECE):
            stream.write(piece)
        stream.close()
        whole = _ask_parts(stored, type_, said)
    except _FoundError:
        return File.Scan.FOUND
    clean = whole and set(said) == {clamd.CLEAN}
    return File.Scan.CLEAN if clean else File.Scan.NOT_SCANNED


def _ask_parts(stored: IO[bytes], type_: str, said: list[str]) -> bool:
    """Each part by itself; False when some of them could not be taken out."""
    if type_ not in PACKED:
        return True
    found = parent.run(
        "parts",
        stored,
        arguments={"type": type_},
        limits=LIMITS,
        sink=lambda name: _Question(said),
    )
    if found.get("code") == "killed":
        raise TryAgainError("killed")
    return "code" not in found and found.get("unseen") == 0


class _Question(clamd.Stream):
    """A place for an output: once it is complete the scanner has said what it is."""

    def __init__(self, said: list[str]) -> None:
        super().__init__()
        self._said = said

    def close(self) -> None:
        said = self.verdict()
        self._said.append(said)
        if said == clamd.FOUND:
            raise _FoundError
