"""Languages people speak, as choices of a list."""

from __future__ import annotations

from functools import lru_cache

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language
from django.utils.translation import gettext as _

ANOTHER = "other"
# Varieties of one spoken language stand once.
_LEFT_OUT = {"en-au", "en-gb", "es-ar", "es-co", "es-mx", "es-ni", "es-ve", "sr-latn"}
_LEFT_OUT |= {
    "zh-cn",
    "zh-sg",
    "zh-hk",
    "zh-mo",
    "zh-my",
    "zh-tw",
    "zh-hans",
    "zh-hant",
}


def choices() -> list[tuple[str, str]]:
    """An empty choice, Chinese as it is spoken, then every language, named in itself too."""
    return [
        ("", _("Choose")),
        ("cmn", _("Chinese (Mandarin), 普通话")),
        ("yue", _("Chinese (Cantonese), 廣東話")),
        *_named(get_language() or "en"),
        (ANOTHER, _("Another language")),
    ]


@lru_cache(maxsize=16)
def _named(reader: str) -> tuple[tuple[str, str], ...]:
    found = []
    for code, facts in LANG_INFO.items():
        if code in _LEFT_OUT or "name" not in facts:
            continue
        name, own = _(facts["name"]), facts["name_local"]
        found.append((code, name if name.lower() == own.lower() else f"{name}, {own}"))
    return tuple(sorted(found, key=lambda pair: pair[1]))


def name_of(code: str) -> str:
    """The language's name for the reader; the code itself when nobody knows it."""
    return dict(choices()).get(code, code) if code else ""
