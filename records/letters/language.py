"""The languages of letters: whole texts of their own, whatever language the pages have.

The texts are to be checked by a native speaker (docs/letters.md).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from intake.dates import PartialDate

FOLDER = Path(__file__).resolve().parent / "texts"
LANGUAGES = {
    "en": _("English"),
    "zh": _("Chinese"),
    "ru": _("Russian"),
    "es": _("Spanish"),
    "ar": _("Arabic"),
}
# Where hospitals read another of our languages than English.
_SPOKEN = {
    "zh": "CN",
    "ru": "RU BY KZ KG TJ UZ TM",
    "es": "ES MX AR BO CL CO CR CU DO EC SV GQ GT HN NI PA PY PE PR UY VE",
    "ar": "DZ BH EG IQ JO KW LB LY MA MR OM PS QA SA SD SY TN AE YE",
}
_OF_COUNTRY = {
    country: code for code, all_ in _SPOKEN.items() for country in all_.split()
}
# Latin letters and the numbers that stand with them: alone in their direction.
_LATIN = re.compile(
    r"(?:[0-9A-Za-z][0-9A-Za-z .&/+-]*)?[A-Za-z](?:[0-9A-Za-z .&/+-]*[0-9A-Za-z])?"
)


def suggested(country: str) -> str:
    """The language of letters for a hospital there; English where we have no other."""
    return _OF_COUNTRY.get(country, "en")


def of_person(*codes: str) -> str:
    """The first of a person's languages that letters can be read in; else English."""
    for code in codes:
        base = code.partition("-")[0]
        base = "zh" if base in {"cmn", "yue"} else base
        if base in LANGUAGES:
            return base
    return "en"


@cache
def words_of(language: str) -> dict[str, Any]:
    """Every text of a letter in this language."""
    return json.loads((FOLDER / f"{language}.json").read_text(encoding="utf-8"))


def joined(language: str, sentences: Iterable[str]) -> str:
    """Sentences one after another; Chinese leaves no blank between them.

    A Russian date ends with a full stop of its own: it is the sentence's, too.
    """
    text = ("" if language == "zh" else " ").join(sentences)
    return text.replace("г..", "г.")


def is_rtl(language: str) -> bool:
    return words_of(language)["dir"] == "rtl"


def day_in(language: str, day: PartialDate) -> str:
    """The day in the language of the letter, the month in words; a month alone, or a year."""
    words = words_of(language)
    if day.month is None:
        text = str(day.year)
    elif day.day is None:
        names = words.get("months_alone") or words["months"]
        shape = words["dates"]["month"]
        text = shape.format(month=names[day.month - 1], year=day.year)
    else:
        month = words["months"][day.month - 1]
        text = words["dates"]["day"].format(day=day.day, month=month, year=day.year)
    return words["dates"]["about"].format(date=text) if day.about else text


def set_apart(text: str, wrap: Callable[[str], str], rest: Callable[[str], str]) -> str:
    """Right-to-left text with its Latin words and numbers wrapped: none turns round."""
    parts, at = [], 0
    for found in _LATIN.finditer(text):
        parts += [rest(text[at : found.start()]), wrap(found.group())]
        at = found.end()
    return "".join([*parts, rest(text[at:])])
