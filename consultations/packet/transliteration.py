"""One name in Cyrillic and in Latin letters, in the ways passports and families write it."""

from __future__ import annotations

import re

_TO_LATIN = {
    "ии": "iy|ii|ij|yi|y|i", "ыи": "yy|yi|iy|y|i", "дж": "dzh|dj|j|zh", "др": "dr|der",
    "кс": "ks|x", "а": "a|ae|e", "б": "b", "в": "v|w|ff?", "г": "g|gh|h",
    "д": "d", "е": "e|ye|je|yo|io|jo", "ж": "zh|j|z|g", "з": "z|s",
    "и": "i|y|j|ee", "к": "k|c|q", "л": "l|ll", "м": "m", "н": "n|nn|ng",
    "о": "o|u|oe", "п": "p", "р": "r", "с": "s|ss", "т": "t", "у": "u|ou|oo|y|ue",
    "ф": "f|ph", "х": "kh|h|x|ch", "ц": "ts|c|tz|z", "ч": "ch|tch|c|tsch",
    "ш": "sh|sch|s", "щ": "shch|sch|sh|sc", "ъ": "['’]?", "ы": "y|i",
    "ь": "['’]?", "э": "e", "ю": "yu|iu|ju|u", "я": "ya|ia|ja|a",
    "ә": "a|ae|e", "ғ": "g|gh", "қ": "q|k", "ң": "n|ng", "ө": "o|u|oe",
    "ұ": "u|ou", "ү": "u|y|ue", "һ": "h|kh", "і": "i|y", "є": "ye|ie|e",
    "ґ": "g",
}  # fmt: skip
_TO_CYRILLIC = {
    "shch": "щ|шч", "dzh": "дж|ж", "sch": "ш|щ|сч", "tch": "ч", "kh": "х|қ|һ|кх",
    "zh": "ж", "ts": "ц|тс", "tz": "ц", "ch": "ч|х", "sh": "ш|щ",
    "yu": "ю|у|ью|ию", "iu": "ю|иу|ию", "ju": "ю|жу|джу", "ya": "я|иа|ья|ия",
    "ia": "ия|иа|я|ья", "ja": "я|жа|джа", "ye": "е|ье|ие|э", "ie": "ие|ье|е",
    "yo": "е|ио|ие", "io": "ио|е", "iy": "ии|и|ы", "yy": "ыи|ии",
    "gh": "ғ|г", "ng": "нг|ң", "dj": "дж|ж", "der": "дер|др", "ph": "ф", "ck": "к",
    "oo": "у", "ou": "у|оу|ау", "ee": "и", "a": "а|ә|я", "b": "б",
    "c": "к|с|ц|ч", "d": "д", "e": "е|э|ә|ие", "f": "ф", "g": "г|ғ|ж|дж",
    "h": "х|һ|г", "i": "и|і|ы|ии", "j": "ж|дж|и|х", "k": "к|қ", "l": "л|ль",
    "m": "м", "n": "н|ң|нь", "o": "о|ө|е|ұ", "p": "п", "q": "қ|к",
    "r": "р", "s": "с|ш|з|сь", "t": "т|ть", "u": "у|ұ|ү|ю|ө", "v": "в",
    "w": "в|у|уи", "x": "кс|х", "y": "ы|и|у|ү|ии|ь|ыи", "z": "з|ж|ц",
    "'": "ь?",
}  # fmt: skip


def to_latin(word: str) -> str:
    """A pattern of every usual spelling in Latin letters."""
    return _pattern(word, _TO_LATIN)


def to_cyrillic(word: str) -> str:
    return _pattern(word, _TO_CYRILLIC)


def _pattern(word: str, table: dict[str, str]) -> str:
    longest_first = sorted(table, key=len, reverse=True)
    parts = re.findall("|".join(map(re.escape, longest_first)) + "|.", word)
    return "".join(_either(part, table) for part in parts)


def _either(part: str, table: dict[str, str]) -> str:
    return f"(?:{table[part]})" if part in table else re.escape(part)
