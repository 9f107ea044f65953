"""Spellings of one unit are one unit; units that only look alike never are."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.lab_units import SPELLINGS, unit_key


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("U/mL", "U/ml", True),
        ("U/mL", "U / mL", True),
        ("µg/L", "μg/l", True),
        ("U/mL", "kU/L", False),
        ("mmol/L", "Mmol/L", False),
        ("g/dL", "g/L", False),
        ("", "g/L", False),
    ],
)
def test_units_are_the_same_only_when_they_are(one, other, same):
    assert (unit_key(one) == unit_key(other)) is same


@pytest.mark.parametrize(
    ("unit", "spellings"),
    [
        ("ng/mL", "нг/мл Ng/ml NG/ML нг/mL ｎｇ／ｍＬ ng∕ml 纳克/毫升 нг/мл."),
        ("µg/L", "μg/L ug/l mcg/L мкг/л МКГ/Л ㎍/ℓ 微克/升"),
        ("µmol/L", "umol/l UMOL/L мкмоль/л 微摩尔/升"),
        ("mmol/L", "MMOL/L ммоль/л ｍｍｏｌ／Ｌ"),
        ("g/L", "г/л g/l 克/升"),
        ("U/mL", "u/ml Ед/мл ЕД/мл ед/мл Ед./мл 单位/毫升"),
        ("IU/mL", "МЕ/мл UI/mL iu/ml"),
        ("mIU/L", "мМЕ/л miu/l"),
        ("µIU/mL", "uIU/mL мкМЕ/мл"),
        ("10^9/L", "10⁹/л ×10⁹/L x10^9/l 10*9/L х10^9/л"),
        ("10¹²/L", "10^12/л ×10^12/L"),
        ("mL/min/1.73m²", "мл/мин/1,73м² ml/min/1.73m2"),
        ("%", "％"),
    ],
)
def test_every_spelling_of_a_unit_is_that_unit(unit, spellings):
    apart = [said for said in spellings.split() if unit_key(said) != unit_key(unit)]

    assert apart == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("G/L", "g/L"),
        ("Г/л", "г/л"),
        ("MU/L", "mU/L"),
        ("MIU/mL", "mIU/mL"),
        ("МЕд/л", "мЕд/л"),
        ("U/L", "IU/L"),
        ("mU/L", "µU/L"),
        ("mg/dL", "mg/L"),
        ("mg/L", "µg/L"),
        ("ng/mL", "µg/L"),
        ("pmol/L", "nmol/L"),
        ("10^3/µL", "10^9/L"),
        ("10⁹/L", "109/L"),
        ("10e9/L", "10^9/L"),
        ("m²", "m2"),
        ("mg", "mg/L"),
        ("copies/mL", "IU/mL"),
    ],
)
def test_units_that_look_alike_stay_apart(one, other):
    assert unit_key(one) != unit_key(other)


def test_no_spelling_is_of_two_units():
    said = Counter(word for line in SPELLINGS.values() for word in line.split())

    assert [word for word, times in said.items() if times > 1] == []


@pytest.mark.parametrize("unit", SPELLINGS)
def test_every_spelling_of_the_table_is_found(unit):
    assert {unit_key(said) for said in SPELLINGS[unit].split()} == {unit}


@given(st.text(max_size=40))
def test_any_text_has_a_key_and_blanks_around_it_do_not_count(unit):
    assert unit_key(f" {unit} ") == unit_key(unit)
