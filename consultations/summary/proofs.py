"""What is proved about the front sheet of a case summary: it always takes one page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import strip_tags

from records.paper.texts import width

FIRST_OF_PART_1 = "s1"  # the anchor that has to stand on page 2


def words_wide(html: str) -> int:
    """Columns of what a reader sees of this HTML."""
    return width(" ".join(strip_tags(html).split()))


def front_is_one_page(document: Any) -> bool:
    """Page 2 begins with the first of the parts."""
    pages = document.pages
    return len(pages) < 2 or FIRST_OF_PART_1 in pages[1].anchors


def longest_on_front(contents: Mapping[str, Any]) -> str:
    """The name of the widest value of the front sheet: what to shorten."""
    names = ["person", "disclosure", "main", "first", "by", "illness", "markers"]
    names += ["facts", "gaps", "alerts", "quiet"]
    widths = {name: width(_words(contents.get(name))) for name in names}
    return max(widths, key=lambda name: widths[name])


def _words(value: Any) -> str:
    if isinstance(value, Mapping):
        return " ".join(_words(part) for part in value.values())
    if isinstance(value, (list, tuple)):
        return max((_words(part) for part in value), key=len, default="")
    return strip_tags(str(value))
