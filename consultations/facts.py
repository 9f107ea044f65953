"""What the answers say about which questions make sense."""

from __future__ import annotations

from consultations.models import ConsultationRequest
from intake import facts as intake
from intake.choices import Fertility, Numbers, OtherIllness, Pregnancy, TreatmentType
from intake.models import Case, Health, Supplement, TreatmentLine

NO_ILLNESS = {OtherIllness.NONE, OtherIllness.NOT_KNOWN}
INFECTIONS = {OtherIllness.HEPATITIS, OtherIllness.TB, OtherIllness.HIV}
NO_CHILDREN = {Fertility.NOT_NOW, Fertility.NOT_APPLICABLE}


def facts_of(case: Case, request: ConsultationRequest) -> frozenset[str]:
    """Reasons and situation, and the facts named in the bank under `shown_if`."""
    known = intake.facts_of(case)
    facts = {*request.reasons, known.diagnosis.situation}
    facts |= _about_treatment(known) | _about_health(known.health)
    if known.patient.wants_numbers == Numbers.YES:
        facts.add("wants_numbers")
    if known.count(Supplement):
        facts.add("supplements")
    if case.member.is_caregiver:
        facts.add("caregiver")
    return frozenset(facts - {""})


def _about_treatment(known: intake.Facts) -> set[str]:
    facts = set()
    had = intake.rows_of(known.case, TreatmentLine)
    if any(line.type == TreatmentType.SURGERY for line in had):
        facts.add("had_surgery")
    now = known.diagnosis.situation == "during"
    if now or any(line.is_ongoing for line in had):
        facts.add("in_treatment")
    return facts


def _about_health(health: Health) -> set[str]:
    facts = set()
    if set(health.other_illness) - NO_ILLNESS:
        facts.add("other_illness")
    if set(health.other_illness) & INFECTIONS:
        facts.add("infection")
    if health.fertility not in NO_CHILDREN:
        facts.add("fertility")
    if health.pregnancy in {Pregnancy.YES, Pregnancy.POSSIBLE}:
        facts.add("pregnant")
    return facts
