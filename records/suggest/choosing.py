"""Which of the dates of a text are offered: the best, or a few where nobody can tell."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from records.suggest.cleaning import Text
from records.suggest.dates import Days, Found, days_in
from records.suggest.labels import Label, label_of
from records.suggest.offers import MOST_CHOICES, Choice, cut, value_of
from records.suggest.spans import between_two, joined

# Kinds of which the day of the report is asked; of the others that of the test or visit.
REPORT_FIRST = frozenset(
    {
        "molecular_report",
        "germline_report",
        "clinic_letters",
        "treatment_summary",
        "past_second_opinions",
        "translation",
    }
)
DAY_ORDER = [Label.DAY, Label.ENDED, Label.PLAIN, Label.REPORT, Label.NONE]
REPORT_ORDER = [Label.REPORT, Label.PLAIN, Label.DAY, Label.ENDED, Label.NONE]
MANY_DATES = 5  # with no word beside them: a table, and nobody knows which one is meant
MOST_BESIDE = 30  # letters of the line that are shown before a date without a label

IsPossible = Callable[[Days], bool]


@dataclass(frozen=True)
class Dated:
    """A date of the text and what it is called there."""

    found: Found
    label: Label
    start: int  # of the words that are shown

    def readings(self, is_possible: IsPossible) -> list[Days]:
        return [days for days in self.found.readings if is_possible(days)]


def choices_in(
    text: Text, *, kind: str, is_possible: IsPossible
) -> tuple[list[Choice], bool]:
    """At most three values, the best first; and whether a word beside says what they are."""
    dated = [
        one for one in _labelled(text) if one.readings(is_possible) and _counts(one)
    ]
    dated = [*_stays(dated), *dated]
    for label in REPORT_ORDER if kind in REPORT_FIRST else DAY_ORDER:
        named = [one for one in dated if one.label == label]
        choices = _choices(text, named, is_possible)
        if not choices or (label == Label.NONE and _is_table(named)):
            continue
        return choices[:MOST_CHOICES], label != Label.NONE
    return [], False


def _labelled(text: Text) -> Iterable[Dated]:
    after = 0
    for found in joined(text, days_in(text)):
        label, start = label_of(text, found, after)
        is_span = any(days.until for days in found.readings)
        if is_span and label in {Label.NONE, Label.BEGAN, Label.ENDED}:
            label = Label.PLAIN  # "from … to …" are words enough
        if start == found.start:
            line = text.plain.rfind("\n", 0, found.start) + 1
            start = max(after, line, found.start - MOST_BESIDE)
        after = found.end
        yield Dated(found, label, start)


def _counts(one: Dated) -> bool:
    return one.label != Label.NONE or not one.found.is_weak


def _is_table(named: list[Dated]) -> bool:
    return len({one.found.readings for one in named}) > MANY_DATES


def _stays(dated: list[Dated]) -> list[Dated]:
    """The day of admission and that of discharge, the first of each, as one span."""
    began = next((one for one in dated if one.label == Label.BEGAN), None)
    ended = next((one for one in dated if one.label == Label.ENDED), None)
    if began is None or ended is None:
        return []
    days = tuple(between_two(began.found, ended.found))
    if not days:
        return []
    start, end = min(began.start, ended.start), max(began.found.end, ended.found.end)
    return [Dated(Found(start, end, days), Label.DAY, start)]


def _choices(text: Text, named: list[Dated], is_possible: IsPossible) -> list[Choice]:
    """Each value once, with the words where it stands first."""
    found: dict[str, Choice] = {}
    for one in named:
        said = text.written[one.found.start : one.found.end]
        words = text.written[one.start : one.found.end]
        for days in one.readings(is_possible):
            choice = Choice(value_of(days), cut(said), cut(words))
            found.setdefault(choice.value, choice)
    return list(found.values())
