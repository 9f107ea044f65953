"""What may be believed of the answer of a child that read a disc: nothing but its shape."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from records.imaging.people import Identity, grouped, of_disc

MOST = 2_000_000_000  # what the columns hold
SEXES = {"F", "M", "O"}
MOST_MIDDLE = 3


@dataclass
class ToldSeries:
    columns: dict[str, Any]


@dataclass
class ToldStudy:
    columns: dict[str, Any]
    series: list[ToldSeries]
    papers: list[dict[str, str]] = field(default_factory=list)


@dataclass
class ToldPerson:
    """One person, in whatever ways the disc writes the name, and their studies."""

    columns: dict[str, Any]
    studies: list[ToldStudy] = field(default_factory=list)


def people_of(found: dict[str, Any]) -> list[ToldPerson]:
    """The people a disc names with their studies; those who have none are left out."""
    rows = _rows(found, "people")
    identities = [_identity(row) for row in rows]
    numbers = grouped(identities)
    people = [ToldPerson({}) for _ in set(numbers)]
    for row, number in zip(rows, numbers, strict=True):
        people[number].columns = _fuller(people[number].columns, _person(row))
    by_number: dict[int, ToldStudy] = {}
    for row in _rows(found, "studies"):
        place = number_of(row, "person", -1)
        if 0 <= place < len(numbers):
            study = by_number[number_of(row, "number")] = _study(row)
            people[numbers[place]].studies.append(study)
    for row in _rows(found, "papers"):
        study = by_number.get(number_of(row, "study", -1))
        if study is not None:
            study.papers.append(
                {name: text_of(row, name) for name in ("name", "kind", "title")}
            )
    return [person for person in people if person.studies]


def _identity(row: dict[str, Any]) -> Identity:
    return of_disc(
        text_of(row, "name", 200), day_of(row, "born"), text_of(row, "id", 64)
    )


def _person(row: dict[str, Any]) -> dict[str, Any]:
    sex = text_of(row, "sex", 1).upper()
    return {
        "name": text_of(row, "name", 200),
        "born_on": day_of(row, "born"),
        "sex": sex if sex in SEXES else "",
    }


def _fuller(a: dict[str, Any], b: dict[str, Any]) -> dict[str, Any]:
    """The longer way of writing, and the facts that only one of both has."""
    longer, shorter = (a, b) if len(a.get("name", "")) > len(b["name"]) else (b, a)
    return {name: longer[name] or shorter.get(name) or longer[name] for name in b}


def _study(row: dict[str, Any]) -> ToldStudy:
    columns = {
        "uid": text_of(row, "uid", 64),
        "made_on": day_of(row, "date"),
        "description": text_of(row, "description"),
        "institution": text_of(row, "institution"),
    }
    return ToldStudy(
        columns, [ToldSeries(_series(one)) for one in _rows(row, "series")]
    )


def _series(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "uid": text_of(row, "uid", 64),
        "modality": text_of(row, "modality", 16).upper(),
        "description": text_of(row, "description"),
        "body_part": text_of(row, "body_part", 40),
        "made_on": day_of(row, "date"),
        "images": number_of(row, "images"),
        "thickness_mm": _millimetres(text_of(row, "thickness", 16)),
        "burned_in": row.get("burned_in") is True,
        "number": number_of(row, "number", 0, least=-MOST),
        "middle": _middle(row.get("middle")),
    }


def _middle(told: Any) -> list[list[int]]:
    """Places in the file; a job finds nothing at one that is not there."""
    pairs = told if isinstance(told, list) else []
    return [pair for pair in pairs if is_pair(pair)][:MOST_MIDDLE]


def is_pair(pair: Any) -> bool:
    return isinstance(pair, list) and len(pair) == 2 and all(map(_is_number, pair))


def _is_number(value: Any, least: int = 0) -> bool:
    return type(value) is int and least <= value <= MOST


def _millimetres(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return round(value, 2) if 0 < value < 1000 else None


def _rows(found: dict[str, Any], name: str) -> list[dict[str, Any]]:
    rows = found.get(name)
    return (
        [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    )


def text_of(row: dict[str, Any], name: str, most: int = 120) -> str:
    value = row.get(name)
    return value.replace("\0", "")[:most] if isinstance(value, str) else ""


def number_of(row: dict[str, Any], name: str, other: int = 0, *, least: int = 0) -> int:
    value = row.get(name)
    return value if _is_number(value, least) else other


def day_of(row: dict[str, Any], name: str) -> date | None:
    """A day as DICOM writes it, 20260909 or 2026.09.09; None for what is no day."""
    return _day(text_of(row, name, 16))


def _day(text: str) -> date | None:
    digits = text.replace(".", "")
    if not (len(digits) == 8 and digits.isascii() and digits.isdigit()):
        return None
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if day.year >= 1890 else None
