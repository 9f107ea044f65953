"""Words one after another, with the comma of the reader's language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import pgettext


def listed(words: Iterable[object]) -> str:
    """Words as one list: "a, b" in English, "a、b" in Chinese."""
    return comma().join(str(word) for word in words)


def comma() -> str:
    return pgettext("between the words of a list", ", ")
