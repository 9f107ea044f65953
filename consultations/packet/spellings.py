"""How a stored name, place or number may be written elsewhere: patterns for folded text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import pairwise

from consultations.packet import transliteration
from consultations.packet.common_words import COMMON, COMMON_HAN, TITLES, TITLES_HAN

LEAST_WORD = 3  # letters; shorter words of a name are blanked beside each other only
# Vowel signs of Indic and Thai scripts are no letters for Python, and part of words here.
_SIGN = r"[^\W_\u0900-\u0eff\u0f00-\u109f\u1780-\u17ff]"
_MARKED = r"[\u0900-\u0eff\u0f00-\u109f\u1780-\u17ff]"
WORDS = re.compile(rf"(?:{_SIGN}|{_MARKED})+")
BETWEEN = r"[\W_]{0,3}"
BEFORE, AFTER = r"(?<![^\W_])", r"(?![^\W_])"
WITHOUT_SPACES = (
    "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "HIRAGANA", "KATAKANA", "HALFWIDTH",
)  # fmt: skip
# Endings of names of four letters or less, where any letters would make other words.
_SHORT_ENDINGS = (
    "а|ы|е|у|и|ь|я|ю|ои|ою|еи|ею|ом|ем|ым|им|ых|их|ам|ям|ами|ями|ах|ях|ин|ина|ины|ину|инои"
    "|[аеияіь]?(?:ның|нің|дың|дің|тың|тің|ны|ні|ды|ді|ты|ті|ға|ге|қа|ке|на|не|да|де|та|те"
    "|дан|ден|тан|тен|нан|нен|мен|бен|пен|лар|лер)"
)
_LATIN_ENDINGS = (
    "a|e|i|o|u|y|s|as|es|os|is|oy|oi|oj|ou|om|em|im|ym|ey|ei|iu|yu|ya|ye|aya|uyu|oyu|oyu"
    "|yh|ykh|in|un|nin|nun|nyn|da|de|dan|den|ga|ge|la|le|yi|ovich|evich|ovna|evna"
)
_COMPOUND = {
    "欧阳",
    "歐陽",
    "上官",
    "司马",
    "司馬",
    "诸葛",
    "諸葛",
    "司徒",
    "皇甫",
    "尉迟",
}


def fold(text: str) -> tuple[str, list[int]]:
    """Small letters without accents, digits as 0 to 9, and where each stands in the text."""
    out, places = [], []
    for place, sign in enumerate(text):
        if unicodedata.category(sign) == "Cf":  # seen by nobody
            continue
        for letter in unicodedata.normalize("NFKD", sign.casefold()):
            if not unicodedata.combining(letter):
                digit = unicodedata.decimal(letter, None)
                out.append(letter if digit is None else str(digit))
                places.append(place)
    return "".join(out), places


def folded(text: str) -> str:
    return fold(text)[0]


def of_name(name: str) -> list[str]:
    """The name as a whole in both orders, each of its longer words, shorter after a title."""
    words = words_of(name)
    found = [pattern for word in words for pattern in _one(word)]
    if len(words) > 1:
        for order in (words, words[::-1]):
            whole = BETWEEN.join(map(re.escape, order))
            found.append(whole if is_han(order[0]) else rf"{BEFORE}{whole}{AFTER}")
        if all(map(is_han, words)):
            found.append(r"\s?".join("".join(words)))
            found += _han_titled(words[0])
    return found


def words_of(name: str) -> list[str]:
    """The words of a name without what somebody is called before or after it."""
    words = WORDS.findall(folded(name.replace("^", " ")))
    words = [_without_title(word) if is_han(word) else word for word in words]
    return [word for word in words if word and word not in TITLES]


def of_note(note: str) -> Iterator[str]:
    """Names in words about a name: "maiden name Sokolova", "曾用名李小娜"."""
    words = WORDS.findall(note)
    for word in words:
        if is_han(word):
            yield from re.split(
                "|".join(sorted(COMMON_HAN, key=len, reverse=True)), word
            )
        elif len(word) >= LEAST_WORD and folded(word) not in COMMON:
            yield word
    for first, second in pairwise(words):
        if first[0].isupper() and second[0].isupper() and folded(first) not in COMMON:
            yield f"{first} {second}"  # short words are found beside each other


def of_place(place: str) -> list[str]:
    """The whole as it is written; of a single word its cases, too."""
    words = WORDS.findall(folded(place))
    letters = "".join(words)
    if len(letters) < (2 if is_han(letters) else 4) or all(
        word in COMMON or word in COMMON_HAN for word in words
    ):
        return []
    if len(words) == 1:
        return _one(words[0])
    whole = BETWEEN.join(map(re.escape, words))
    return [whole if is_han(words[0]) else rf"{BEFORE}{whole}{AFTER}"]


def of_number(number: str) -> list[str]:
    """A number on a paper or a disc: with other signs between, and without its letters."""
    found = []
    for part in {number, *re.split(r"[,;|\s]+", number)}:
        signs = re.findall(r"[^\W\d_]+|\d+", folded(part))
        digits = [sign for sign in signs if sign.isdigit()]
        if len("".join(signs)) >= 5 and len("".join(digits)) >= 3:
            found.append(_apart(signs))
        tail = signs[1:] if signs and not signs[0].isdigit() else signs
        if len("".join(tail)) >= 5 and len(digits) > 1:
            found.append(_apart(tail))
    return found


def _apart(signs: list[str]) -> str:
    whole = BETWEEN.join(map(re.escape, signs))
    return rf"{BEFORE}{whole}{AFTER}"


def of_phone(number: str) -> list[str]:
    digits = re.sub(r"\D", "", folded(number))
    if len(digits) < 6:
        return []
    # With and without the code of the country, or the 8 that stands for it in Russia.
    return [r"\+?(?:\d[\s().-]{0,2}){0,4}" + r"[\s().-]{0,2}".join(digits[-9:])]


def is_han(word: str) -> bool:
    return bool(word) and "CJK" in unicodedata.name(word[0], "")


def _without_title(word: str) -> str:
    title = "|".join(sorted(TITLES_HAN, key=len, reverse=True))
    return re.sub(rf"(?:{title})+$", "", word)


def _one(word: str) -> list[str]:
    if is_han(word):  # written without spaces: the given name alone is found, too
        spaced = [r"\s?".join(part) for part in (word, word[1:]) if len(part) > 1]
        return [*spaced, *(_han_titled(word) if len(word) > 1 else ())]
    script = unicodedata.name(word[0], "")
    if script.startswith(WITHOUT_SPACES) and len(word) > 3:
        return [re.escape(word)]
    if script.startswith("HANGUL"):
        return list(_hangul(word))
    if len(word) < LEAST_WORD:
        if len(word) < 2:
            return []  # "the doctor, a"
        titled = "|".join(sorted(TITLES, key=len, reverse=True))
        return [rf"{BEFORE}(?:{titled})[\s.]{{1,3}}{re.escape(word)}{AFTER}"]
    if script.startswith(("ARABIC", "HEBREW")):  # small words stand before it
        return [rf"{BEFORE}[^\W_]{{0,3}}{re.escape(word)}{AFTER}"]
    return [f"{BEFORE}{core}{AFTER}" for core in _inflected(word, script) if core]


def _inflected(word: str, script: str) -> Iterator[str]:
    """With the endings it takes, in its own letters and in those of the other alphabet."""
    yield re.escape(word)
    if script.startswith("CYRILLIC") and len(word) == 3:
        yield rf"{word[:2]}(?:а|ы|и|е|у|я|ю|ои|еи)" if word[2] in "ая" else ""
        yield rf"{word}(?:а|у|е|ом|ем)"
    elif len(word) < 4:
        return
    elif script.startswith("CYRILLIC"):
        most = 1 if len(word) < 6 else 2
        stem = re.sub(rf"[аеиоуыьэюя]{{1,{most}}}$", "", word)
        yield re.escape(stem) + _cyrillic_ending(stem)
        yield transliteration.to_latin(stem) + rf"(?:{_LATIN_ENDINGS})?"
    elif script.startswith("LATIN"):
        stem = re.sub("[aeiouy]$", "", word) if len(word) > 4 else word
        if len(word) > 4:
            yield re.escape(stem) + rf"(?:{_LATIN_ENDINGS})?"
        yield transliteration.to_cyrillic(stem) + _cyrillic_ending(stem)
    else:  # cases of Greek, Georgian, Armenian, and what is written behind in Hindi
        yield re.escape(word) + ("[^\\W_]{0,5}" if len(word) > 4 else "")


def _cyrillic_ending(stem: str) -> str:
    return r"[^\W_]{0,6}" if len(stem) > 4 else rf"(?:{_SHORT_ENDINGS})?"


def _hangul(word: str) -> Iterator[str]:
    """A word of Korean with what is written behind it; the given name alone, too."""
    syllables = unicodedata.normalize("NFC", word)
    given = syllables[1:] if len(syllables) > 2 else ""
    for part in filter(None, (syllables if len(syllables) > 1 else "", given)):
        spaced = r"\s?".join(unicodedata.normalize("NFKD", sign) for sign in part)
        yield rf"{spaced}[^\W_]{{0,9}}"


def _han_titled(name: str) -> list[str]:
    """陈女士: the family name before what somebody is called."""
    surname = name[:2] if name[:2] in _COMPOUND else name[:1]
    return [rf"{surname}\s?(?:{'|'.join(sorted(TITLES_HAN, key=len, reverse=True))})"]
