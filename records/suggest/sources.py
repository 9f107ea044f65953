"""Every place where a date or a kind is looked for: one function each, in one list.

A new kind of place (the labels of a whole disc, say) adds its function to SOURCES.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from intake.dates import PartialDate
from records import sniff
from records.models import File
from records.suggest import names
from records.suggest.choosing import IsPossible, choices_in
from records.suggest.cleaning import Text
from records.suggest.dates import Days
from records.suggest.kinds import kind_in
from records.suggest.offers import Choice, Fact, Offer, Source, Strength, value_of

UNNAMED = "other"
# Whoever photographs or scans a paper to send it does so about now: that day is not the
# paper's.
MADE_TO_BE_SENT = timedelta(days=7)


@dataclass(frozen=True)
class Page:
    number: int
    text: Text
    seen: bool  # recognised in a picture


@dataclass(frozen=True)
class Seen:
    """What a child found in one file, and what is known of its record."""

    file: File
    kind: str
    is_possible: IsPossible
    pages: list[Page] = field(default_factory=list)
    stamps: dict[str, str] = field(default_factory=dict)
    labelled: PartialDate | None = None  # by the machine that made the scans


Finder = Callable[[Seen], Iterable[Offer]]


def offers_of(seen: Seen) -> list[Offer]:
    """One offer for each fact and place; the first that tells it counts."""
    found: dict[tuple[Fact, Source], Offer] = {}
    for finder in SOURCES:
        for offer in finder(seen):
            found.setdefault((offer.fact, offer.source), offer)
    return list(found.values())


def _of_labels(seen: Seen) -> Iterator[Offer]:
    """The day of the newest study among scans that are the patient's."""
    if seen.labelled is not None and seen.is_possible(Days(seen.labelled)):
        choices = (Choice(str(seen.labelled)),)
        yield Offer(Fact.DATE, Source.DICOM, Strength.LABELLED, choices)


def _of_content(seen: Seen) -> Iterator[Offer]:
    """What holds pictures of scans is no report about them."""
    if seen.file.type == sniff.DICOM or seen.file.content == File.Content.SCANS:
        choices = (Choice("imaging_files"),)
        yield Offer(Fact.KIND, Source.DICOM, Strength.LABELLED, choices)


def _of_pages(seen: Seen) -> Iterator[Offer]:
    """Of the first page that names a date with a word beside it; else of the first at all."""
    kind = seen.kind
    first = [page for page in seen.pages if page.number == seen.pages[0].number]
    told = next((offer for page in first if (offer := _kind_of(page))), None)
    if told is not None:
        kind = told.choices[0].value if kind == UNNAMED else kind
        yield told
    dates = [offer for page in seen.pages if (offer := _date_of(seen, page, kind))]
    if dates:
        yield max(dates, key=lambda offer: offer.strength)


def _kind_of(page: Page) -> Offer | None:
    found = kind_in(page.text)
    if found is None:
        return None
    strength = Strength.SEEN_CLEAR if page.seen else Strength.WRITTEN_CLEAR
    choices = (Choice(found.code, found.said, found.said),)
    return Offer(Fact.KIND, _source(page), strength, choices, page.number)


def _date_of(seen: Seen, page: Page, kind: str) -> Offer | None:
    choices, is_clear = choices_in(page.text, kind=kind, is_possible=seen.is_possible)
    if not choices:
        return None
    clear, unclear = (
        (Strength.SEEN_CLEAR, Strength.SEEN)
        if page.seen
        else (Strength.WRITTEN_CLEAR, Strength.WRITTEN)
    )
    strength = clear if is_clear else unclear
    return Offer(Fact.DATE, _source(page), strength, tuple(choices), page.number)


def _source(page: Page) -> Source:
    return Source.SCAN if page.seen else Source.PAPER


def _of_name(seen: Seen) -> Iterator[Offer]:
    for offer in names.offers_of(seen.file.name, is_possible=seen.is_possible):
        if offer.source != Source.DEVICE or _is_older(seen, offer.choices[0]):
            yield offer


def _of_camera(seen: Seen) -> Iterator[Offer]:
    found = re.match(r"(\d{4})[:-](\d{2})[:-](\d{2})\b", seen.stamps.get("taken", ""))
    choice = _choice(seen, found) if found else None
    if choice and _is_older(seen, choice):
        yield Offer(Fact.DATE, Source.PHOTO, Strength.TAKEN, (choice,))


def _of_program(seen: Seen) -> Iterator[Offer]:
    found = re.match(r"D:(\d{4})(\d{2})(\d{2})", seen.stamps.get("made", ""))
    choice = _choice(seen, found) if found else None
    if choice and _is_older(seen, choice):
        yield Offer(Fact.DATE, Source.PDF, Strength.MADE, (choice,))


def _choice(seen: Seen, found: re.Match[str]) -> Choice | None:
    try:
        days = Days(PartialDate.of(date(*map(int, found.groups()))))
    except ValueError:
        return None
    return Choice(value_of(days)) if seen.is_possible(days) else None


def _is_older(seen: Seen, choice: Choice) -> bool:
    """It was not made to be sent here."""
    day = PartialDate.parse(choice.value.partition("/")[0])
    return day.last_day < seen.file.added_at.date() - MADE_TO_BE_SENT


SOURCES: list[Finder] = [
    *(_of_labels, _of_content, _of_pages),
    *(_of_name, _of_camera, _of_program),
]
