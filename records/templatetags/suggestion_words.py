"""What is suggested, in words: the question, where it was read, and the answers."""

from __future__ import annotations

from collections.abc import Iterable

from django import template
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intake.dates import span_words
from records.kinds import BY_CODE
from records.suggest.offers import Choice, Fact, Source, days_of
from records.suggestions import Asked

register = template.Library()
# What stands there is a stranger's text: kept apart, so that it turns nothing round.
QUOTED = "<bdi>“{}”</bdi>"
PLACES: dict[str, Promise] = {
    Source.PAPER: gettext_lazy("On page {page} of the paper: {words}"),
    Source.SCAN: gettext_lazy("Read in the picture of page {page}: {words}"),
    Source.NAME: gettext_lazy("In the file name: {words}"),
    Source.DEVICE: gettext_lazy(
        "In the name a phone or scanner gave the file: {words}. The paper may be older."
    ),
    Source.PHOTO: gettext_lazy("The camera wrote it. The paper may be older."),
    Source.PDF: gettext_lazy("The PDF was made on that day. The paper may be older."),
    Source.DICOM: gettext_lazy("It is written in the scan itself."),
}
IN_A_NAME = {Source.NAME, Source.DEVICE}


@register.filter
def question(asked: Asked) -> SafeString:
    if asked.fact == Fact.KIND:
        return format_html(_("Is this what it is: {}?"), label(asked.choices[0]))
    if len(asked.choices) == 1:
        return format_html(_("Is it from {}?"), label(asked.choices[0]))
    if not _is_one_place(asked):
        return conditional_escape(_("It names several days. Which one is it from?"))
    said = format_html(QUOTED, asked.choices[0].said)
    if asked.row.source in IN_A_NAME:
        return format_html(_("The file name says {}. Which day is right?"), said)
    return format_html(_("The paper says {}. Which day is right?"), said)


@register.filter
def is_one_place(asked: Asked) -> bool:
    return _is_one_place(asked)


def _is_one_place(asked: Asked) -> bool:
    """All values are readings of the same words."""
    return len({choice.words for choice in asked.choices}) == 1


@register.simple_tag
def place(asked: Asked, choice: Choice) -> SafeString:
    """Where it was read, with the words that stand there."""
    words = format_html(QUOTED, choice.words)
    sentence = str(PLACES.get(asked.row.source, ""))
    return format_html(sentence, words=words, page=asked.page or 1)


@register.filter
def label(choice: Choice) -> str:
    """A value in the reader's language, the month in words."""
    if choice.value in BY_CODE:
        return str(BY_CODE[choice.value].label)
    days = days_of(choice.value)
    return span_words(days.on, days.until)


@register.filter
def none_words(asked: Asked) -> str:
    return {1: _("No"), 2: _("Neither")}.get(len(asked.choices), _("None of these"))


@register.filter
def about_dates(asked: Iterable[Asked]) -> list[Asked]:
    return [one for one in asked if one.fact == Fact.DATE]
