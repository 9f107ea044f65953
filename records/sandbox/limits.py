"""How much one child may take."""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024
MOST_MEMBERS = 50_000  # of a zip


@dataclass(frozen=True)
class Limits:
    """Budgets of one job. Past any of them the job ends with a code.

    `wall_seconds` counts only while the parent waits for the child, not while it reads the
    source or writes an output. `scratch_bytes` gives the job a /tmp in memory of that size
    and `programs` lets it start others (LibreOffice, Tesseract): both only inside
    bubblewrap. `binds` are more paths such a program may read.
    """

    memory: int = 1024 * MB
    cpu_seconds: int = 20
    wall_seconds: float = 25
    output_bytes: int = 0
    outputs: int = 0
    scratch_bytes: int = 0
    programs: bool = False
    binds: tuple[str, ...] = ()
