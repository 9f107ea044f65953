"""Helpers of the case summary's templates.

Each element inside a line is a box of its own to lay out and draw; two hundred lines of
them take seconds. So long lists keep only the elements that change how words are drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()
_LABEL = re.compile(r'<span lang="zh-Hans">([^<>]*)</span>')
_MARK = re.compile(r'<span class="m [a-z-]+" lang="zh-Hans">([^<>]*)</span>')
_BOX = re.compile(r'<span class="(?:yes|no)">([^<>]*)</span>')
_LTR = re.compile(r'<bdi(?: lang="[A-Za-z0-9-]+")? dir="ltr">([^<>]*)</bdi>')
_WIDE = re.compile(r"[^\s<>]{65}")  # a word that may be wider than the page
_OWN = re.compile(r'<bdi( lang="[A-Za-z0-9-]+")?( dir="(?:ltr|rtl)")>([^<>]*)</bdi>')


@register.filter
def line(values: Iterable[Any]) -> SafeString:
    """A list item of these values in one line of plain text, for lists of hundreds.

    Only words written from right to left keep an element: they need it to stand in order.
    """
    inside = " · ".join(conditional_escape(value) for value in values if value)
    words = _plain(inside)
    attributes = ' class="w"' if _WIDE.search(words) else ""
    return SafeString(f'<li lang="zh-Hans"{attributes}>{words}</li>')


@register.simple_tag
def cell(*values: Any, kind: str = "", columns: int = 1) -> SafeString:
    """A table cell of these values; it states the language of its text itself."""
    inside = " · ".join(conditional_escape(value) for value in values)
    attributes = f' class="{kind}"' if kind else ""
    if columns > 1:
        attributes += f' colspan="{columns}"'
    if own := _OWN.fullmatch(inside):
        return SafeString(
            f"<td{attributes}{own[1] or ''}{own[2]}>{own[3]}</td>"  # words of the family
        )
    labels = _LABEL.sub(r"\1", inside)
    if "<br/>" in labels and kind == "ev":  # many records in one cell
        labels = _plain(labels)
    if labels != inside:
        attributes += ' lang="zh-Hans"'
    return SafeString(f"<td{attributes}>{labels}</td>")


def _plain(inside: str) -> str:
    """The words without the elements that only say what they are."""
    for element in (_LABEL, _MARK, _BOX, _LTR):
        inside = element.sub(r"\1", inside)
    return inside.replace("<br/>", "\n")  # kept by the style sheet: no box for a break
