"""Reads a printed value as a number, only where it can mean no other number.

`1,234` is one and a bit in Madrid and more than a thousand in Manila: it is left unread.
What a person typed is kept as typed whatever is read here (docs/decisions/0010).
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

MOST_DIGITS = 12
# Blanks and apostrophes that part thousands; they never stand before decimals.
_PARTING = str.maketrans(dict.fromkeys("\u00a0\u2009\u202f'’٬", " "))
_POINTS = str.maketrans({"．": ".", "，": ",", "٫": ":"})  # ":" is only ever a point
_MARK = re.compile(r"(?:\s+[HL]|\s*[*↑↓]+)$")  # the paper's own sign after the number
_UNCLEAR = re.compile(r"(?!0[.,])\d{1,3}[.,]\d{3}")
_THOUSANDS = r"([1-9]\d{0,2}(?:%s\d{3})+)"
_SHAPES = [
    re.compile(shape)
    for shape in (
        _THOUSANDS % " " + r"(?:[.,:](\d+))?",
        _THOUSANDS % "," + r"[.:](\d+)",
        _THOUSANDS % r"\." + r"[,:](\d+)",
        r"([1-9]\d{0,2}(?:,\d{3}){2,})()",
        r"([1-9]\d{0,2}(?:\.\d{3}){2,})()",
        r"([1-9]\d?(?:,\d{2})+,\d{3})(?:[.:](\d+))?",  # 1,50,000 as India writes it
        r"(\d*)[.,:](\d+)",
        r"(\d+)()",
    )
]

# Signs of a bound, and whether the number itself belongs to it.
_BELOW = {
    "<": False,
    "＜": False,
    "<=": True,
    "=<": True,
    "≤": True,
    "⩽": True,
    "≦": True,
}
_ABOVE = {
    ">": False,
    "＞": False,
    ">=": True,
    "=>": True,
    "≥": True,
    "⩾": True,
    "≧": True,
}
_BOUND = re.compile(r"(?P<sign>[<>＜＞≤≥⩽⩾≦≧=]{1,2})\s*(?P<number>\d.*)")
_RANGE = re.compile(r"(?P<least>[\d.,]+)\s*[-–—]\s*(?P<most>\d.*)")


def number_in(text: str) -> Decimal | None:
    """The number of a value; None for words, bounds (`<0.5`) and what may be two numbers."""
    bare = _MARK.sub("", _digits(text).strip()).translate(_PARTING).translate(_POINTS)
    if _UNCLEAR.fullmatch(bare):
        return None
    for shape in _SHAPES:
        if found := shape.fullmatch(bare):
            return _decimal(*found.groups(""))
    return None


def span_in(text: str) -> tuple[Decimal, Decimal] | None:
    """The least and the most a value can be: of `<5`, `≥ 900`, `15-18` and of a number."""
    number = number_in(text)
    if number is not None:
        return number, number
    if found := _BOUND.fullmatch(text.strip()):
        return _beyond(found["sign"], number_in(found["number"]))
    if found := _RANGE.fullmatch(text.strip()):
        least, most = number_in(found["least"]), number_in(found["most"])
        if least is not None and most is not None and least <= most:
            return least, most
    return None


def _beyond(sign: str, number: Decimal | None) -> tuple[Decimal, Decimal] | None:
    if number is None or sign not in _BELOW | _ABOVE:
        return None
    if sign in _BELOW:
        return Decimal(0), number if _BELOW[sign] else number.next_minus()
    return number if _ABOVE[sign] else number.next_plus(), Decimal("Infinity")


def _decimal(whole: str, part: str) -> Decimal | None:
    digits = re.sub(r"\D", "", whole)
    if max(len(digits), len(part)) > MOST_DIGITS:
        return None
    return Decimal(f"{digits or 0}.{part or 0}")


def _digits(text: str) -> str:
    """Digits of every script as 0 to 9. Not the small ones: 10² is not 102."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
