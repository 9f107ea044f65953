"""What the answers say about which questions make sense."""

from __future__ import annotations

from consultations.models import ConsultationRequest
from intake.choices import Fertility, Numbers, OtherIllness, Pregnancy, TreatmentType
from intake.models import Case, Diagnosis, Health, Supplement, TreatmentLine

NO_ILLNESS = {OtherIllness.NONE, OtherIllness.NOT_KNOWN}
INFECTIONS = {OtherIllness.HEPATITIS, OtherIllness.TB, OtherIllness.HIV}
NO_CHILDREN = {Fertility.NOT_NOW, Fertility.NOT_APPLICABLE}


def facts_of(case: Case, request: ConsultationRequest) -> frozenset[str]:
    """Reasons and situation, and the facts named in the bank under `shown_if`."""
    diagnosis = Diagnosis.objects.filter(case=case).first() or Diagnosis()
    health = Health.objects.filter(case=case).first() or Health()
    facts = {*request.reasons, diagnosis.situation}
    facts |= _about_treatment(case, diagnosis) | _about_health(case, health)
    if case.patient.wants_numbers == Numbers.YES:
        facts.add("wants_numbers")
    if case.member.is_caregiver:
        facts.add("caregiver")
    return frozenset(facts - {""})


def _about_treatment(case: Case, diagnosis: Diagnosis) -> set[str]:
    facts = set()
    lines = TreatmentLine.objects.filter(case=case, removed_at=None)
    had = list(lines.values_list("type", "is_ongoing"))
    if TreatmentType.SURGERY in {kind for kind, _ongoing in had}:
        facts.add("had_surgery")
    if diagnosis.situation == "during" or any(ongoing for _kind, ongoing in had):
        facts.add("in_treatment")
    return facts


def _about_health(case: Case, health: Health) -> set[str]:
    facts = set()
    if set(health.other_illness) - NO_ILLNESS:
        facts.add("other_illness")
    if set(health.other_illness) & INFECTIONS:
        facts.add("infection")
    if health.fertility not in NO_CHILDREN:
        facts.add("fertility")
    if health.pregnancy in {Pregnancy.YES, Pregnancy.POSSIBLE}:
        facts.add("pregnant")
    if Supplement.objects.filter(case=case, removed_at=None).exists():
        facts.add("supplements")
    return facts
