"""Typed blood values: which press, which are too old to, and which cannot be read."""

from __future__ import annotations

from datetime import date

import pytest

from consultations import blood
from intake.dates import PartialDate
from intake.models import LabValue

TODAY = date(2026, 11, 20)


def value(test: str, number: str, unit: str, day: str = "2026-11-19") -> LabValue:
    return LabValue(
        test=test, value=number, unit=unit, sampled_on=day and PartialDate.parse(day)
    )


@pytest.mark.parametrize(
    ("test", "number", "unit", "low"),
    [
        ("platelets", "19", "10^9/L", True),
        ("platelets", "20", "10^9/L", False),
        ("platelets", "8", "×10⁹/л", True),
        ("platelets", "8", "10^3/µL", True),
        ("platelets", "8,000", "/µL", False),  # eight, or eight thousand: unread
        ("platelets", "8000", "/uL", True),
        ("platelets", "80000", "/mm3", False),
        ("platelets", "1.9", "10^4/µL", True),
        ("white_cells", "0.9", "G/L", True),
        ("white_cells", "1", "10^9/L", False),
        ("haemoglobin", "59", "g/L", True),
        ("haemoglobin", "60", "г/л", False),
        ("haemoglobin", "5,9", "g/dl", True),
        ("haemoglobin", "6.0", "g/dL", False),
        ("haemoglobin", "3.7", "mmol/L", True),
        ("haemoglobin", "3.8", "mmol/L", False),
        ("neutrophils", "0.1", "10^9/L", False),
        ("platelets", "<5", "10^9/L", True),
        ("platelets", "< 20", "10^9/L", True),
        ("platelets", "≤20", "10^9/L", False),
        ("platelets", "15-18", "10^9/L", True),
        ("platelets", "15 – 25", "10^9/L", False),
        ("platelets", ">5", "10^9/L", False),
        ("platelets", ">=150", "10^9/L", False),
        ("white_cells", "<0,5", "G/L", True),
    ],
)
def test_what_is_dangerously_low(test, number, unit, low):
    assert bool(blood.very_low([value(test, number, unit)], TODAY)) is low


@pytest.mark.parametrize(
    ("number", "unit", "high"),
    [
        ("177", "µmol/L", False),
        ("900", "umol/l", True),
        ("2.1", "mg/dL", True),
        ("1.9", "mg/dL", False),
        ("0.5", "mmol/L", True),
        (">900", "umol/L", True),
        ("<900", "umol/L", False),
    ],
)
def test_creatinine_that_is_high(number, unit, high):
    assert bool(blood.high([value("creatinine", number, unit)], TODAY)) is high


@pytest.mark.parametrize(
    ("number", "unit"), [("8", ""), ("8", "x"), ("<25", "10^9/L"), ("low", "10^9/L")]
)
def test_what_cannot_be_read_is_named_and_never_guessed(number, unit):
    row = value("platelets", number, unit)

    assert blood.unread([row], TODAY) == [row]
    assert blood.very_low([row], TODAY) == []


@pytest.mark.parametrize("number", [">=150", "150-400", "<= 20", ">5", "=5", "<>5"])
def test_a_bound_is_weighed_where_all_it_can_mean_is_the_same(number):
    row = value("platelets", number, "10^9/L")

    is_open = number in {"<= 20", ">5", "=5", "<>5"}
    assert bool(blood.unread([row], TODAY)) is is_open


def test_only_the_newest_day_of_a_test_counts():
    old = value("platelets", "8", "10^9/L", "2026-10-01")
    new = value("platelets", "150", "10^9/L", "2026-11-01")
    another = value("haemoglobin", "50", "g/L", "2026-09-01")

    assert blood.very_low([new, old, another], TODAY) == [another]


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2026-08-22", True), ("2026-08-21", False), ("2026-08", True), ("", True)],
)
def test_a_value_tells_for_90_days_and_always_without_a_day(day, counts):
    row = value("platelets", "8", "10^9/L", day)

    assert blood.very_low([row], TODAY) == ([row] if counts else [])


def test_a_value_without_a_day_is_not_hidden_by_a_dated_one():
    dated = value("platelets", "150", "10^9/L")
    undated = value("platelets", "8", "10^9/L", "")

    assert blood.very_low([dated, undated], TODAY) == [undated]


@pytest.mark.parametrize(
    "day", ["2026", "2026-11", "2027", "2026-11-19~", "2026-12-01"]
)
def test_a_value_that_may_be_older_hides_no_exact_day(day):
    low = value("platelets", "8", "10^9/L")
    unsure = value("platelets", "250", "10^9/L", day)

    assert blood.very_low([low, unsure], TODAY) == [low]
    assert blood.very_low([unsure, low], TODAY) == [low]


@pytest.mark.parametrize("day", ["2026", "2026-11", "2026-11-18~", "2027-01-05"])
def test_a_low_value_that_may_be_the_newest_is_not_hidden(day):
    low = value("platelets", "8", "10^9/L", day)

    assert blood.very_low([low, value("platelets", "250", "10^9/L")], TODAY) == [low]


@pytest.mark.parametrize("day", ["2026-10", "2026-11-18"])
def test_a_value_that_is_surely_later_hides_the_one_before(day):
    low = value("platelets", "8", "10^9/L", day)

    assert blood.very_low([low, value("platelets", "250", "10^9/L")], TODAY) == []
