"""The rules that read dates and kinds out of text and names."""

from __future__ import annotations

from datetime import date

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from records.suggest import names
from records.suggest.choosing import choices_in
from records.suggest.cleaning import MOST_LETTERS, Text, without_gaps
from records.suggest.dates import days_in
from records.suggest.kinds import kind_in
from records.suggest.offers import MOST_CHOICES, MOST_WORDS, days_of, value_of
from records.suggest.spans import joined
from records.suggestions import is_possible
from records.tests.suggest import table
from records.tests.suggest.examples import EXAMPLES


def read(raw: str) -> list[list[str]]:
    """Each date of a text with everything it may mean."""
    text = Text.of(raw)
    return [
        [value_of(days) for days in found.readings]
        for found in joined(text, days_in(text))
    ]


def offered(raw: str, kind: str = "other") -> list[str]:
    choices, _clear = choices_in(Text.of(raw), kind=kind, is_possible=lambda _: True)
    return [choice.value for choice in choices]


def test_the_published_page_is_what_the_rules_say():
    page = (settings.BASE_DIR / "docs" / "suggestions.md").read_text()

    assert page == table.published()


@pytest.mark.parametrize(
    ("raw", "days"),
    [
        ("Exam date 20241002", ["2024-10-02"]),
        ("Exam date 20241302", []),
        ("MRN 20241002", []),
        ("Date: 202410021", []),
        ("Dose 1.2.24", []),
        ("Collected 1.2.24", ["2024-02-01"]),
        ("Collected 1/2/24", ["2024-02-01", "2024-01-02"]),
        ("Collected 40.2.24", []),
    ],
)
def test_digits_alone_are_a_day_only_beside_a_word_that_says_so(raw, days):
    assert offered(raw) == days


def test_the_examples_are_many_and_in_five_languages():
    languages = {example.language for example in EXAMPLES}

    assert len(EXAMPLES) >= 60
    assert {"English", "Chinese", "Russian", "Spanish", "Arabic"} <= languages


@pytest.mark.parametrize(
    ("raw", "days"),
    [
        ("02/10/2024", [["2024-10-02", "2024-02-10"]]),
        ("13/10/2024", [["2024-10-13"]]),
        ("10/13/2024", [["2024-10-13"]]),
        ("10/10/2024", [["2024-10-10"]]),
        ("02.10.2024", [["2024-10-02"]]),
        ("2024-10-02T10:11:12", [["2024-10-02"]]),
        ("2024年10月2日", [["2024-10-02"]]),
        ("二〇二四年三月三十一日", [["2024-03-31"]]),
        ("2 октября 2024 г.", [["2024-10-02"]]),
        ("2 de octubre de 2024", [["2024-10-02"]]),
        ("٢ تشرين الأول ٢٠٢٤", [["2024-10-02"]]),
        ("２０２４／１０／０２", [["2024-10-02"]]),
        ("\u200f02\u200e/\u202b10/2024", [["2024-10-02", "2024-02-10"]]),
        ("٢/10/٢٠٢٤", [["2024-10-02", "2024-02-10"]]),  # digits mixed
        ("29.02.2024", [["2024-02-29"]]),
        ("12-18 March 2024", [["2024-03-12/2024-03-18"]]),
        ("с 12.03.2024 по 18.03.2024", [["2024-03-12/2024-03-18"]]),
        ("2024年3月12日至2024年3月18日", [["2024-03-12/2024-03-18"]]),
        ("12.03.2024\n- 18.03.2024", [["2024-03-12"], ["2024-03-18"]]),  # a list
        ("18.03.2024 - 12.03.2024", [["2024-03-18"], ["2024-03-12"]]),
    ],
)
def test_dates_are_read_as_people_write_them(raw, days):
    assert read(raw) == days


@pytest.mark.parametrize(
    "raw",
    [
        "31.02.2024",
        "29.02.2023",
        "00/10/2024",
        "0026-10-02",
        "115/10/02",
        "民國115年10月2日",
        "令和8年10月2日",
        "02/10/1448",
        "۱۴۰۵/۰۷/۱۰",
        "02/10/2569",
        "2 ต.ค. 2569",
        "ቀን 02/10/2018",
        "99/10/02",
        "٠٢/١٠/٢٦",
        "192.168.10.2024",
        "1.02.10.2024",
        "2024/10/0212345",
        "12:10:2024",
    ],
)
def test_what_is_no_date_of_our_calendar_is_not_misread(raw):
    assert read(raw) == []


@pytest.mark.parametrize(
    ("raw", "values"),
    [
        ("Date: 02.10.24", ["2024-10-02", "2002-10-24"]),
        ("02.10.24", []),  # nothing says that it is a date
        ("Date of birth: 02.10.1961", []),
        ("出生日期：1961年10月2日", []),
        ("Иванова, 02.10.1961 г.р.", []),
        ("Expiry date: 02.10.2024", []),
        ("Printed on 02.10.2024", []),
        ("Comparison: CT of 02.10.2024", []),
        ("Collected Reported\n01.10.2024 02.10.2024", ["2024-10-01", "2024-10-02"]),
        ("Collected: 01.10.2024 Reported: 02.10.2024", ["2024-10-01"]),
        ("1.1.2024 2.1.2024 3.1.2024 4.1.2024 5.1.2024 6.1.2024", []),
    ],
)
def test_words_beside_a_date_say_what_it_is(raw, values):
    assert offered(raw) == values


def test_the_kind_says_which_of_two_dates_is_asked():
    raw = "Collected: 01.10.2024 Reported: 02.10.2024"

    assert (offered(raw, "pathology_report"), offered(raw, "molecular_report")) == (
        ["2024-10-01"],
        ["2024-10-02"],
    )


def test_a_date_says_the_words_around_it_and_no_more():
    raw = f"Name: Jane {'x' * 300} Date of report: ٠٢/١٠/٢٠٢٤ and more"

    (choices, _clear) = choices_in(
        Text.of(raw), kind="other", is_possible=lambda _: True
    )

    assert choices[0].said == "٠٢/١٠/٢٠٢٤"
    assert choices[0].words == "Date of report: ٠٢/١٠/٢٠٢٤"
    assert len(choices[0].words) <= MOST_WORDS


def test_of_two_kinds_the_title_counts_and_of_two_titles_the_first():
    letter = Text.of("Discharge summary\nCT report of the chest, biopsy, surgery")
    nothing = Text.of("Thank you for your patience")

    assert (kind_in(letter).code, kind_in(nothing)) == ("discharge_summary", None)


def test_a_phone_s_own_name_tells_no_kind():
    offers = names.offers_of("photo 20240102_101112.jpg", is_possible=lambda _: True)

    assert [(one.fact, one.source) for one in offers] == [("date", "device")]


def test_letters_of_arabic_as_drawn_are_letters_as_written():
    drawn = "\ufe97\ufe8e\ufead\ufbfe\ufe9e: 2024/10/02"  # in its fonts' own forms

    assert Text.of(drawn).plain[1] == "ا"
    assert read(drawn) == [["2024-10-02"]]


def test_gaps_between_signs_of_chinese_are_closed():
    assert without_gaps("报 告 日 期 : 2024 CT 检 查") == "报告日期 : 2024 CT 检查"


@pytest.mark.parametrize(
    ("value", "fits"),
    [
        ("2024-10-02", True),
        ("2024-12-01", False),
        ("2024-11", True),  # may have been
        ("1960-01-01", False),
        ("2024-11-01/2024-12-24", False),
    ],
)
def test_no_day_lies_ahead_or_before_birth(value, fits):
    born, today = date(1961, 4, 3), date(2024, 11, 30)

    assert is_possible(days_of(value), born, today) is fits


@pytest.mark.parametrize(
    "raw",
    [
        "02/10/2024 " * 10_000,
        "date of report: 02/10/2024\n" * 10_000,
        "12 to " * 1_000_000,
        "1" * 5_000_000,
        "informe de " * 500_000,
        "年" * 100_000,
        "\u202e" * 100_000 + "02.10.2024",
        "İ" * 50_000,
        "\0\ud800\n",
    ],
    ids=range(9),
)
def test_a_hostile_text_is_read_to_its_limit_and_offers_little(raw):
    text = Text.of(raw)

    choices, _clear = choices_in(text, kind="other", is_possible=lambda _: True)

    assert len(text.written) == len(text.plain) <= MOST_LETTERS
    assert len(choices) <= MOST_CHOICES
    kind_in(text)


@given(st.text(max_size=300))
def test_any_text_gives_values_that_can_be_stored_and_read_again(raw):
    text = Text.of(raw)

    choices, _clear = choices_in(text, kind="other", is_possible=lambda _: True)

    assert len(text.written) == len(text.plain)
    assert [value_of(days_of(c.value)) for c in choices] == [c.value for c in choices]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.sampled_from("./-"))
def test_every_written_day_is_among_its_readings(day, stroke):
    raw = f"{day.day:02}{stroke}{day.month:02}{stroke}{day.year}"

    (readings,) = read(raw)

    ways = {day.isoformat()}
    if stroke != "." and day.day <= 12:
        ways.add(day.replace(month=day.day, day=day.month).isoformat())
    assert set(readings) == ways
