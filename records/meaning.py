"""What the records allow the team to judge, in meaning and not in per cent.

"The team can judge your scans; it cannot yet judge whether the operation was complete."
The rules are to be approved by the medical lead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from records.checklist import Slot
from records.scans import newest_without_pictures

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


@dataclass(frozen=True)
class Judgement:
    """One thing the team can, or cannot yet, judge."""

    kind: str
    what: Promise
    can: bool
    because: Promise | str = ""
    icon: str = "file"


def judgements(slots: Iterable[Slot]) -> list[Judgement]:
    """What can be judged first, then what cannot and which record would change that."""
    slots, found = list(slots), []
    for slot in slots:
        what = JUDGEMENTS.get(slot.kind.code)
        if what is None or not (slot.is_needed or slot.is_here):
            continue
        because = "" if slot.is_here else _because(slot)
        found.append(
            Judgement(slot.kind.code, what, slot.is_here, because, slot.kind.icon)
        )
    found += _newest_scan(slots)
    return sorted(found, key=lambda judgement: not judgement.can)


def _newest_scan(slots: Iterable[Slot]) -> Iterator[Judgement]:
    """Pictures of an earlier visit do not show how things are now."""
    record = newest_without_pictures(r for slot in slots for r in slot.records)
    if record is not None:
        because = format_lazy(
            _("because the pictures of the scan of {day} are missing"),
            day=record.dated_on.words(),
        )
        what = _("the newest scan, with their own eyes")
        yield Judgement("imaging_files", what, False, because, "file")


def _because(slot: Slot) -> Promise:
    return format_lazy(_("because this is missing: {record}"), record=slot.kind.label)
