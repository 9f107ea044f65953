"""The fonts of our PDFs: one static TTF a script and weight, nothing of the system.

A character none of them can draw is found before the PDF is made. Reasons and measurements:
docs/decisions/0002-pdf-fonts.md and 0003-missing-glyphs.md. `fonts.sh` fetches the files anew.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "fonts"
WEIGHTS = (400, 700)


@dataclass(frozen=True)
class Family:
    css: str  # the name in our style sheets
    file: str  # file name without weight

    def path(self, weight: int) -> Path:
        return FOLDER / f"{self.file}-{weight}.ttf"

    @property
    def names_in_pdf(self) -> set[str]:
        name = self.css.replace(" ", "-")
        return {name, f"{name}-Bold"}


# The one table of families. Style sheets name the same ones, in the same order (tested).
FAMILIES = (
    Family("SL Text", "source-sans-3"),  # Latin, Vietnamese, Cyrillic, Greek
    Family("SL Han", "noto-sans-sc"),
    Family("SL Arabic", "noto-sans-arabic"),
    Family("SL Thai", "noto-sans-thai"),
    Family("SL Devanagari", "noto-sans-devanagari"),
    Family("SL Hebrew", "noto-sans-hebrew"),
    Family("SL Bengali", "noto-sans-bengali"),
    Family("SL Khmer", "noto-sans-khmer"),
    Family("SL Lao", "noto-sans-lao"),
    Family("SL Myanmar", "noto-sans-myanmar"),
)
# Drawn by nobody and harmless: white space, joiners and direction marks of scripts that
# need them, soft hyphens, variants. WeasyPrint draws no box for any of these (probed).
UNSEEN = {0x09, 0x0A, 0x20, 0xA0, 0xAD, 0x61C, 0x202F, 0x205F, 0x2060, 0xFEFF}
UNSEEN |= set(range(0x2000, 0x2010)) | set(range(0xFE00, 0xFE10))
UNSEEN |= set(range(0xE0100, 0xE01F0))


ALWAYS = 2  # the first families: Latin and Chinese, which nearly every paper needs


def faces(scheme: str) -> str:
    """The style rules that give every file its name."""
    return "".join(
        f'@font-face{{font-family:"{family.css}";font-weight:{weight};'
        f"src:url({scheme}/fonts/{family.path(weight).name})}}"
        for family in FAMILIES
        for weight in WEIGHTS
    )


def missing_files() -> list[Path]:
    """Font files that are not where they belong."""
    paths = [family.path(weight) for family in FAMILIES for weight in WEIGHTS]
    return [path for path in paths if not path.is_file()]


@lru_cache(maxsize=1)
def drawable() -> frozenset[int]:
    """Code points that at least one family can draw in both weights."""
    return frozenset(UNSEEN).union(*map(_both_weights, FAMILIES))


def needed_for(text: str) -> list[str]:
    """The families that draw this text, in their order: Pango asks no others."""
    points = {ord(character) for character in set(text)} - UNSEEN
    found = []
    for place, family in enumerate(FAMILIES):
        own = points & _both_weights(family)
        if own or place < ALWAYS:
            found.append(family.css)
        points -= own
    return found


@lru_cache(maxsize=len(FAMILIES))
def _both_weights(family: Family) -> frozenset[int]:
    cmaps = [_cmap(family.path(weight)) for weight in WEIGHTS]
    return frozenset(cmaps[0] & cmaps[1])


def _cmap(path: Path) -> set[int]:
    from fontTools.ttLib import (
        TTFont,
    )  # slow to load, and the web process never needs it

    with TTFont(path, lazy=True) as font:
        return set(font.getBestCmap())


def undrawable(text: str) -> list[str]:
    """Every character of the text that no font of ours has, as code points."""
    points = {ord(character) for character in set(text)}
    return [f"U+{point:04X}" for point in sorted(points - drawable())]


def spell_out_signs(text: str) -> str:
    """Signs no font has (emoji and the like), written as words: never blank, never lost.

    Letters stay as they are, so that a letter without a glyph fails the build.
    """
    known = drawable()
    strange = {c for c in set(text) if ord(c) not in known}
    if not strange:
        return text
    return "".join(_in_words(c) if c in strange else c for c in text)


def _in_words(character: str) -> str:
    folded = unicodedata.normalize("NFKC", character)
    if folded != character and not undrawable(folded):
        return folded  # a decorated form of letters we have, such as U+1D400 for A
    if is_language(character):
        return character
    name = unicodedata.name(character, "").lower()
    return f"[U+{ord(character):04X}{' ' if name else ''}{name}]"


def is_language(character: str) -> bool:
    """Letters, their marks and digits: what a word or a name is made of."""
    return unicodedata.category(character) in LANGUAGE


LANGUAGE = {"Lu", "Ll", "Lt", "Lm", "Lo", "Mn", "Mc", "Nd", "Nl"}
