"""Helpers of the case summary's templates."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

register = template.Library()
_LABEL = re.compile(r'<span lang="zh-Hans">([^<>]*)</span>')
_OWN = re.compile(r'<bdi( lang="[A-Za-z0-9-]+")?( dir="(?:ltr|rtl)")>([^<>]*)</bdi>')


_MARK = re.compile(r'<span class="m [a-z-]+" lang="zh-Hans">([^<>]*)</span>')
_LTR = re.compile(r'<bdi(?: lang="[A-Za-z0-9-]+")? dir="ltr">([^<>]*)</bdi>')


@register.filter
def line(values: Iterable[Any]) -> SafeString:
    """A list item of these values in one line of plain text, for lists of hundreds.

    Only words written from right to left keep an element: they need it to stand in order.
    """
    inside = " · ".join(conditional_escape(value) for value in values if value)
    for plain in (_LABEL, _MARK, _LTR):
        inside = plain.sub(r"\1", inside)
    inside = inside.replace("<br>", "\n")  # kept by the style sheet: no box for a break
    return SafeString(f'<li lang="zh-Hans">{inside}</li>')


@register.simple_tag
def cell(*values: Any, kind: str = "") -> SafeString:
    """A table cell of these values; it states the language of its text itself.

    Each span inside would be a box of its own to lay out and draw; two hundred rows of
    them take seconds. What is left inside stays as safe as it came.
    """
    inside = " · ".join(conditional_escape(value) for value in values)
    attributes = f' class="{kind}"' if kind else ""
    if own := _OWN.fullmatch(inside):
        return SafeString(
            f"<td{attributes}{own[1] or ''}{own[2]}>{own[3]}</td>"  # words of the family
        )
    labels = _LABEL.sub(r"\1", inside)
    if "<br>" in labels:  # many records in one cell: marks and words in plain text
        labels = _LTR.sub(r"\1", _MARK.sub(r"\1", labels))
        labels = labels.replace("<br>", "\n") if kind == "ev" else labels
    if labels != inside:
        attributes += ' lang="zh-Hans"'
    return SafeString(f"<td{attributes}>{labels}</td>")
