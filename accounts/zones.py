"""The time zone most people of a country live in: a suggestion, never an answer.

The first zone of each country in zone.tab of the IANA time zone database (public domain);
for AU, BR, CA, RU and UA the one with the most people, because their list begins elsewhere.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "zones.json"


@cache
def _table() -> dict[str, str]:
    return json.loads(_FILE.read_text(encoding="utf-8"))


def of_country(code: str) -> str:
    """The name of a zone; empty for a code nobody knows."""
    return _table().get(code, "")
