"""Text on its way into a PDF: cleaned, measured, and always only text."""

from __future__ import annotations

import re
import unicodedata

from records.paper.fonts import spell_out_signs

LONGEST = 4_000  # characters of one value; what is cut off is counted in words
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Steers the text around it without being seen: a file name or a tag could lie with it.
_STEERING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def clean(text: object, *, most: int = LONGEST) -> str:
    """Text as it can be printed: what cannot be drawn or would mislead stands in words."""
    plain = unicodedata.normalize("NFC", str("" if text is None else text))
    plain = _LINE_END.sub("\n", plain).strip()
    if len(plain) > most:
        plain = plain[:most].rstrip() + _cut_off(len(plain) - most)
    return spell_out_signs(_STEERING.sub(_spelled, plain))


def _cut_off(count: int) -> str:
    return f" … [还有 {count} 个字符未印出 {count} more characters are not printed]"


def _spelled(found: re.Match[str]) -> str:
    character = found.group()
    return f"[U+{ord(character):04X} {unicodedata.name(character).lower()}]"


def width(text: str) -> int:
    """Columns a text takes: a Han character 2, a combining mark 0."""
    return sum(columns(character) for character in text)


def columns(character: str) -> int:
    if character < "\u0300":
        return 1
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def is_rtl(text: str) -> bool:
    """The direction of the first letter that has one."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return False
