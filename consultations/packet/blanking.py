"""Takes names, birth date, places and contacts out of texts, in the spellings we know of.

It finds what is stored; it cannot know what a family wrote in other words. That is why a
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

from consultations.packet import spellings
from consultations.packet.birthdays import of_birth
from consultations.packet.spellings import LEAST_WORD, fold, folded, is_han

BLANK = "[…]"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"\+\d[\d\s().\-\u2010-\u2015\u2212]{6,}\d")
_TAGS = re.compile(r"(<[^>]*>)")


class Blanks:
    """What is to be blanked for one person."""

    def __init__(
        self,
        names: Iterable[str],
        *,
        born: date | None = None,
        phones: Iterable[str] = (),
        others: Iterable[str] = (),
        places: Iterable[str] = (),
        numbers: Iterable[str] = (),
    ) -> None:
        self.names = [name for name in names if name and name.strip()]
        found = [pattern for name in self.names for pattern in spellings.of_name(name)]
        found += of_birth(born) if born else []
        found += [p for phone in phones for p in spellings.of_phone(phone)]
        found += [p for place in places for p in spellings.of_place(place)]
        found += [
            re.escape(folded(o)) for o in others if o and len(o.strip()) >= LEAST_WORD
        ]
        self._found = set(found)
        self._pattern: re.Pattern[str] | None = None
        self.add_numbers(numbers)

    def add_numbers(self, numbers: Iterable[str]) -> None:
        """Numbers of papers and discs, by which a hospital finds the patient."""
        self._found |= {p for n in numbers for p in spellings.of_number(n or "")}
        longest_first = sorted(self._found, key=len, reverse=True)
        if longest_first:
            self._pattern = re.compile("|".join(longest_first))

    def text(self, text: str) -> str:
        """The text with what is known of the person taken out."""
        text = _PHONE.sub(BLANK, _EMAIL.sub(BLANK, text))
        if self._pattern is None:
            return text
        letters, places = fold(text)
        out, at = [], 0
        for found in self._pattern.finditer(letters):
            if found.end() == found.start():
                continue
            out += [text[at : places[found.start()]], BLANK]
            at = places[found.end() - 1] + 1
            while at < len(text) and unicodedata.category(text[at])[0] == "M":
                at += 1
        return "".join([*out, text[at:]])

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
        found = {word for name in self.names for word in spellings.WORDS.findall(name)}
        return sorted(
            w
            for w in found
            if (len(w) >= LEAST_WORD or is_han(w)) and folded(w) not in spellings.TITLES
        )
