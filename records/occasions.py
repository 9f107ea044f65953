"""The day a missing record hangs on: when that happened which the record tells of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.choices import TreatmentType
from intake.dates import PartialDate

Day = PartialDate | None
Line = tuple[str, Day, Day]  # what kind of treatment, when it began, when it ended
BESIDE = frozenset({"", TreatmentType.SUPPORTIVE, TreatmentType.TCM})


@dataclass(frozen=True)
class Occasion:
    """`is_before`: the paper is written after that day, not about that day."""

    on: PartialDate
    words: Promise  # one sentence with the day in it
    is_before: bool = True

    def told(self) -> str:
        return str(self.words) % self.on.words()


_OPERATION = _("The operation (%s) will have one.")
_RADIOTHERAPY = _("The radiotherapy (%s) will have one.")
_TREATMENT = _("It tells of the treatment (%s).")
_GENE_TEST = _("The gene test (%s) will have one.")
_DIAGNOSIS = _("The diagnosis (%s) rests on it.")


def occasions_of(
    *, diagnosed_on: Day, lines: Iterable[Line], tested: Iterable[Day]
) -> dict[str, Occasion]:
    """By kind of record; a kind without a day that has come is left out."""
    ends = [(type_, ended or began) for type_, began, ended in lines]
    days = {
        "operative_note": (_of(ends, TreatmentType.SURGERY), _OPERATION),
        "radiotherapy_summary": (_of(ends, TreatmentType.RADIOTHERAPY), _RADIOTHERAPY),
        "treatment_summary": (
            _latest(day for type_, day in ends if type_ not in BESIDE),
            _TREATMENT,
        ),
    }
    about = {
        "pathology_report": (_latest([diagnosed_on]), _DIAGNOSIS),
        "bone_marrow": (_latest([diagnosed_on]), _DIAGNOSIS),
        "molecular_report": (_latest(tested), _GENE_TEST),
    }
    return {
        **{kind: Occasion(day, words) for kind, (day, words) in days.items() if day},
        **{
            kind: Occasion(day, words, is_before=False)
            for kind, (day, words) in about.items()
            if day
        },
    }


def _of(ends: list[tuple[str, Day]], kind: str) -> Day:
    return _latest(day for type_, day in ends if type_ == kind)


def _latest(days: Iterable[Day]) -> Day:
    """The newest day that has come."""
    today = timezone.localdate()
    return max((day for day in days if day and day.first_day <= today), default=None)
