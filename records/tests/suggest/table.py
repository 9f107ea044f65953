"""What the rules make of the examples, and the page that says so."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime

import time_machine

from records.models import File
from records.suggest.cleaning import Text
from records.suggest.dates import Days
from records.suggest.offers import Fact
from records.suggest.sources import Page, Seen, offers_of
from records.suggestions import is_possible
from records.tests.suggest.examples import EXAMPLES, Example

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
BORN = date(1955, 1, 1)
HEAD = """# What is suggested of what stands on a paper

A person adds a paper and says of which day it is, and what it is. Where its file says so
itself, that is offered, and used only by a click (`docs/decisions/0025-suggestions.md`). Below
are examples in the languages of families, with what a careful reader would offer and what the
rules do. They stand in `records/tests/suggest/examples.py`; `python -m records.tests.suggest`
writes this page anew, and a test fails where it is old. The patient of the examples was born in
1955, and today is 30 November 2026. Two days for one date are a question; a dash is silence.

The last 16 were written when the rules stood: of those 13 days and 14 kinds came out as
expected at first. The others were before the eyes of whoever wrote the rules. Real papers will
do worse than both.
"""


def suggested(example: Example) -> tuple[tuple[str, ...], str]:
    """The values offered as date, and the kind; from a page or a name alone."""
    pages = [] if example.is_name else [Page(1, Text.of(example.text), seen=False)]
    name = example.text if example.is_name else "x"
    file = File(name=name, added_at=NOW, type="application/pdf")
    seen = Seen(file, "other", _possible, pages)
    with time_machine.travel(NOW, tick=False):
        offers = offers_of(seen)
    best: dict[str, tuple[str, ...]] = {}
    for offer in sorted(offers, key=lambda offer: -offer.strength):
        best.setdefault(offer.fact, tuple(choice.value for choice in offer.choices))
    return best.get(Fact.DATE, ()), "".join(best.get(Fact.KIND, ()))


def _possible(days: Days) -> bool:
    return is_possible(days, BORN, NOW.date())


def published() -> str:
    rows, right = [], Counter()
    for example in EXAMPLES:
        dates, kind = suggested(example)
        right["date"] += dates == example.dates
        right["kind"] += kind == example.kind
        right["wrong date"] += bool(set(dates) - set(example.dates))
        right["wrong kind"] += bool(kind and kind != example.kind)
        rows.append(_row(example, dates, kind))
    return "\n".join([HEAD, *_sums(right), "", *TABLE, *rows, ""])


TABLE = [
    "| language | it says | day expected | day offered | kind expected | kind offered |",
    "|---|---|---|---|---|---|",
]


def _sums(right: Counter) -> list[str]:
    count = len(EXAMPLES)
    return [
        f"Of {count} examples the day is as expected in {right['date']}, the kind in "
        f"{right['kind']}. A day nobody",
        f"expected is offered in {right['wrong date']}, a kind nobody expected in "
        f"{right['wrong kind']}.",
    ]


def _row(example: Example, dates: tuple[str, ...], kind: str) -> str:
    text = " / ".join(example.text.split("\n")).replace("|", "\\|")
    cells = [
        example.language,
        f"(name) {text}" if example.is_name else text,
        *(" or ".join(values) or "–" for values in (example.dates, dates)),
        *(code or "–" for code in (example.kind, kind)),
    ]
    return f"| {' | '.join(cells)} |"
