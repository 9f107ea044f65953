"""Text of a stranger made fit to be searched: no invisible signs, digits as 0 to 9."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

MOST_LETTERS = 20_000  # of one text; dates stand near its beginning or its end
INVISIBLE = {"Cc", "Cf", "Co", "Cs", "Cn"}
# Digits people write dates with.
_DIGITS = {ord(first) + number: str(number) for first in "٠۰０" for number in range(10)}
_HAN = "[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_GAPS = re.compile(rf"(?<={_HAN}) {{1,2}}(?={_HAN})")
_DRAWN = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]+")
_SIGNS = dict(zip(map(ord, "／．－‐‑−：，　\xa0\u202f"), "/.----:,   ", strict=True))


@dataclass(frozen=True)
class Text:
    """What was written, and the same in small letters with digits 0 to 9.

    Both are of one length: what is found at a place of one stands there in the other.
    """

    written: str
    plain: str

    @classmethod
    def of(cls, raw: str) -> Text:
        written = clean(raw)
        return cls(written, "".join(map(_small, written.translate(_DIGITS | _SIGNS))))


def clean(raw: str) -> str:
    """Without signs nobody sees, which turn round what is read; lines stay lines.

    Letters of Arabic as they are drawn, which some PDFs hold, become letters as written.
    """
    text = raw[: 2 * MOST_LETTERS].replace("\r\n", "\n").replace("\r", "\n")
    text = text.replace("\t", " ")
    text = _DRAWN.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    seen = (s for s in text if s == "\n" or unicodedata.category(s) not in INVISIBLE)
    return "".join(seen)[:MOST_LETTERS]


def without_gaps(raw: str) -> str:
    """Chinese as it is written: whoever recognises it puts gaps between its signs."""
    return _GAPS.sub("", raw[: 2 * MOST_LETTERS])


def _small(sign: str) -> str:
    """One letter for one letter: a few have two small ones."""
    small = sign.lower()
    return small if len(small) == 1 else sign
