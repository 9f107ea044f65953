"""What people read in Chinese and Arabic is whole, and is what the catalogues say.

Whether the catalogues still hold every text of the code needs gettext's own tools and
minutes: docs/decisions/0006-languages.md tells how to look. Here is what a test can see.
"""

from __future__ import annotations

import gettext
import inspect
import re
from enum import Enum
from pathlib import Path

import polib
import pytest
from django.utils.dates import MONTHS, WEEKDAYS
from django.utils.functional import Promise
from django.utils.translation import override

from consultations import choices as asked
from consultations.models import Status, Urgency
from intake import choices as answers
from intake import lab_tests
from records.kinds import KINDS

LOCALE = Path(__file__).resolve().parent.parent / "locale"
LANGUAGES = ["ar", "zh_Hans"]
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|(?<!\d )%[a-z]|\{\w*\}|</?[a-z][^>]*>")
PERSONAL = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team")


def texts(language: str) -> polib.POFile:
    return polib.pofile(str(LOCALE / language / "LC_MESSAGES" / "django.po"))


def compiled(language: str) -> dict:
    path = LOCALE / language / "LC_MESSAGES" / "django.mo"
    with path.open("rb") as file:
        return gettext.GNUTranslations(file)._catalog


def written(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) or [entry.msgstr]


def placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def kept(entry: polib.POEntry) -> bool:
    """Every form has the placeholders of one of the two English forms."""
    allowed = [
        placeholders(entry.msgid),
        placeholders(entry.msgid_plural or entry.msgid),
    ]
    return all(placeholders(text) in allowed for text in written(entry) if text)


def labels_of(module) -> list[Promise]:
    """Labels of every list of answers that this module defines."""
    lists = [
        each
        for _, each in inspect.getmembers(module, inspect.isclass)
        if issubclass(each, Enum) and each.__module__ == module.__name__
    ]
    return [member.label for each in lists for member in each]


def untranslated(labels: list[Promise], language: str) -> list[str]:
    """Labels that read the same as in English."""
    with override("en"):
        english = [str(label) for label in labels]
    with override(language):
        there = [str(label) for label in labels]
    return [word for word, other in zip(english, there, strict=True) if word == other]


@pytest.mark.parametrize("language", LANGUAGES)
def test_compiled_catalogue_says_what_the_text_says(language, tmp_path):
    fresh = tmp_path / "django.mo"
    texts(language).save_as_mofile(str(fresh))

    with fresh.open("rb") as file:
        expected = gettext.GNUTranslations(file)._catalog
    assert compiled(language) == expected


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_a_guess(language):
    guesses = [entry.msgid for entry in texts(language) if entry.fuzzy]

    assert guesses == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_and_html_are_kept(language):
    broken = [entry.msgid for entry in texts(language) if not kept(entry)]

    assert broken == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_names_no_person_and_no_day(language):
    about = texts(language).metadata

    assert [about.get(field, "") for field in PERSONAL] == ["", "", "", ""]


def test_chinese_catalogue_has_no_gap():
    gaps = [entry.msgid for entry in texts("zh_Hans") if not entry.translated()]

    assert gaps == []


@pytest.mark.parametrize(
    "labels",
    [
        pytest.param(labels_of(answers), id="answers of the intake"),
        pytest.param(labels_of(lab_tests), id="blood tests"),
        pytest.param(labels_of(asked), id="answers about the request"),
        pytest.param([status.label for status in Status], id="states of a request"),
        pytest.param([level.label for level in Urgency], id="urgency"),
        pytest.param(
            [
                words
                for kind in KINDS
                for words in (kind.label, kind.why, kind.date_asked, kind.tip)
            ],
            id="kinds of record",
        ),
    ],
)
def test_every_answer_has_a_chinese_name(labels):
    assert (len(labels) > 3, untranslated(labels, "zh-hans")) == (True, [])


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_ours_do_not_replace_the_names_of_months(language):
    """Without a context "May" would be both a month and what a person may do."""
    own = {entry.msgid for entry in texts(language) if not entry.msgctxt}

    with override("en"):
        assert own.isdisjoint(str(name) for name in MONTHS.values())
        assert own.isdisjoint(str(name) for name in WEEKDAYS.values())
