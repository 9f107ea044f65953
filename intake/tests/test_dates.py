"""Dates of which parts are unknown: every one that exists can be kept and read again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.dates import PartialDate
from intake.forms.fields import PartialDateFormField

YEARS = st.integers(1900, date.today().year)


@st.composite
def partial_dates(draw) -> PartialDate:
    day = draw(st.dates(date(1900, 1, 1), date.today()))
    known = draw(st.integers(0, 2))
    return PartialDate(
        day.year,
        day.month if known else None,
        day.day if known == 2 else None,
        draw(st.booleans()),
    )


@given(partial_dates())
def test_date_survives_being_kept(when):
    assert PartialDate.parse(str(when)) == when


@given(partial_dates())
def test_date_survives_being_shown_in_boxes_and_sent_back(when):
    field = PartialDateFormField(required=False)

    boxes = field.widget.decompress(when)

    assert field.clean([str(part or "") for part in boxes[:3]] + boxes[3:]) == when


@given(partial_dates(), partial_dates())
def test_texts_without_about_sort_as_the_dates_do(one, other):
    one = PartialDate(one.year, one.month, one.day)
    other = PartialDate(other.year, other.month, other.day)

    assert (str(one) < str(other)) == (one < other)


@given(partial_dates())
def test_first_day_is_never_after_the_last(when):
    assert when.first_day <= when.last_day


@given(st.text(max_size=12))
def test_text_is_a_date_or_refused_never_anything_else(text):
    try:
        found = PartialDate.parse(text)
    except ValueError:
        return
    assert str(found) == text


@pytest.mark.parametrize(
    "parts", [(2023, None, 5), (2023, 2, 30), (2023, 13), (1899,), (2101,)]
)
def test_date_that_no_calendar_has_is_refused(parts):
    with pytest.raises(ValueError, match=r"year|month|day"):
        PartialDate(*parts)
