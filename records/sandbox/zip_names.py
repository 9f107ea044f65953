"""Names in zips as their makers meant them. Few say in which alphabet they wrote."""

import re
import zipfile

UTF8 = 0x800
UNICODE_PATH = 0x7075  # an extra field some programs add with the name in UTF-8
# What Windows in China and in Russia writes without saying so. A guess counts only when
# every letter of it is of that script: most bytes spell something in every alphabet.
_CHINESE = re.compile(r"[\x20-\x7e\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]+")
# ... and Russian words have no Latin letters among their own.
_CYRILLIC = re.compile(
    r"(?!.*([A-Za-z][\u0400-\u045f]|[\u0400-\u045f][A-Za-z]))[\x20-\x7e\u0400-\u045f№]+"
)


def decoded(info: zipfile.ZipInfo) -> str:
    name = info.orig_filename
    if info.flag_bits & UTF8:
        return name
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    return _from_extra(info.extra) or _guessed(raw) or name


def _guessed(raw: bytes) -> str:
    for coding, letters in (
        ("utf-8", None),
        ("gb18030", _CHINESE),
        ("cp866", _CYRILLIC),
        ("cp1251", _CYRILLIC),
    ):
        try:
            name = raw.decode(coding)
        except UnicodeDecodeError:
            continue
        if letters is None or letters.fullmatch(name):
            return name
    return ""


def _from_extra(extra: bytes) -> str:
    while len(extra) >= 4:
        kind = int.from_bytes(extra[:2], "little")
        size = int.from_bytes(extra[2:4], "little")
        if kind == UNICODE_PATH:
            return extra[9 : 4 + size].decode(
                "utf-8", "ignore"
            )  # after a version and a sum
        extra = extra[4 + size :]
    return ""
