"""The checklist: which kinds of record this case needs, and what is known of each.

Levels follow the answers: had an operation, so the operation report is needed. The rules
are to be approved by the medical lead.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

from intake import facts as story
from intake import markers
from intake.choices import Fertility, OtherIllness, Site, TreatmentType
from intake.dates import PartialDate
from intake.models import Biomarker, Case, CaseMember, Medicine, TreatmentLine
from records.kinds import KINDS, Kind, Level
from records.models import ChecklistAnswer, Record
from records.occasions import BESIDE, Occasion, occasions_of

BLOOD = {Site.LEUKAEMIA, Site.MYELOMA, Site.MDS}
ORGANS = {OtherIllness.HEART, OtherIllness.LUNG, OtherIllness.KIDNEY}
INFECTIONS = {OtherIllness.HEPATITIS, OtherIllness.TB, OtherIllness.HIV}
# Answers that explain why a record is not here: the gap has a reason.
EXPLAINS = {
    ChecklistAnswer.Answer.REQUESTED,
    ChecklistAnswer.Answer.NONE,
    ChecklistAnswer.Answer.CANNOT,
}
# Not at first contact: a copy of a passport is asked for once somebody needs it.
LATE = {"identity"}
LEVEL_ORDER = (Level.CORE, Level.IF_DONE, Level.HELPFUL)


@dataclass(frozen=True)
class Facts:
    """What the answers say that decides which records are needed."""

    site: str = ""
    treatments: frozenset[str] = frozenset()
    has_gene_test: bool = False  # not a stain of the tissue: that is pathology
    illnesses: frozenset[str] = frozenset()
    medicines_told: bool = False
    strength_told: bool = False
    wants_children: bool = False
    acts_for_patient: bool = False  # somebody acts with legal authority, or alone
    occasions: Mapping[str, Occasion] = field(default_factory=dict)  # by kind


@dataclass(frozen=True)
class Slot:
    """One kind of record in one case."""

    kind: Kind
    level: Level
    is_needed: bool
    records: tuple[Record, ...] = ()
    answer: ChecklistAnswer | None = None
    told_in_answers: bool = False  # the form holds what the paper would say
    hints: tuple[str, ...] = field(default=())
    occasion: Occasion | None = None  # the day that makes it needed, where one is told

    @property
    def is_here(self) -> bool:
        return bool(self.records) or self.told_in_answers

    @property
    def is_told(self) -> bool:
        """Here, or somebody said where it stands and left out nothing that is needed."""
        if self.is_here or self.answer is None:
            return self.is_here
        said = self.answer
        return not self.lacking(
            said.answer, said.reason, said.requested_on or said.requested_from
        )

    @property
    def is_explained(self) -> bool:
        """Not here, and the family said why."""
        told = self.is_told and not self.is_here
        return told and self.answer is not None and self.answer.answer in EXPLAINS

    def lacking(self, answer: str, reason: str, asked: object) -> str:
        """The field this answer still needs; "" when it says enough.

        A core record that is absent needs a written reason (domain rule on records). `asked`
        is when or whom they asked, in any form that is true when given.
        """
        if answer == ChecklistAnswer.Answer.REQUESTED:
            return "" if asked else "requested_from"
        needs_reason = {
            ChecklistAnswer.Answer.CANNOT: True,
            ChecklistAnswer.Answer.NONE: self.level == Level.CORE,
            ChecklistAnswer.Answer.UPLOADED: not self.is_here,
        }
        return "reason" if needs_reason.get(answer) and not reason else ""

    @property
    def is_asked_for(self) -> bool:
        """Not here, and on its way: the family asked for it."""
        return (
            self.is_explained
            and self.answer is not None
            and self.answer.answer == ChecklistAnswer.Answer.REQUESTED
        )

    @property
    def hangs_on(self) -> PartialDate | None:
        """Where a missing record stands in the order of time, if anything tells."""
        if self.occasion is not None:
            return self.occasion.on
        asked = self.answer if self.is_asked_for else None
        return asked.requested_on if asked is not None else None

    @property
    def is_open(self) -> bool:
        """Needed, not here, and nobody said why."""
        return self.is_needed and not self.is_here and not self.is_explained

    @property
    def is_gap(self) -> bool:
        """Needed and not here, whether explained or not."""
        return self.is_needed and not self.is_here


@dataclass(frozen=True)
class State:
    """The slots of a case, and its records: those of no slot ("Something else") count too."""

    slots: list[Slot]
    records: list[Record]

    @property
    def undated(self) -> int:
        return sum(not record.dated_on for record in self.records)


def facts_of(case: Case, told: story.Facts | None = None) -> Facts:
    """The facts of a case in three queries; two when its answers were just read.

    One more when results of tumour tests are listed.
    """
    told = told or story.facts_of(case)
    rows = TreatmentLine.objects.filter(case=case, removed_at=None)
    lines = list(rows.values_list("type", "began_on", "ended_on"))
    tested = _gene_tests(case) if told.count(Biomarker) else []
    return Facts(
        site=told.diagnosis.site,
        treatments=frozenset(type_ for type_, _began, _ended in lines),
        has_gene_test=bool(tested),
        illnesses=frozenset(told.health.other_illness),
        medicines_told=told.health.no_medicines or bool(told.count(Medicine)),
        strength_told=bool(told.health.ecog),
        wants_children=told.health.fertility == Fertility.YES,
        acts_for_patient=_somebody_acts(case),
        occasions=occasions_of(
            diagnosed_on=told.diagnosis.diagnosed_on, lines=lines, tested=tested
        ),
    )


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


def needed_kinds(facts: Facts) -> dict[str, Level]:
    """Kinds this case needs, with the level that applies."""
    had = facts.treatments
    needed = {kind.code: Level.CORE for kind in KINDS if kind.level == Level.CORE}
    rules = {
        "operative_note": TreatmentType.SURGERY in had,
        "radiotherapy_summary": TreatmentType.RADIOTHERAPY in had,
        "molecular_report": facts.has_gene_test,
        "bone_marrow": facts.site in BLOOD,
        "comorbidity_records": bool(facts.illnesses & ORGANS),
        "vaccination_infection": bool(facts.illnesses & INFECTIONS),
        "legal_authority": facts.acts_for_patient,
    }
    needed |= {code: Level.IF_DONE for code, applies in rules.items() if applies}
    if had - BESIDE:
        needed["treatment_summary"] = Level.CORE
    return needed


def _level(kind: Kind, facts: Facts) -> Level:
    """The level of a kind nobody has to have: some answers lift it, and never ask for it."""
    if kind.code == "fertility_pregnancy" and facts.wants_children:
        return Level.IF_DONE
    return kind.level


def _told_kinds(facts: Facts) -> set[str]:
    """Kinds whose content the answers already hold."""
    told = {
        "medication_list": facts.medicines_told,
        "nutrition_function": facts.strength_told,
    }
    return {code for code, is_told in told.items() if is_told}


def slots_from(
    facts: Facts, records: Iterable[Record], answers: Iterable[ChecklistAnswer]
) -> list[Slot]:
    """Every kind as a slot, what is needed first; pure, no query."""
    by_kind: dict[str, list[Record]] = {}
    for record in records:
        by_kind.setdefault(record.kind, []).append(record)
    answer_of = {answer.kind: answer for answer in answers}
    needed = needed_kinds(facts)
    told = _told_kinds(facts)
    hints = hints_for(facts.site)
    slots = [
        Slot(
            kind=kind,
            level=needed.get(kind.code) or _level(kind, facts),
            is_needed=kind.code in needed,
            records=tuple(by_kind.get(kind.code, ())),
            answer=answer_of.get(kind.code),
            told_in_answers=kind.code in told,
            hints=hints.get(kind.code, ()),
            occasion=facts.occasions.get(kind.code),
        )
        for kind in KINDS
        if kind.code != "other"
    ]
    return sorted(
        slots, key=lambda slot: (not slot.is_needed, LEVEL_ORDER.index(slot.level))
    )


def state_of(case: Case, told: story.Facts | None = None) -> list[Slot]:
    """The whole checklist of a case: five queries, however many records.

    One less when `told`, the answers of the case, were just read.
    """
    return read(case, told).slots


def read(case: Case, told: story.Facts | None = None) -> State:
    """The checklist and every record that came, at the same cost."""
    records = list(
        Record.objects.filter(case=case).here().holding_files().oldest_first()
    )
    answers = ChecklistAnswer.objects.filter(case=case).select_related("by")
    slots = slots_from(facts_of(case, told), records, answers)
    if case.desk_opened_at is None:
        slots = [slot for slot in slots if slot.kind.code not in LATE or slot.is_here]
    return State(slots, records)


def still_needed(slots: Iterable[Slot]) -> list[Slot]:
    """Needed, not here, and without a reason: what the folder page counts."""
    return [slot for slot in slots if slot.is_open]


def on_the_way(slots: Iterable[Slot]) -> list[Slot]:
    """Needed, not here, asked for, and with a day to stand at among the records."""
    return [s for s in slots if s.is_gap and s.is_asked_for and s.hangs_on is not None]


def gaps(slots: Iterable[Slot]) -> list[Slot]:
    """Needed and not here, explained or not: what the team is told."""
    return [slot for slot in slots if slot.is_gap]


@cache
def _by_cancer() -> dict[str, dict[str, dict[str, str]]]:
    path = Path(__file__).resolve().parent / "data" / "by_cancer.json"
    return json.loads(path.read_text(encoding="utf-8"))


def hints_for(site: str) -> dict[str, tuple[str, ...]]:
    """What to look for in each kind of record for this cancer, in the active language."""
    language = get_language() or "en"
    return {
        kind: ((texts.get(language) or texts["en"]),)
        for kind, texts in _by_cancer().get(site, {}).items()
    }
