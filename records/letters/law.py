"""By which law a patient may have copies, by country: a table with its sources.

Every row is to be approved by counsel (docs/letters.md). A country without a row gets a
courteous sentence and no claim.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "data" / "law.json"


@dataclass(frozen=True)
class Law:
    """One row. `term` is {"days": 30, "more": 30}, {"months": 1}, {"hours": 72} or none."""

    law: dict[str, str]  # its name by language of the letter
    term: dict[str, int] | None
    fee: str  # "first_free", "free", "cost" or "" where the letter says nothing
    source: str
    source_read: bool  # the source was read for this row; else it is common knowledge
    approved: bool  # by counsel
    countries: tuple[str, ...]


@cache
def table() -> tuple[Law, ...]:
    rows = json.loads(FILE.read_text(encoding="utf-8"))
    return tuple(Law(**{**row, "countries": tuple(row["countries"])}) for row in rows)


def law_of(country: str) -> Law | None:
    return next((row for row in table() if country in row.countries), None)


def sentences(country: str, language: str, words: dict[str, Any]) -> list[str]:
    """What the letter says of the right, of the term and of the fee; whole sentences."""
    row = law_of(country)
    if row is None:
        return [words["none"]]
    told = [words["basis"].format(law=row.law[language])]
    if row.term:
        told.append(_term(row.term, words["terms"]))
    if row.fee:
        told.append(words["fees"][row.fee])
    return told


def _term(term: dict[str, int], words: dict[str, str]) -> str:
    if "months" in term:
        return words["month"]
    if "more" in term:
        return words["days_more"].format(n=term["days"], more=term["more"])
    [(unit, count)] = term.items()
    return words[unit].format(n=count)
