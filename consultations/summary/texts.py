"""Text on its way into the PDF: cleaned, cut by width, and always only text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from django.utils import translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from records.paper.texts import LONGEST, clean, columns, is_rtl, width

MOST_NAMED = 4  # records a mark names; more are counted
LONG_BLOCK = 240  # characters: to find how narrow a longer one may be takes minutes


def cut(text: object, most: int) -> str:
    """The text in at most so many columns, cut at a space where there is one."""
    line = " ".join(clean(text).split())
    if width(line) <= most:
        return line
    short = line[: _fitting(line, most - 2)]
    space = short.rfind(" ")
    if space > len(short) * 0.6:
        short = short[:space]
    return short.rstrip(" ,;.，；。、") + " …"


def _fitting(line: str, most: int) -> int:
    """How many characters fit; never parts a letter from the marks on it."""
    used = whole = 0
    for place, character in enumerate(line):
        taken = columns(character)
        if taken:
            whole = place
        used += taken
        if used > most:
            return whole
    return len(line)


@lru_cache(maxsize=4096)
def bi(zh: str, en: str) -> SafeString:
    """A label in both languages: the reading language bold (by CSS), the other plain."""
    if not en or zh == en:
        return format_html('<span lang="zh-Hans">{}</span>', zh)
    return format_html('<span lang="zh-Hans">{}</span> {}', zh, en)


def label_of(choices: Any, code: str) -> SafeString:
    """A coded answer in both languages; nothing for an empty or unknown code."""
    try:
        label = choices(code).label
    except ValueError:
        return mark_safe("")
    return label_in_both(label)


def label_in_both(label: Any) -> SafeString:
    """A translatable text in both languages."""
    both = []
    for language in ("zh-hans", "en"):
        with translation.override(language):
            both.append(str(label))
    return bi(*both)


def labels_of(choices: Any, codes: Iterable[str]) -> SafeString:
    return joined([label_of(choices, code) for code in codes])


def joined(parts: Iterable[Any], between: str = " · ") -> SafeString:
    """The parts that hold something, with a dot between; a source mark follows a space."""
    held = [part for part in parts if part]
    return format_html_join(
        "", "{}{}", ((_gap(n, part, between), part) for n, part in enumerate(held))
    )


def _gap(place: int, part: Any, between: str) -> str:
    if place == 0:
        return ""
    return " " if str(part).startswith('<span class="m m-') else between


def original(text: object, language: str = "", *, most: int = LONGEST) -> SafeString:
    """What a person wrote, in their own words, with its language and direction.

    Longer right-to-left text stands in a block of its own: WeasyPrint works direction out
    for each inline box, and would order the lines of a paragraph wrongly.
    """
    plain = clean(text, most=most)
    if not plain:
        return mark_safe("")
    rows = format_html_join(
        mark_safe("<br/>"), "{}", ((row,) for row in plain.split("\n"))
    )
    rtl = is_rtl(plain)
    block = "\n" in plain or (rtl and len(plain) > 40)
    kind = "blk long" if len(plain) > LONG_BLOCK else "blk"
    return format_html(
        '<bdi{}{} dir="{}">{}</bdi>',
        SafeString(f' class="{kind}"' if block else ""),
        _lang(language),
        "rtl" if rtl else "ltr",
        rows,
    )


def _lang(language: str) -> SafeString:
    if re.fullmatch(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", language or ""):
        return format_html(' lang="{}"', language)
    return mark_safe("")


NOT_PROVIDED = format_html('<span class="np">{}</span>', bi("未提供", "not provided"))
NOT_KNOWN = format_html(
    '<span class="np">{}</span>', bi("患者不清楚", "the family does not know")
)
IN_RECORD = bi("见资料", "in the record")
NO_TRANSLATION = format_html(
    '<span class="nt">{}</span>', bi("暂无译文", "no translation yet")
)


def pointer(number: int) -> SafeString:
    """Where a text that is shortened here stands whole."""
    return format_html('<span class="nb">→T{}</span>', number)


def told(row: Any, name: str, value: Any) -> Any:
    """The answer; where there is none, whether the family said that they do not know."""
    return value or (NOT_KNOWN if name in row.not_known else NOT_PROVIDED)


def unknown(row: Any, name: str, label: tuple[str, str]) -> SafeString | str:
    """ "dose: the family does not know", of an answer that goes without words if blank."""
    if name not in row.not_known:
        return ""
    return format_html("{}: {}", bi(*label), NOT_KNOWN)


def provided(value: Any) -> SafeString:
    """The value, or the words "not provided": never a blank, never a guess."""
    return value or NOT_PROVIDED


def mark_patient(numbers: Sequence[int] = ()) -> SafeString:
    """Entered by the family, who may name the records that show it: nobody read them yet."""
    if not numbers:
        return mark_safe('<span class="m m-p" lang="zh-Hans">患 P</span>')
    first, *others = (f"#{number:02d}" for number in numbers[:MOST_NAMED])
    if len(numbers) > MOST_NAMED:
        others.append(f"+{len(numbers) - MOST_NAMED}")
    # A mark each: a narrow column breaks the line between them, never inside one.
    return format_html_join(
        " ",
        '<span class="m m-p" lang="zh-Hans">{}</span>',
        ((words,) for words in (f"患 P {first}", *others)),
    )


def mark_record(number: int | None, *, checked: bool) -> SafeString:
    sign, name = ("核", "m-c") if checked else ("录", "m-r")
    where = f" #{number:02d}" if number else ""
    return format_html(
        '<span class="m {}" lang="zh-Hans">{}{}</span>', name, sign, where
    )
