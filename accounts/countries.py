"""Countries and regions by ISO 3166-1 code, named in the reader's language.

The names come from the npm package i18n-iso-countries 7.14 (MIT, licence beside the data).
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

_FILE = Path(__file__).parent / "data" / "countries.json"
# Each line of the file: code, then the name in these languages.
_COLUMNS = ("en", "zh", "ar")


@lru_cache(maxsize=1)
def _table() -> dict[str, list[str]]:
    return json.loads(_FILE.read_text(encoding="utf-8"))


def name_of(code: str) -> str:
    """The country's name for the reader; empty for a code nobody knows."""
    names = _table().get(code)
    return names[_column(get_language() or "en")] or names[0] if names else ""


def choices() -> list[tuple[str, str]]:
    """For a select box: an empty choice, then every country in the reader's order."""
    return [("", _("Choose")), *_sorted(_column(get_language() or "en"))]


@lru_cache(maxsize=len(_COLUMNS))
def _sorted(column: int) -> tuple[tuple[str, str], ...]:
    named = ((code, names[column] or names[0]) for code, names in _table().items())
    return tuple(sorted(named, key=lambda pair: pair[1]))


def _column(language: str) -> int:
    base = language.partition("-")[0]
    return _COLUMNS.index(base) if base in _COLUMNS else 0
