"""Dangers that stand in the lists, whatever was answered about them."""

from __future__ import annotations

import pytest
from django.utils.html import strip_tags

from accounts.models import User
from consultations import blood, flags, infections, thinners
from consultations.models import Summary
from consultations.summary import front, source
from consultations.tests import summary_cases
from intake.dates import PartialDate
from intake.models import LabValue, Medicine

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare():
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    return source.load(Summary(request=summary_cases.bare(by), version=1))


def sheet(bare) -> tuple[str, str]:
    """The alerts of the front sheet, and the quiet line below them."""
    told = front.front(bare)
    return strip_tags(" | ".join(told["alerts"])), strip_tags(told["quiet"])


def titles(bare) -> list[str]:
    return [flag.title for flag in flags.flags_of(bare, [])]


@pytest.mark.parametrize(
    ("test", "value", "found"),
    [
        ("hbsag", "positive", True),
        ("hbsag", "Positivo", True),
        ("hbsag", "+", True),
        ("hbsag", "(++)", True),
        ("hbsag", "reactive", True),
        ("hbsag", "положительный", True),
        ("hbsag", "阳性（+）", True),
        ("anti_hcv", "إيجابي", True),
        ("hiv", "dương tính", True),
        ("hbsag", "negative", False),
        ("hbsag", "non-reactive", False),
        ("hbsag", "Non réactif", False),
        ("hbsag", "not detected", False),
        ("hbsag", "отрицательный", False),
        ("hbsag", "阴性(-)", False),
        ("hbsag", "-", False),
        ("hbsag", "0.42", None),
        ("hiv", "No reactivo", False),
        ("hiv", "No detectable", False),
        ("hiv", "Indetectable", False),
        ("anti_hcv", "não detectado", False),
        ("anti_hcv", "Não reagente", False),
        ("anti_hcv", "No antibodies detected", None),
        ("hbv_dna", "<20 (less than detection limit)", None),
        ("hbv_dna", "低于检出限", None),
        ("hbv_dna", "ниже предела обнаружения", None),
        ("hbsag", "Positive (HBeAg negative)", None),
        ("hbsag", "阳性 (e抗原阴性)", None),
        ("hbsag", "positive, see note", True),
        ("hbv_dna", "Detected, below 20 IU/mL", None),
        ("hbv_dna", "detected, not quantifiable", None),
        ("hbsag", "Положительный, смотри файл", True),
        ("hbsag", "weakly positive", None),
        ("hbsag", "1850 S/CO", None),
        ("hbv_dna", "3,200,000", True),
        ("hbv_dna", "<20", False),
        ("hbv_dna", "0", False),
        ("hbv_dna", "3.2E+06", None),
    ],
)
def test_a_result_counts_where_its_words_say_yes_or_no(bare, test, value, found):
    row = LabValue(case=bare.case, test=test, value=value)

    assert bool(infections.positive([row])) == (found is True)
    assert bool(infections.unread([row])) == (found is None)


def test_an_infection_a_test_found_stands_on_the_front_sheet(bare):
    bare.health.other_illness = ["none"]
    bare.lab_values.append(LabValue(case=bare.case, test="hbsag", value="positive"))

    alerts, _quiet = sheet(bare)
    assert "检验阳性 test found: 乙肝" in alerts
    assert "HBsAg positive 患 P" in alerts
    assert "Found by a test: Hepatitis B: HBsAg positive" in titles(bare)


@pytest.mark.parametrize(
    "name", ["Warfarin 3 mg", "ВАРФАРИН", "华法林片", "Rivaroxabán", "Énoxaparine"]
)
@pytest.mark.parametrize("answer", ["no", "not_known", ""])
def test_a_blood_thinner_in_the_list_is_told_whatever_was_answered(bare, name, answer):
    bare.health.blood_thinner = answer
    bare.medicines.append(Medicine(case=bare.case, name=name))

    alerts, quiet = sheet(bare)
    assert "抗凝药 anticoagulant 见用药清单 in the list of medicines" in alerts
    assert name in alerts
    assert "anticoagulant" not in quiet
    assert f"A blood thinner among the medicines: {name}" in titles(bare)


@pytest.mark.parametrize("name", ["Metformin", "二甲双胍", "", "Heparinoid cream"])
def test_another_medicine_is_no_blood_thinner(bare, name):
    assert thinners.among([Medicine(case=bare.case, name=name)]) == []


@pytest.mark.parametrize(
    ("value", "reference", "told"),
    [
        ("118", "44–80", True),
        ("118", "< 97", True),
        ("118", "44–80 µmol/L", True),
        ("118", "(44-80)", True),
        ("118", "до 97", True),
        ("118", "44~80", True),
        ("118", "<97 мкмоль/л", True),
        ("118", "44–120 µmol/L", False),
        ("80", "44–80", False),
        ("118", "", False),
        ("118", "see below", False),
    ],
)
def test_creatinine_above_its_own_reference_is_told(bare, value, reference, told):
    bare.lab_values.append(
        LabValue(
            case=bare.case,
            test="creatinine",
            value=value,
            unit="µmol/L",
            reference=reference,
            sampled_on=PartialDate.of(bare.today),
        )
    )

    alerts, _quiet = sheet(bare)
    assert ("118" in alerts) == told
    assert any("Above its reference range" in title for title in titles(bare)) == told


def test_what_is_high_is_not_told_twice(bare):
    row = LabValue(
        case=bare.case,
        test="creatinine",
        value="200",
        unit="µmol/L",
        reference="44–80",
        sampled_on=PartialDate.of(bare.today),
    )

    assert blood.high([row], bare.today) == [row]
    assert blood.above_reference([row], bare.today) == []
