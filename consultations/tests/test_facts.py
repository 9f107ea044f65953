"""Which facts the answers give the bank of questions."""

from __future__ import annotations

import pytest

from consultations.facts import facts_of
from consultations.models import ConsultationRequest
from intake.access import case_for
from intake.models import Diagnosis, Health, Supplement, TreatmentLine


def known(user, case, **asked) -> set[str]:
    case = case_for(user, case.pk)
    return set(facts_of(case, ConsultationRequest(case=case, **asked)))


def test_facts_of_an_empty_folder(wen, case):
    assert known(wen, case) == {"fertility"}


def test_facts_of_a_caregiver(ana, case):
    assert "caregiver" in known(ana, case)


@pytest.mark.parametrize(
    ("health", "fact"),
    [
        ({"other_illness": ["heart"]}, "other_illness"),
        ({"other_illness": ["hepatitis"]}, "infection"),
        ({"pregnancy": "possible"}, "pregnant"),
    ],
)
def test_facts_of_health(wen, case, health, fact):
    without = known(wen, case)
    Health.objects.create(case=case, **health)

    assert fact not in without
    assert fact in known(wen, case)


@pytest.mark.parametrize("answer", ["not_now", "na"])
def test_children_are_not_talked_about_where_they_do_not_matter(wen, case, answer):
    Health.objects.create(case=case, fertility=answer, other_illness=["none"])

    assert known(wen, case) == set()


def test_facts_of_treatment_reasons_and_wishes(wen, case):
    Diagnosis.objects.create(case=case, situation="spread")
    TreatmentLine.objects.create(case=case, type="surgery")
    TreatmentLine.objects.create(case=case, type="chemotherapy", is_ongoing=True)
    Supplement.objects.create(case=case, name="Turmeric")
    case.patient.wants_numbers = "yes"
    case.patient.save()

    assert known(wen, case, reasons=["rare"]) == {
        "rare",
        "spread",
        "had_surgery",
        "in_treatment",
        "supplements",
        "wants_numbers",
        "fertility",
    }
