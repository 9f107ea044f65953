"""Ambulance numbers by country: public knowledge, kept in a file the service checks."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "emergency_numbers.json"


@lru_cache(maxsize=1)
def _table() -> dict[str, list[str]]:
    return json.loads(_FILE.read_text(encoding="utf-8"))["ambulance"]


def numbers_for(country: str) -> list[str]:
    """The numbers to call, the first one first; empty when we are not sure."""
    return list(_table().get(country, []))
