"""What a new letter begins with: what is missing, grouped by who keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from intake.models import Case, CaseMember, TreatingDoctor
from records import checklist
from records.checklist import Slot
from records.letters import language
from records.letters.departments import Department, kept_by
from records.letters.known import Fact
from records.models import ChecklistAnswer, Letter, Record

NOT_TO_ASK = {ChecklistAnswer.Answer.NONE, ChecklistAnswer.Answer.REQUESTED}


@dataclass(frozen=True)
class Wanted:
    """What is missing from one department, and whether it was asked for already."""

    department: Department
    slots: list[Slot]


def is_wanted(slot: Slot) -> bool:
    """Needed, not here, a hospital's to give, and nobody said that there is none."""
    if not slot.is_gap or kept_by(slot.kind.code) is None:
        return False
    return slot.answer is None or slot.answer.answer not in NOT_TO_ASK


def by_department(slots: Iterable[Slot]) -> list[Wanted]:
    """What is missing, with the items this cancer asks for."""
    groups: dict[Department, list[Slot]] = {}
    for slot in filter(is_wanted, checklist.all_of(slots)):
        groups.setdefault(kept_by(slot.kind.code), []).append(slot)
    return [Wanted(d, groups[d]) for d in Department if d in groups]


def first_answers(
    case: Case, slots: list[Slot], facts: list[Fact], *, by: User, asked: dict[str, str]
) -> dict[str, Any]:
    """What a blank letter is filled with. `asked`: a department, or one kind or item."""
    kind, department = asked.get("kind", ""), asked.get("department", "")
    kinds = [slot.kind.code for slot in filter(is_wanted, checklist.all_of(slots))]
    if keeper := kept_by(kind):
        kinds, department = [kind], department or keeper
    elif department in Department.values and asked.get("all") is None:
        kinds = [code for code in kinds if kept_by(code) == department]
    doctor = TreatingDoctor.objects.filter(case=case).first()
    country = (doctor and doctor.country) or case.patient.country
    return {
        "department": department or Department.RECORDS,
        "kinds": kinds,
        "facts": [fact.key for fact in facts],
        "country": country,
        "reading_language": language.of_person(by.language, case.patient.language),
        **_signature(case.member, by),
        "send_to": "\n".join(filter(None, [str(by), by.email])),
    }


def _signature(member: CaseMember, by: User) -> dict[str, str]:
    if not member.is_caregiver:
        return {"signs": Letter.Signs.PATIENT, "signer": ""}
    signs = Letter.Signs.AUTHORITY if member.acts_for_patient else Letter.Signs.HELPER
    return {"signs": signs, "signer": str(by)}


def hospitals_of(case: Case) -> list[str]:
    """Names of places that gave something to this folder already, to choose from."""
    records = Record.objects.filter(case=case).here().exclude(issued_by="")
    named = list(records.order_by("issued_by").values_list("issued_by", flat=True))
    doctor = TreatingDoctor.objects.filter(case=case).exclude(hospital="").first()
    return list(dict.fromkeys([*([doctor.hospital] if doctor else []), *named]))
