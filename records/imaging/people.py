"""Names compared as people would: order, case, accents and marks do not make another person.

A name in other letters, or partly another, is a question for the family and never an error.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

# Letters that stay one letter when accents are taken away, as passports write them.
_SPELLED = str.maketrans({"ß": "ss", "æ": "ae", "ø": "o", "ł": "l", "đ": "d", "ı": "i"})
_BETWEEN = re.compile(r"[\W_]+")
_GROUPS = "="  # DICOM: the name in Latin letters = in own signs = as it sounds


class Match(StrEnum):
    """How what a disc names goes with somebody known."""

    SAME = "same"
    SCRIPT = "script"  # other letters: cannot be compared
    NAME = "name"
    BORN = "born"
    NOBODY = "nobody"  # the disc, or the folder, names nobody


@dataclass(frozen=True)
class Identity:
    """A name in any of its ways of writing, and a birth date where one is known."""

    names: tuple[str, ...]
    born_on: date | None = None
    key: str = ""  # what a hospital calls the person; compared within one disc only


def of_disc(name: str, born_on: date | None, key: str = "") -> Identity:
    return Identity(ways_of(name), born_on, key)


def ways_of(name: str) -> tuple[str, ...]:
    """Each way of writing in a DICOM name."""
    return tuple(part for part in name.split(_GROUPS) if words_of(part))


def words_of(name: str) -> frozenset[str]:
    """The words of a name without case, accents and marks."""
    plain = unicodedata.normalize("NFKD", name.casefold().translate(_SPELLED))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(word for word in _BETWEEN.split(plain) if word)


def shown(name: str) -> str:
    """The name for people: `SOKOLOVA^ELENA` is SOKOLOVA, ELENA."""
    ways = [_one_way(way) for way in ways_of(name)]
    return " / ".join(dict.fromkeys(ways))


def _one_way(way: str) -> str:
    family, _mark, given = way.partition("^")
    parts = (" ".join(part.replace("^", " ").split()) for part in (family, given))
    return ", ".join(part for part in parts if part)


def compare(disc: Identity, known: Identity) -> Match:
    """How the person on a disc goes with the patient of the folder."""
    if not disc.names or not known.names:
        return Match.NOBODY
    if disc.born_on and known.born_on and disc.born_on != known.born_on:
        return Match.BORN
    pairs = [(words_of(a), words_of(b)) for a in disc.names for b in known.names]
    if any(_is_same_name(a, b) for a, b in pairs):
        return Match.SAME
    is_comparable = any(_script(a) == _script(b) for a, b in pairs)
    return Match.NAME if is_comparable else Match.SCRIPT


def _is_same_name(a: frozenset[str], b: frozenset[str]) -> bool:
    """All words of the shorter name stand in the longer: a second name may be left out."""
    short, long = sorted((a, b), key=len)
    if short == long or (len(short) >= 2 and short <= long):
        return True
    # Chinese names are written with a space between their parts, or without.
    return _script(a) == _script(b) == "CJK" and _letters(a) == _letters(b)


def _letters(words: frozenset[str]) -> list[str]:
    return sorted("".join(words))


def _script(words: Iterable[str]) -> str:
    """The script of the first letter: LATIN, CYRILLIC, CJK, …"""
    for sign in "".join(sorted(words)):
        if sign.isalpha():
            return unicodedata.name(sign, "").split(" ")[0]
    return ""


def grouped(people: list[Identity]) -> list[int]:
    """For each identity the number of the person it is: one may be written in many ways."""
    numbers = list(range(len(people)))
    for a, b in combinations(range(len(people)), 2):
        if is_one_person(people[a], people[b]):
            old, new = max(numbers[a], numbers[b]), min(numbers[a], numbers[b])
            numbers = [new if number == old else number for number in numbers]
    order = sorted(set(numbers))
    return [order.index(number) for number in numbers]


def is_one_person(a: Identity, b: Identity) -> bool:
    """Two ways of writing on one disc that surely mean the same person.

    Twins have one family name and one birthday: a shared word alone is not enough.
    """
    if a.names == b.names and a.born_on == b.born_on:
        return bool(a.names) or a.key == b.key
    match = compare(a, b)
    if match == Match.SAME:
        return True
    is_one_key = bool(a.key) and a.key == b.key
    share = any(words_of(x) & words_of(y) for x in a.names for y in b.names)
    return is_one_key and (
        match == Match.SCRIPT
        or (match == Match.NAME and share)
        or match == Match.NOBODY
    )
