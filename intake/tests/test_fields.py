"""Fields read what people write, and say what to do about the rest."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from intake.dates import PartialDate
from intake.forms.fields import (
    NumberField,
    PartialDateFormField,
    TextField,
    TicksField,
    WholeDateField,
    plain_digits,
)


def problem(field, value) -> str:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return caught.value.messages[0]


def kilograms() -> NumberField:
    return NumberField(
        min_value=2, max_value=400, max_digits=4, decimal_places=1, required=False
    )


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        (["6", "11", "2024", ""], PartialDate(2024, 11, 6)),
        (["06", "5", "2024", "on"], PartialDate(2024, 5, 6, about=True)),
        (["", "5", "2024", ""], PartialDate(2024, 5)),
        (["", "", "2024", ""], PartialDate(2024)),
        (["٦", "11", "٢٠٢٤", ""], PartialDate(2024, 11, 6)),
        (["६", "1", "२०२०", ""], PartialDate(2020, 1, 6)),
        ([" 6 ", "1", "\u200f2020\u200e", ""], PartialDate(2020, 1, 6)),
        (["", "", "", ""], None),
        (["", "", "", "on"], None),
        (None, None),
    ],
)
def test_date_is_read_from_its_boxes(sent, read):
    assert PartialDateFormField(required=False).clean(sent) == read


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (["", "5", "", ""], "Enter the year as 4 numbers, like 2026"),
        (["", "5", "26", ""], "Enter the year as 4 numbers, like 2026"),
        (["", "", "soon", ""], "Enter the year as 4 numbers, like 2026"),
        (["6", "", "2024", ""], "Choose the month, or take the day away"),
        (
            ["30", "2", "2024", ""],
            "This month does not have that day. Check the day and the month",
        ),
        (["0", "2", "2024", ""], "Enter the day as a number from 1 to 31"),
        (["x", "2", "2024", ""], "Enter the day as a number from 1 to 31"),
        (["6", "13", "2024", ""], "Choose the month"),
    ],
)
def test_date_says_which_box_to_mend(sent, told):
    assert problem(PartialDateFormField(required=False), sent) == told


@pytest.mark.parametrize("year", ["0001", "1899", "2999", "9999"])
def test_date_refuses_a_year_nobody_means(year):
    last = date.today().year + 10
    told = problem(PartialDateFormField(), ["", "", year, ""])

    assert told == f"Enter a year from 1900 to {last}"


def test_date_of_the_past_refuses_tomorrow():
    day = date.today() + timedelta(days=400)
    field = PartialDateFormField(latest_today=True)

    assert problem(field, ["", "", str(day.year), ""]).startswith("Enter a year from")


def test_birthday_needs_its_day():
    told = problem(WholeDateField(), ["", "5", "1964"])

    assert told == "Enter the day as a number from 1 to 31"


def test_birthday_is_a_date():
    assert WholeDateField().clean(["6", "5", "1964"]) == date(1964, 5, 6)


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("72.5", "72.5"),
        ("72,5", "72.5"),
        ("٧٢٫٥", "72.5"),
        ("７２．５", "72.5"),
        (" 72 ", "72"),
        ("\u200f72", "72"),
        ("+72", "72"),
    ],
)
def test_number_is_read_as_people_write_it(sent, read):
    assert kilograms().clean(sent) == Decimal(read)


def test_number_below_zero_is_read_with_any_minus():
    field = NumberField(min_value=-150, max_value=150, required=False)

    assert [field.clean(text) for text in ("-4", "−4", "–4,5")] == [
        Decimal("-4"),
        Decimal("-4"),
        Decimal("-4.5"),
    ]


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ("72 kg", "Write only the number, without words, like 72.5"),
        ("NaN", "Write only the number, without words, like 72.5"),
        ("1e5", "Write only the number, without words, like 72.5"),
        ("\0", "Write only the number, without words, like 72.5"),
        ("61,25", "Write at most 1 digit after the point, like 72.5"),
        ("999", "Write a number from 2 to 400"),
        ("1", "Write a number from 2 to 400"),
        ("99999", "Write a number from 2 to 400"),
    ],
)
def test_number_says_what_to_write(sent, told):
    assert problem(kilograms(), sent) == told


def test_whole_number_is_an_int():
    field = NumberField(whole=True, min_value=0, max_value=120, required=False)

    assert (field.clean("٤٥"), field.clean("0"), field.clean("")) == (45, 0, None)


@given(st.text(max_size=40))
def test_number_reads_or_refuses_any_text(text):
    try:
        read = kilograms().clean(text)
    except ValidationError:
        return
    assert read is None or 2 <= read <= 400


@given(st.lists(st.text(max_size=6), min_size=4, max_size=4))
def test_date_reads_or_refuses_any_text(parts):
    try:
        read = PartialDateFormField(required=False).clean(parts)
    except ValidationError:
        return
    assert read is None or PartialDate.parse(str(read)) == read


def test_text_loses_nothing_but_the_sign_no_database_keeps():
    field = TextField(max_length=40, widget=forms.Textarea)

    assert field.clean("a\0b <b>\u202e🎗️</b>") == "ab <b>\u202e🎗️</b>"


def test_text_that_is_too_long_is_told_and_not_cut():
    told = problem(TextField(max_length=10), "x" * 11)

    assert told == "This is too long. Use up to 10 characters; now it has 11."


def test_text_box_has_no_length_at_which_a_browser_cuts():
    assert "maxlength" not in TextField(max_length=10).widget.attrs


def test_none_of_these_stands_alone():
    field = TicksField(choices=[("a", "A"), ("none", "None of these")], alone=("none",))

    told = problem(field, ["a", "none"])

    assert told == "Tick “None of these” by itself, or tick the other answers"


def test_ticks_are_kept_once():
    assert TicksField(choices=[("a", "A")]).clean(["a", "a", ""]) == ["a"]


def test_digits_of_any_script_become_plain():
    assert plain_digits("٢٠۲۴ २०२४ 2024 ²½") == "2024 2024 2024 2½"
