"""Takes names, birth date and contacts out of texts, in any spelling that is stored.

It finds what is known; it cannot know what a family wrote in other words. That is why a
person reads a packet without names before it is passed on.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from html import unescape
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

BLANK = "[…]"
LEAST_WORD = 3  # letters; shorter words of a name are blanked beside each other only
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+\d[\d\s().-]{6,}\d")
_BETWEEN = r"[\W_]{0,3}"
_TAGS = re.compile(r"(<[^>]*>)")
_WORDS = re.compile(r"[^\W_]+")
MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
)  # fmt: skip


class Blanks:
    """What is to be blanked for one person."""

    def __init__(
        self,
        names: Iterable[str],
        *,
        born: date | None = None,
        numbers: Iterable[str] = (),
        others: Iterable[str] = (),
    ) -> None:
        self.names = [name for name in names if name and name.strip()]
        found = [pattern for name in self.names for pattern in _of_name(name)]
        found += _of_day(born) if born else []
        found += [p for number in numbers for p in _of_number(number)]
        found += [
            re.escape(_fold(o)[0]) for o in others if len(o.strip()) >= LEAST_WORD
        ]
        longest_first = sorted(set(found), key=len, reverse=True)
        self._pattern = re.compile("|".join(longest_first)) if found else None

    def text(self, text: str) -> str:
        """The text with what is known of the person taken out."""
        text = _PHONE.sub(BLANK, _EMAIL.sub(BLANK, text))
        if self._pattern is None:
            return text
        folded, places = _fold(text)
        out, at = [], 0
        for found in self._pattern.finditer(folded):
            if found.end() == found.start():
                continue
            out += [text[at : places[found.start()]], BLANK]
            at = places[found.end() - 1] + 1
            while at < len(text) and unicodedata.combining(text[at]):
                at += 1
        return "".join([*out, text[at:]])

    def found_in(self, text: str) -> bool:
        return self.text(text) != text

    def deep(self, value: Any) -> Any:
        """The same through lists, tables and ready HTML."""
        if isinstance(value, SafeString):
            parts = _TAGS.split(value)  # every second one is a tag
            # A name with an apostrophe stands there as D&#x27;Arc: searched as it is read.
            parts[::2] = [escape(self.text(unescape(part))) for part in parts[::2]]
            return mark_safe("".join(parts))  # noqa: S308 - text escaped, tags as before
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, Mapping):
            return {key: self.deep(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return type(value)(self.deep(one) for one in value)
        return value

    def words(self) -> list[str]:
        """Words of the names alone, for what is not searched as a text."""
        found = {word for name in self.names for word in _WORDS.findall(name)}
        return sorted(w for w in found if len(w) >= LEAST_WORD or _is_han(w))


def _fold(text: str) -> tuple[str, list[int]]:
    """Small letters without accents, and where each of them stands in the text."""
    out, places = [], []
    for place, sign in enumerate(text):
        for letter in unicodedata.normalize("NFKD", sign.casefold()):
            if not unicodedata.combining(letter):
                out.append(letter)
                places.append(place)
    return "".join(out), places


def _of_name(name: str) -> list[str]:
    """The name as a whole in both orders, and each of its longer words."""
    words = _WORDS.findall(_fold(name.replace("^", " "))[0])
    found = [_one(word) for word in words if len(word) >= LEAST_WORD or _is_han(word)]
    if len(words) > 1:
        for order in (words, words[::-1]):
            whole = _BETWEEN.join(re.escape(word) for word in order)
            found.append(
                rf"(?<![^\W_]){whole}(?![^\W_])" if not _is_han(order[0]) else whole
            )
        if all(map(_is_han, words)):
            found.append(r"\s?".join("".join(words)))
    return found


def _one(word: str) -> str:
    if _is_han(word):  # written without spaces: the given name alone is found, too
        spaced = [r"\s?".join(part) for part in (word, word[1:]) if len(part) > 1]
        return "|".join(spaced) or r"(?!)"
    script = unicodedata.name(word[0], "")
    if script.startswith("CYRILLIC") and len(word) > 3:  # it changes its ending
        stem = re.escape(re.sub("[аеиоуыьэюяй]{1,2}$", "", word) or word)
        return rf"(?<![^\W_]){stem}[^\W_]{{0,3}}(?![^\W_])"
    if script.startswith(("ARABIC", "HEBREW")):  # small words stand before it
        return rf"(?<![^\W_])[^\W_]{{0,3}}{re.escape(word)}(?![^\W_])"
    return rf"(?<![^\W_]){re.escape(word)}(?![^\W_])"


def _is_han(word: str) -> bool:
    return bool(word) and "CJK" in unicodedata.name(word[0], "")


def _of_day(born: date) -> list[str]:
    y, m, d = born.year, born.month, born.day
    between = r"[\s./\-年月日,]{1,3}"
    month = rf"(?:{MONTHS[m - 1]}[a-z]*)"
    orders = [
        rf"{y}{between}0?{m}{between}0?{d}(?!\d)",
        rf"(?<!\d)0?{d}{between}0?{m}{between}{y}(?!\d)",
        rf"(?<!\d)0?{m}{between}0?{d}{between}{y}(?!\d)",
        rf"(?<!\d)0?{d}\.?\s*{month}\.?,?\s*{y}",
        rf"{month}\.?\s*0?{d},?\s*{y}",
        rf"(?<!\d){y}{m:02d}{d:02d}(?!\d)",
    ]
    return orders


def _of_number(number: str) -> list[str]:
    digits = re.sub(r"\D", "", number)
    if len(digits) < 6:
        return []
    # With and without the code of the country, or the 8 that stands for it in Russia.
    return [r"\+?(?:\d[\s().-]{0,2}){0,4}" + r"[\s().-]{0,2}".join(digits[-9:])]
