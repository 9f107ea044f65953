"""Lists take the comma of the reader's language."""

from __future__ import annotations

import pytest
from django.utils.translation import override

from accounts.listing import listed
from accounts.templatetags.sidelight import language_names


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "a, 1, c"), ("zh-hans", "a、1、c"), ("ar", "a، 1، c")],
)
def test_listed_uses_the_comma_of_the_language(language, words):
    with override(language):
        found = listed(["a", 1, "c"])

    assert found == words


def test_language_names_in_chinese_have_no_spaces():
    with override("zh-hans"):
        names = language_names(["en", "zh-hans", "ru"])

    assert names == "英语、中文、俄语"
