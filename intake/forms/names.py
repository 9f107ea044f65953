"""Names of people: one in Latin letters, as in the passport, and one in any script."""

from __future__ import annotations

import unicodedata
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.text_fields import TextField, turns_text

_BETWEEN = set(" -‐‑'’ʼʻ.")
_JOINERS = {"\u200c", "\u200d"}
_ANY_SCRIPT = ("L", "M", "P", "Z")
HIDDEN = _("This name holds a hidden sign. Empty the box and type the name by hand")
OTHER_SCRIPT = _(
    "Write this name in Latin letters, as in the passport. Its own script has a box "
    "of its own"
)
NOT_LATIN_NAME = _(
    "Use Latin letters, spaces, hyphens, apostrophes and full stops, like Ana-María O’Neill"
)
NOT_NAME = _("Use the letters of the name, without numbers, pictures or signs like <")


class NameField(TextField):
    def to_python(self, value: Any) -> str:
        if isinstance(value, str) and turns_text(value):
            raise ValidationError(HIDDEN)
        return unicodedata.normalize("NFC", super().to_python(value))


class LatinNameField(NameField):
    """At least one Latin letter, and nothing that a passport would not print."""

    def to_python(self, value: Any) -> str:
        # Full-width letters of a Chinese keyboard are the same letters.
        return unicodedata.normalize("NFKC", super().to_python(value)).strip()

    def validate(self, value: str) -> None:
        super().validate(value)
        strange = [sign for sign in value if not (is_latin(sign) or sign in _BETWEEN)]
        if any(sign.isalpha() for sign in strange):
            raise ValidationError(OTHER_SCRIPT)
        if strange or (value and not any(map(is_latin, value))):
            raise ValidationError(NOT_LATIN_NAME)


class ScriptNameField(NameField):
    """At least one letter of any script; no numbers, pictures or markup."""

    def validate(self, value: str) -> None:
        super().validate(value)
        strange = [s for s in value if not (is_of_name(s) or s in _JOINERS)]
        if strange or (value and not any(sign.isalpha() for sign in value)):
            raise ValidationError(NOT_NAME)


def is_latin(sign: str) -> bool:
    """A Latin letter, or an accent that stands on one."""
    if unicodedata.category(sign) == "Mn":
        return unicodedata.name(sign, "").startswith("COMBINING")
    return sign.isalpha() and unicodedata.name(sign, "").startswith("LATIN")


def is_of_name(sign: str) -> bool:
    """A letter of any script, its marks, a blank, or what stands between parts of names."""
    return unicodedata.category(sign).startswith(_ANY_SCRIPT) or sign == "〇"
