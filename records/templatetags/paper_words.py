"""Words on printed letters and parcel papers: cleaned, and each in its own direction."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from records.cancer_items import Item
from records.kinds import Kind
from records.letters import language
from records.letters.departments import kept_by
from records.models import Parcel, ParcelItem
from records.paper.texts import clean, is_rtl
from records.parcels import words

register = template.Library()


@register.filter
def apart(text: str) -> SafeString:
    """Something typed, as a box of its own direction: the engine bends no other way."""
    turn = "rtl" if is_rtl(text) else "ltr"
    return format_html('<bdi class="apart" dir="{}">{}</bdi>', turn, clean(text))


@register.filter
def ours(text: str, rtl: bool) -> SafeString:
    """Our own words; Latin letters and numbers in right-to-left text stand apart."""
    text = clean(text)
    if not rtl:
        return escape(text)
    return mark_safe(language.set_apart(text, apart, escape))  # noqa: S308 - all escaped


@register.filter
def fact_line(fact: dict[str, Any]) -> SafeString:
    """A sentence of the letter's texts with what the folder knows in it."""
    values = {name: apart(value) for name, value in fact["with"].items()}
    return format_html(fact["say"], **values)


@register.filter
def typed_lines(lines: list[str]) -> SafeString:
    """Lines somebody typed, each a paragraph of its own direction."""
    return format_html_join(
        "\n",
        '<p class="typed" dir="{}">{}</p>',
        (("rtl" if is_rtl(line) else "ltr", clean(line)) for line in lines),
    )


@register.filter
def sheet_language(sheet: dict[str, Any]) -> str:
    """The language of one copy of a letter, in the reader's words."""
    return str(language.LANGUAGES[sheet["language"]])


@register.filter
def sheet_dir(sheet: dict[str, Any]) -> str:
    return "rtl" if language.is_rtl(sheet["language"]) else "ltr"


@register.filter
def is_kept_by_hospital(kind: Kind | Item) -> bool:
    """A letter can ask for it."""
    return kept_by(kind.code) is not None


@register.filter
def where(parcel: Parcel) -> str:
    return words.where(parcel)


@register.filter
def next_step(parcel: Parcel) -> str:
    return words.next_step(parcel)


@register.filter
def contents_state(parcel: Parcel) -> str:
    return words.state_of_contents(parcel)


@register.filter
def tracking_numbers(parcel: Parcel) -> str:
    return words.numbers_of(parcel)


@register.filter
def item_words(item: ParcelItem) -> str:
    return words.item_words(item)
