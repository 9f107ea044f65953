"""Heights and weights are read in the units people know."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from intake.forms.health import DailyLifeForm


def read(name: str, text: str) -> Decimal | None:
    return DailyLifeForm.base_fields[name].clean(text)


@pytest.mark.parametrize(
    ("text", "centimetres"),
    [
        ("165", "165"),
        ("165 cm", "165.0"),
        ("165,5", "165.5"),
        ("١٦٥", "165"),
        ("1.65 m", "165.0"),
        ("1,65 м", "165.0"),
        ("65 in", "165.1"),
        ("65 inches", "165.1"),
        ("5 ft 5 in", "165.1"),
        ("5 ft. 5 in.", "165.1"),
        ("5ft5", "165.1"),
        ("5\u20325\u2033", "165.1"),
        ("5\u20195", "165.1"),
        ("6 feet", "182.9"),
        ("165厘米", "165.0"),
        ("", None),
    ],
)
def test_height_is_kept_in_centimetres(text, centimetres):
    wanted = None if centimetres is None else Decimal(centimetres)

    assert read("height_cm", text) == wanted


@pytest.mark.parametrize(
    ("text", "kilograms"),
    [
        ("61.5", "61.5"),
        ("61.5 kg", "61.5"),
        ("136 lb", "61.7"),
        ("136 LBS", "61.7"),
        ("10 st 4", "65.3"),
        ("10 st 4 lb", "65.3"),
        ("120斤", "60.0"),
    ],
)
def test_weight_is_kept_in_kilograms(text, kilograms):
    assert read("weight_kg", text) == Decimal(kilograms)


def test_lost_weight_keeps_its_minus():
    assert read("weight_change_kg", "−9 lb") == Decimal("-4.1")


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (
            "height_cm",
            "tall",
            "Write the number, like 165, or with its unit, like 5 ft 5 in",
        ),
        (
            "height_cm",
            "65 kg",
            "Write the number, like 165, or with its unit, like 5 ft 5 in",
        ),
        ("height_cm", "1.65", "Write a number from 40 to 260"),
        ("height_cm", "9 ft", "Write a number from 40 to 260"),
        ("weight_kg", "9999 lb", "Write a number from 2 to 400"),
    ],
)
def test_measure_says_what_to_write(name, text, told):
    with pytest.raises(ValidationError) as caught:
        read(name, text)

    assert caught.value.messages[0] == told


@given(st.text(max_size=30) | st.from_regex(r"[0-9.,' ]{1,9}(ft|in|lb|st|kg)[0-9]*"))
def test_any_text_is_read_or_refused(text):
    for name, low, high in (("height_cm", 40, 260), ("weight_kg", 2, 400)):
        try:
            found = read(name, text)
        except ValidationError:
            continue
        assert found is None or low <= found <= high


@pytest.mark.parametrize("name", ["height_cm", "weight_kg", "weight_change_kg"])
@pytest.mark.parametrize("text", ["2999", "29999", "0.0001"])
def test_each_thing_wrong_with_a_measure_is_said_once(name, text):
    with pytest.raises(ValidationError) as wrong:
        read(name, text)

    assert len(wrong.value.messages) == len(set(wrong.value.messages))
