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


def number_in(text: str) -> Decimal | None:
    """The number of a value; None for words, bounds (`<0.5`) and what may be two numbers."""
    bare = _MARK.sub("", _digits(text).strip()).translate(_PARTING).translate(_POINTS)
    if _UNCLEAR.fullmatch(bare):
        return None
    for shape in _SHAPES:
        if found := shape.fullmatch(bare):
            return _decimal(*found.groups(""))
    return None


def _decimal(whole: str, part: str) -> Decimal | None:
    digits = re.sub(r"\D", "", whole)
    if max(len(digits), len(part)) > MOST_DIGITS:
        return None
    return Decimal(f"{digits or 0}.{part or 0}")


def _digits(text: str) -> str:
    """Digits of every script as 0 to 9. Not the small ones: 10² is not 102."""
    return "".join(str(unicodedata.decimal(sign, sign)) for sign in text)
