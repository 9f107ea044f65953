"""What the answers of a folder say that decides which records are needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from intake import facts as story
from intake import markers
from intake.choices import Fertility, Response, Situation
from intake.dates import PartialDate
from intake.models import Biomarker, Case, CaseMember, Health, Medicine, TreatmentLine
from records.occasions import Occasion, occasions_of

GREW = {Response.GREW, Response.MIXED}
MOVED = {Situation.CAME_BACK, Situation.SPREAD}


@dataclass(frozen=True)
class Facts:
    """Codes and dates only."""

    site: str = ""
    situation: str = ""
    treatments: frozenset[str] = frozenset()
    has_gene_test: bool = False  # not a stain of the tissue: that is pathology
    illnesses: frozenset[str] = frozenset()
    medicines_told: bool = False
    strength_told: bool = False
    told: frozenset[str] = frozenset()  # answers that say what an item asks for
    wants_children: bool = False
    under_age: bool = False
    acts_for_patient: bool = False  # somebody acts with legal authority, or alone
    has_grown: bool = False  # under the running treatment, or else the last one
    occasions: Mapping[str, Occasion] = field(default_factory=dict)  # by kind

    @property
    def is_moving(self) -> bool:
        """The cancer moved: by the situation, or it grew under the last treatment."""
        return self.has_grown or self.situation in MOVED


def facts_of(case: Case, told: story.Facts | None = None) -> Facts:
    """The facts of a case in three queries; two when its answers were just read.

    One more when results of tumour tests are listed.
    """
    told = told or story.facts_of(case)
    rows = TreatmentLine.objects.filter(case=case, removed_at=None)
    lines = list(rows.only("type", "began_on", "ended_on", "is_ongoing", "response"))
    tested = _gene_tests(case) if told.count(Biomarker) else []
    return Facts(
        site=told.diagnosis.site,
        situation=told.diagnosis.situation,
        treatments=frozenset(line.type for line in lines),
        has_gene_test=bool(tested),
        illnesses=frozenset(told.health.other_illness),
        medicines_told=told.health.no_medicines or bool(told.count(Medicine)),
        strength_told=bool(told.health.ecog),
        told=frozenset(_told(told.health)),
        wants_children=told.health.fertility == Fertility.YES,
        under_age=told.patient.is_under_age_on(timezone.localdate()),
        acts_for_patient=_somebody_acts(case),
        has_grown=has_grown(lines),
        occasions=occasions_of(
            diagnosed_on=told.diagnosis.diagnosed_on,
            lines=[(line.type, line.began_on, line.ended_on) for line in lines],
            tested=tested,
        ),
    )


def has_grown(lines: list[TreatmentLine]) -> bool:
    """The cancer grew under a treatment that goes on; where none does, under the last."""
    running = [line for line in lines if line.is_ongoing]
    return any(line.response in GREW for line in running or lines[-1:])


def _told(health: Health) -> Iterable[str]:
    answers: dict[str, Any] = {"smoking": health.smoking, "weight": health.weight_kg}
    return (name for name, answer in answers.items() if answer)


def _gene_tests(case: Case) -> list[PartialDate | None]:
    """When each gene test of the tumour was done; None where nobody said."""
    rows = Biomarker.objects.filter(case=case, removed_at=None)
    told = rows.values_list("marker", "method", "tested_on")
    return [on for marker, method, on in told if markers.is_genetic(marker, method)]


def _somebody_acts(case: Case) -> bool:
    """A caregiver has a legal authority, or the patient never signed in."""
    members = CaseMember.objects.current().filter(case=case)
    people = set(members.values_list("role", "basis"))
    roles = {role for role, _basis in people}
    legal = set(CaseMember.Basis) - {CaseMember.Basis.CONSENT}
    acting = any(
        role == CaseMember.Role.CAREGIVER and basis in legal for role, basis in people
    )
    return acting or (
        CaseMember.Role.CAREGIVER in roles and CaseMember.Role.PATIENT not in roles
    )
