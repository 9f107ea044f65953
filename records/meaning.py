"""What the records allow the team to judge, in meaning and not in per cent.

"The team can judge your scans; it cannot yet judge whether the operation was complete."
One table for the family's pages and the desk: a row for each kind of record, and for each
item this cancer asks for. The rules are to be approved by the medical lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from records.slots import Slot

# kind: what the team can judge once a record of this kind is here
JUDGEMENTS: dict[str, Promise] = {
    "pathology_report": _("the type of cancer"),
    "imaging_files": _("the scans, with their own eyes"),
    "imaging_report": _("where the cancer is, as the reports say"),
    "clinic_letters": _("the plan of the doctors at home"),
    "lab_results": _("which treatments the body can stand"),
    "medication_list": _("whether medicines and herbs go together"),
    "molecular_report": _("whether targeted medicine or immune therapy fits"),
    "operative_note": _("whether the operation was complete"),
    "radiotherapy_summary": _("whether radiotherapy can be given again"),
    "treatment_summary": _("what earlier treatment did and why it stopped"),
    "bone_marrow": _("the risk group of the blood cancer"),
    "comorbidity_records": _("how heart, lungs and kidneys limit the choice"),
    "vaccination_infection": _("which protection against old infections is needed"),
}


# Kinds whose items tell the same more exactly: a report that lacks a needed one is not told
# of as if it were whole.
TOLD_BY_ITEMS = {"molecular_report"}


@dataclass(frozen=True)
class Judgement:
    """One thing the team can, or cannot yet, judge. `source`: what it rests on."""

    kind: str  # code of the kind or the item
    what: Promise
    can: bool
    because: Promise | str = ""
    icon: str = "file"
    source: Promise | str = ""
    slot: Slot | None = None  # whose record would change it
    way: str = ""  # how that is got where a new test is needed, see `records.ways`

    @property
    def asked_by(self) -> tuple[int, ...]:
        """The numbers of the family's own questions that wait for it."""
        return self.slot.asked_by if self.slot else ()


def judgements(slots: Iterable[Slot]) -> list[Judgement]:
    """What can be judged first, then what cannot, most asked for first."""
    found: list[Judgement] = []
    for slot in slots:
        found += _of_kind(slot)
        found += _newest_scan(slot)
        found += _of_age(slot)
        found += (_of_item(item, slot) for item in slot.items if _counts(item, slot))
    return sorted(found, key=lambda one: (not one.can, -len(one.asked_by)))


def _of_kind(slot: Slot) -> Iterator[Judgement]:
    what = JUDGEMENTS.get(slot.kind.code)
    if slot.is_here and slot.kind.code in TOLD_BY_ITEMS and _lacks(slot):
        return
    if what is not None and (slot.is_needed or slot.is_here):
        yield _judged(slot, what, _missing(slot))


def _lacks(slot: Slot) -> bool:
    return any(item.is_gap for item in slot.items)


def _counts(item: Slot, slot: Slot) -> bool:
    """An item is told of once it is here, or while it alone is missing.

    While the whole kind is missing, one line says so.
    """
    return item.is_here or (item.is_needed and not slot.is_gap)


def _of_item(item: Slot, slot: Slot) -> Judgement:
    nobody_said = slot.held.count and item.answer is None
    because = _unsaid(item) if nobody_said else _missing(item)
    return _judged(item, item.kind.tells, because)


def _judged(slot: Slot, what: Promise, because: Promise) -> Judgement:
    code, icon = slot.kind.code, slot.kind.icon
    if slot.is_here:
        return Judgement(code, what, True, icon=icon, source=_source(slot), slot=slot)
    return Judgement(code, what, False, because, icon, slot=slot)


def _newest_scan(slot: Slot) -> Iterator[Judgement]:
    """Pictures of an earlier visit do not show how things are now."""
    if slot.unseen is not None:
        because = format_lazy(
            _("because the pictures of the scan of {day} are missing"),
            day=slot.unseen.words(),
        )
        what = _("the newest scan, with their own eyes")
        yield Judgement("imaging_files", what, False, because, "file", slot=slot)


def _of_age(slot: Slot) -> Iterator[Judgement]:
    if slot.aged and slot.newest is not None and slot.kind.code in AGED:
        because = format_lazy(
            _("because the newest here is of {day}"), day=slot.newest.words()
        )
        what, way = AGED[slot.kind.code]
        code = f"old_{slot.kind.code}"
        yield Judgement(code, what, False, because, "clock", slot=slot, way=way)


# What cannot be judged from the newest record once it is old, and how a newer one is got.
AGED: dict[str, tuple[Promise, str]] = {
    "lab_results": (_("how the body is today"), "blood_test"),
    "imaging_files": (_("how the cancer is today"), "scan"),
}


def _source(slot: Slot) -> Promise:
    if slot.newest is not None:
        return format_lazy(
            _("From: {record}, {day}"),
            record=_record_name(slot),
            day=slot.newest.words(),
        )
    if slot.told_in_answers and not slot.held.count:
        return _("From your answers")
    return format_lazy(_("From: {record}"), record=_record_name(slot))


def _record_name(slot: Slot) -> Promise | str:
    return slot.named[-1].words if slot.named else slot.kind.label


def _missing(slot: Slot) -> Promise:
    return format_lazy(_("because this is missing: {record}"), record=slot.kind.label)


def _unsaid(slot: Slot) -> Promise:
    return format_lazy(
        _("because nobody has said which record holds this: {record}"),
        record=slot.kind.label,
    )
