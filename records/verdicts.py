"""The verdict that goes with each code a look inside can give (docs/verdicts.md)."""

from __future__ import annotations

from typing import Any

from records.models import File
from records.refusals import REFUSALS

REFUSED = {
    "empty", "program", "page", "archive", "slides", "film", "unknown", "password",
    "bomb", "unsafe", "nested", "twice", "malware", "not_ours",
}  # fmt: skip
KEPT = {"", "viewer"}  # `viewer` is told and asks for nothing
# How a child can end that says nothing else to the person.
SAME_AS = {
    "flooded": "broken",
    "nonsense": "broken",
    "no_cage": "worker_lost",
}


def known(code: Any) -> str:
    """A code of ours for what the child said: whatever it is, there is a sentence for it."""
    if not code:
        return ""
    code = SAME_AS.get(code, code) if isinstance(code, str) else "broken"
    return code if code in REFUSALS or code == "killed" else "broken"


def of(code: str) -> File.Verdict:
    if code in REFUSED:
        return File.Verdict.REFUSED
    return File.Verdict.KEPT if code in KEPT else File.Verdict.WARNED
