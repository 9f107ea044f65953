"""What is offered to a person: a value or a few, each with the words it was read in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any

from intake.dates import PartialDate
from records.suggest.dates import Days

MOST_CHOICES = 3
MOST_WORDS = 120


class Fact(StrEnum):
    DATE = "date"
    KIND = "kind"


class Source(StrEnum):
    """Where it was read."""

    DICOM = "dicom"
    PAPER = "paper"  # the text of a page
    SCAN = "scan"  # text recognised in the picture of a page
    NAME = "name"
    DEVICE = "device"  # a name a phone or a scanner gave
    PHOTO = "photo"  # written by the camera
    PDF = "pdf"  # written by the program that made it


class Strength(IntEnum):
    """Which offer is shown of several: the strongest."""

    MADE = 10  # when the PDF was made
    TAKEN = 20  # when the photo was taken, by its name or its notes
    SEEN = 40  # recognised, with no word beside it
    WRITTEN = 50  # in the text, with no word beside it
    NAMED = 60  # in a name a person gave
    SEEN_CLEAR = 70
    WRITTEN_CLEAR = 80
    LABELLED = 90  # by the machine that made the scan


@dataclass(frozen=True)
class Choice:
    """One value. `said`: exactly what can be read there, `words`: the same with its label."""

    value: str  # a date, two dates with a stroke between them, or a kind
    said: str = ""
    words: str = ""

    def kept(self) -> dict[str, Any]:
        return {"value": self.value, "said": self.said, "words": self.words}


@dataclass(frozen=True)
class Offer:
    fact: Fact
    source: Source
    strength: int
    choices: tuple[Choice, ...]
    page: int | None = None


def value_of(days: Days) -> str:
    return f"{days.on}/{days.until}" if days.until else str(days.on)


def days_of(value: str) -> Days:
    """Raises ValueError for what is no date."""
    first, stroke, last = value.partition("/")
    return Days(PartialDate.parse(first), PartialDate.parse(last) if stroke else None)


def cut(words: str) -> str:
    """One line, not longer than a line."""
    line = " ".join(words.split())
    return line if len(line) <= MOST_WORDS else f"{line[: MOST_WORDS - 1]}…"
