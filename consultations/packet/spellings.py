"""How a stored name, place or number may be written elsewhere: patterns for folded text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from consultations.packet import transliteration
from consultations.packet.common_words import COMMON, COMMON_HAN, TITLES, TITLES_HAN

LEAST_WORD = 3  # letters; shorter words of a name are blanked beside each other only
# Vowel signs of Indic and Thai scripts are no letters for Python, and part of words here.
_SIGN = r"[^\W_\u0900-\u0eff\u0f00-\u109f\u1780-\u17ff]"
_MARKED = r"[\u0900-\u0eff\u0f00-\u109f\u1780-\u17ff]"
WORDS = re.compile(rf"(?:{_SIGN}|{_MARKED})+")
BETWEEN = r"[\W_]{0,3}"
# A handle may have digits behind a name, and a number letters before it: MRN12345678.
BEFORE, AFTER = r"(?<![^\W_])", r"(?![^\W\d_])"
WITHOUT_SPACES = (
    "THAI", "LAO", "KHMER", "MYANMAR", "TIBETAN", "HIRAGANA", "KATAKANA", "HALFWIDTH",
)  # fmt: skip
# Letters that have no accent to take off, or stand for each other on another keyboard:
# of Turkish, Polish, Danish, Vietnamese, Icelandic; of Persian, Urdu and Arabic; of Kazakh
# (a text without them is typed on a Russian keyboard).
_ONE_FOR_ALL = dict(
    zip("ıłøđðħŧ", "iloddht", strict=True),
    **dict(zip("ةىیکگھہۀۃ", "هييككهههه", strict=True)),
    **dict(zip("әғқңөұүһіўє", "агкноууhиуе", strict=True)),
    **{"þ": "th", "æ": "ae", "œ": "oe", "ё": "е"},
)


def _typed_alike(letters: str) -> str:
    return "".join(_ONE_FOR_ALL.get(letter, letter) for letter in letters)


# Endings of names of four letters or less, where any letters would make other words.
_SHORT_ENDINGS = _typed_alike(
    "ия|ии|ию|иеи|иям|иях|а|ы|е|у|и|ь|я|ю|ои|ою|еи|ею|ом|ем|ым|им|ых|их|ам|ям|ами|ями|ах|ях|ин|ина|ины|ину|инои"
    "|[аеияіь]?(?:ның|нің|дың|дің|тың|тің|ны|ні|ды|ді|ты|ті|ға|ге|қа|ке|на|не|да|де|та|те"
    "|дан|ден|тан|тен|нан|нен|мен|бен|пен|лар|лер)"
)
_LATIN_ENDINGS = (
    "a|e|i|o|u|y|s|as|es|os|is|oy|oi|oj|ou|om|em|im|ym|ey|ei|iu|yu|ya|ye|aya|uyu|oyu|oyu"
    "|ja|ia|iia|iya|ija|ii|iy|ij|iyi|aia|aja|uiu|oiu|iei|iu|yh|ykh|in|un|nin|nun|nyn|da|de|dan|den|ga|ge|la|le|yi|ovich|evich|ovna|evna"
)
# How Germans and Danes spell a letter they have no key for.
_SPELLED_OUT = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"}
_PINYIN = re.compile(
    r"(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?"
    r"(?:i?a(?:ng?|o|i)?|u?a(?:ng?|i)?|i?ong|e(?:ng?|i|r)?|i(?:e|u|ng?)?|ou?|u(?:o|i|e|n)?)"
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
        for letter in _plain(sign):
            digit = unicodedata.decimal(letter, None)
            out.append(letter if digit is None else str(digit))
            places.append(place)
    return "".join(out), places


@cache
def _plain(sign: str) -> str:
    """A sign without accents, and letters that are typed for each other as one of them."""
    if unicodedata.category(sign) == "Pd" or sign == "−":
        return "-"
    apart = unicodedata.normalize("NFKD", sign.casefold())
    if unicodedata.category(sign)[0] in "PS" and apart.isalnum():
        return sign  # № is no word "no"
    return "".join(
        _ONE_FOR_ALL.get(letter, letter)
        for letter in apart
        if not unicodedata.combining(letter)
    )


def folded(text: str) -> str:
    return fold(text)[0]


def of_name(name: str) -> list[str]:
    """The name as a whole in both orders, each of its longer words, shorter after a title."""
    spelled = "".join(_SPELLED_OUT.get(sign, sign) for sign in name.lower())
    more = of_name(spelled) if spelled != name.lower() else []
    return more + _of_words(words_of(name))


def _of_words(words: list[str]) -> list[str]:
    found = [pattern for word in words for pattern in _one(word)]
    if len(words) > 1:
        for order in (words, words[::-1]):
            whole = BETWEEN.join(map(re.escape, order))
            found.append(whole if is_han(order[0]) else rf"{BEFORE}{whole}{AFTER}")
        if all(map(is_han, words)):
            found.append(r"\s?".join("".join(words)))
            found += _han_titled(words[0])
    for first, second in pairwise(words):  # Xiao Hong is written Xiaohong, too
        if _PINYIN.fullmatch(first) and _PINYIN.fullmatch(second):
            found.append(rf"{BEFORE}{first}[\s-]?{second}{AFTER}")
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
    """The whole as it is written, and what stands before a comma; of a single word its
    cases, too. A single letter before a name, "г. Алматы", is no part of it."""
    found = _of_place(place)
    town, comma, _country = place.partition(",")
    return found + _of_place(town) if comma else found


def _of_place(place: str) -> list[str]:
    words = [w for w in WORDS.findall(folded(place)) if len(w) > 1 or is_han(w)]
    letters = "".join(words)
    least = 2 if is_han(letters) or not letters.isascii() else 3
    if len(letters) < least or all(w in COMMON or w in COMMON_HAN for w in words):
        return []
    if len(words) == 1 and len(letters) >= LEAST_WORD:
        return _one(letters)
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
    # What stands before digits may be letters, and behind them a block: S26-10443A1.
    before = r"(?<!\d)" if signs[0].isdigit() else BEFORE
    after = r"(?!\d)" if signs[-1].isdigit() else r"(?![^\W_])"
    return rf"{before}{whole}{after}"


def of_phone(number: str) -> list[str]:
    found = []
    for part in {number, *re.split(r"[,;/|]|\s(?=\+)|\s{2,}", number)}:
        digits = re.sub(r"\D", "", folded(part))
        if len(digits) >= 6:
            # With and without the code of the country, or the 8 for it in Russia.
            last = r"[\s().-]{0,3}".join(digits[-9:])
            found.append(r"\+?(?:\d[\s().-]{0,3}){0,4}" + last)
    return found


def is_han(word: str) -> bool:
    return bool(word) and "CJK" in unicodedata.name(word[0], "")


def _without_title(word: str) -> str:
    title = "|".join(sorted(TITLES_HAN, key=len, reverse=True))
    return re.sub(rf"(?:{title})+$", "", word)


def _one(word: str) -> list[str]:
    if is_han(word):  # written without spaces: the given name alone is found, too
        given = word[2 if word[:2] in _COMPOUND else 1 :]
        spaced = [r"\s?".join(part) for part in (word, given) if len(part) > 1]
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
    if len(word) == 3:
        yield from _inflected_short(word, script)
    elif len(word) < 3:
        return
    elif script.startswith("CYRILLIC"):
        most = 1 if len(word) < 6 else 2
        stem = re.sub(rf"[аеиоуыьэюя]{{1,{most}}}$", "", word)
        yield re.escape(stem) + _cyrillic_ending(stem)
        yield transliteration.to_latin(stem) + _latin_ending(stem)
    elif script.startswith("LATIN"):
        stem = word
        while len(stem) > 4 and stem[-1] in "aeiouyj":
            stem = stem[:-1]
        if len(word) > 4:
            yield ("y?" if stem[0] == "e" else "") + stem + _latin_ending(stem)
        elif word[-1] == "a":
            yield word[:-1] + "(?:i|e|u|y|oi|oy|ou)"
        yield transliteration.to_cyrillic(stem) + _cyrillic_ending(stem)
        yield from _two_syllables(word)
    else:  # cases of Greek, Georgian, Armenian, and what is written behind in Hindi
        yield re.escape(word) + ("[^\\W_]{0,5}" if len(word) > 4 else "")


def _inflected_short(word: str, script: str) -> Iterator[str]:
    """Of three letters: Ким, Цой, Kim."""
    if script.startswith("CYRILLIC"):
        if word[2] in "ая":
            yield rf"{word[:2]}(?:а|ы|и|е|у|я|ю|ои|еи)"
        if word[2] == "и":  # as й is folded
            yield rf"{word[:2]}(?:я|ю|ем|е|и)"
        yield rf"{word}(?:а|у|е|ом|ем)"
        yield transliteration.to_latin(word) + "(?:a|u|e|om|em|s)?"
    elif script.startswith("LATIN"):
        yield transliteration.to_cyrillic(word) + "(?:а|у|е|ом|ем|ы)?"


def _two_syllables(word: str) -> Iterator[str]:
    """Xiaohong as Xiao Hong and Xiao-Hong."""
    for at in range(2, len(word) - 1):
        first, second = word[:at], word[at:]
        if _PINYIN.fullmatch(first) and _PINYIN.fullmatch(second):
            yield rf"{first}[\s-]{second}"


def _latin_ending(stem: str) -> str:
    return r"[^\W\d_]{0,5}" if len(stem) > 4 else rf"(?:{_LATIN_ENDINGS})?"


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
