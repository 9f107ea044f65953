"""The checklist: which kinds of record this case needs, and what is known of each.

Levels follow the answers: had an operation, so the operation report is needed. The rules
are to be approved by the medical lead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from django.utils import timezone

from intake import facts as story
from intake.choices import OtherIllness, Site, TreatmentType
from intake.models import Case
from records import ages, held
from records.cancer_items import Item, items_for
from records.facts import Facts, facts_of
from records.held import Held, Holding, Named
from records.kinds import KINDS, Kind, Level
from records.models import ChecklistAnswer, Record
from records.occasions import BESIDE
from records.scans import PICTURES
from records.slots import EXPLAINS, Slot

__all__ = ["EXPLAINS", "Facts", "Level", "Slot", "State", "facts_of"]

BLOOD = {Site.LEUKAEMIA, Site.MYELOMA, Site.MDS}
ORGANS = {OtherIllness.HEART, OtherIllness.LUNG, OtherIllness.KIDNEY}
INFECTIONS = {OtherIllness.HEPATITIS, OtherIllness.TB, OtherIllness.HIV}
# Not at first contact: a copy of a passport is asked for once somebody needs it.
LATE = {"identity"}
LEVEL_ORDER = (Level.CORE, Level.IF_DONE, Level.HELPFUL)

Numbers = Mapping[str, tuple[int, ...]]  # of questions, by the kind of record they need
# Apps above add a function that tells which questions of a case need which kind.
asking_providers: list[Callable[[Case], Numbers]] = []


@dataclass(frozen=True)
class State:
    """The slots of a case, and how many records it has, those of no slot among them."""

    slots: list[Slot]
    count: int
    undated: int
    facts: Facts


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
    """Every kind as a slot, what is needed first, from rows that were read; no query."""
    answers = list(answers)
    return slots_of(facts, held.of_records(records, answers), answers)


def slots_of(
    facts: Facts, holding: Holding, answers: Iterable[ChecklistAnswer]
) -> list[Slot]:
    """The same from counts; no query."""
    given = {answer.kind: answer for answer in answers}
    needed, told = needed_kinds(facts), _told_kinds(facts)
    today = timezone.localdate()
    items = items_for(facts.site, under_age=facts.under_age)
    slots = []
    for kind in KINDS:
        if kind.code == "other":
            continue
        here = holding.kinds.get(kind.code, Held())
        slots.append(
            Slot(
                kind=kind,
                level=needed.get(kind.code) or _level(kind, facts),
                is_needed=kind.code in needed,
                held=here,
                named=_named(given.get(kind.code), holding),
                answer=given.get(kind.code),
                told_in_answers=kind.code in told,
                occasion=facts.occasions.get(kind.code),
                aged=ages.sentence(kind.code, here.newest, facts, today),
                unseen=holding.unseen_scan if kind.code == PICTURES else None,
                items=tuple(
                    _item_slot(item, facts, given.get(item.code), holding)
                    for item in items
                    if item.kind == kind.code
                ),
            )
        )
    return sorted(
        slots, key=lambda slot: (not slot.is_needed, LEVEL_ORDER.index(slot.level))
    )


def _item_slot(
    item: Item, facts: Facts, answer: ChecklistAnswer | None, holding: Holding
) -> Slot:
    """Here once somebody says which record holds it: no paper is read to find that out."""
    return Slot(
        kind=item,
        level=item.level,
        is_needed=item.level == Level.CORE,
        named=_named(answer, holding),
        answer=answer,
        told_in_answers=item.told_by in facts.told,
    )


def _named(answer: ChecklistAnswer | None, holding: Holding) -> tuple[Named, ...]:
    """The records that are here of those the answer names."""
    if answer is None or answer.answer != ChecklistAnswer.Answer.UPLOADED:
        return ()
    found = (holding.named.get(key) for key in answer.linked_records)
    return tuple(record for record in found if record is not None)


def state_of(case: Case, told: story.Facts | None = None) -> list[Slot]:
    """The whole checklist of a case: six queries, however many records.

    One less when `told`, the answers of the case, were just read.
    """
    return read(case, told).slots


def read(case: Case, told: story.Facts | None = None) -> State:
    """The checklist and the number of records, at the same cost."""
    answers = list(ChecklistAnswer.objects.filter(case=case).select_related("by"))
    holding = held.of_case(case, answers)
    facts = facts_of(case, told)
    slots = slots_of(facts, holding, answers)
    if case.desk_opened_at is None:
        slots = [slot for slot in slots if slot.kind.code not in LATE or slot.is_here]
    kinds = holding.kinds.values()
    count = sum(kind.count for kind in kinds)
    return State(slots, count, sum(kind.undated for kind in kinds), facts)


def with_questions(slots: Iterable[Slot], case: Case) -> list[Slot]:
    """The same slots, each with the numbers of the questions that need it."""
    numbers: dict[str, tuple[int, ...]] = {}
    for provide in asking_providers:
        numbers |= provide(case)
    return asked_by(slots, numbers)


def asked_by(slots: Iterable[Slot], numbers: Numbers) -> list[Slot]:
    """A core item is needed by the questions that need its kind."""
    return [_asked(slot, numbers.get(slot.kind.code, ())) for slot in slots]


def _asked(slot: Slot, numbers: tuple[int, ...]) -> Slot:
    items = tuple(
        replace(item, asked_by=numbers if item.is_needed else ()) for item in slot.items
    )
    return replace(slot, asked_by=numbers, items=items)


def all_of(slots: Iterable[Slot]) -> list[Slot]:
    """Every slot, each kind followed by its items."""
    return [one for slot in slots for one in (slot, *slot.items)]


def still_needed(slots: Iterable[Slot]) -> list[Slot]:
    """Needed, not here, and without a reason: what the folder page counts."""
    return [slot for slot in slots if slot.is_open]


def on_the_way(slots: Iterable[Slot]) -> list[Slot]:
    """Needed, not here, asked for, and with a day to stand at among the records."""
    return [s for s in slots if s.is_gap and s.is_asked_for and s.hangs_on is not None]


def gaps(slots: Iterable[Slot]) -> list[Slot]:
    """Needed and not here, explained or not: what the team is told."""
    return [slot for slot in slots if slot.is_gap]
