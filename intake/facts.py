"""Everything a folder's steps need to know of its answers, in one query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, UUIDField
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts.one_row import Given, OneRow
from intake.models import (
    Allergy,
    Answered,
    Biomarker,
    Case,
    Diagnosis,
    FamilyCancer,
    Health,
    LabValue,
    Medicine,
    Patient,
    PreviousCancer,
    Row,
    Supplement,
    TreatingDoctor,
    TreatmentLine,
)

DAYS_TO_TAKE_BACK = 30
PARTS = {
    "patient": Patient,
    "treatingdoctor": TreatingDoctor,
    "diagnosis": Diagnosis,
    "health": Health,
}
ROWS = (
    Biomarker,
    TreatmentLine,
    PreviousCancer,
    FamilyCancer,
    Medicine,
    Allergy,
    Supplement,
    LabValue,
)


def _part_of_case(model: type[Answered]) -> OneRow[Answered]:
    return OneRow(lambda: model.objects.filter(case_id=Given("case_id", UUIDField())))


_ONE_PART = {name: _part_of_case(model) for name, model in PARTS.items()}


@dataclass
class Facts:
    """The parts of one case; a part nobody began is an unsaved, empty row."""

    case: Case
    parts: dict[str, Answered]
    counts: dict[type[Row], int] = field(default_factory=dict)

    @property
    def patient(self) -> Patient:
        return self.parts["patient"]

    @property
    def doctor(self) -> TreatingDoctor:
        return self.parts["treatingdoctor"]

    @property
    def diagnosis(self) -> Diagnosis:
        return self.parts["diagnosis"]

    @property
    def health(self) -> Health:
        return self.parts["health"]

    def count(self, model: type[Row]) -> int:
        return self.counts.get(model, 0)


def facts_of(case: Case) -> Facts:
    """One query. The given case keeps its membership; its parts are read anew."""
    counted = {f"n_{model._meta.model_name}": _count(model) for model in ROWS}
    found = Case.objects.select_related(*PARTS).annotate(**counted).get(pk=case.pk)
    return Facts(
        case,
        {name: _part(found, case, name) for name in PARTS},
        {model: getattr(found, f"n_{model._meta.model_name}") for model in ROWS},
    )


class _Parts(dict):
    """Parts of a case, each read when it is first asked for."""

    def __init__(self, case: Case) -> None:
        super().__init__()
        self.case = case

    def __missing__(self, name: str) -> Answered:
        found = _ONE_PART[name].get(case_id=self.case.pk)
        self[name] = found or PARTS[name](case=self.case)
        self[name].case = self.case
        return self[name]


class _PageFacts(Facts):
    @property
    def patient(self) -> Patient:
        """For the rules about pages: what came with the door, unless it was read whole."""
        return self.parts.get("patient") or _part(self.case, self.case, "patient")


def page_facts_of(case: Case) -> Facts:
    """The parts of one case for a single page, which needs few of them; no counts.

    One small query a part: quicker than the one large query the whole folder needs.
    """
    return _PageFacts(case, _Parts(case))


def rows_of(case: Case, model: type[Row]) -> list[Row]:
    """What was listed and not removed, in its order."""
    return rows_and_removed(case, model)[0]


def rows_and_removed(case: Case, model: type[Row]) -> tuple[list[Row], list[Row]]:
    """What stands in a list, and what was taken off it within 30 days: one query."""
    lately = timezone.now() - timedelta(days=DAYS_TO_TAKE_BACK)
    rows = model.objects.filter(
        Q(removed_at=None) | Q(removed_at__gt=lately), case=case
    ).select_related("added_by")
    here, removed = [], []
    for row in rows:
        (removed if row.removed_at else here).append(row)
    return here, removed


def _part(found: Case, case: Case, name: str) -> Answered:
    part = getattr(found, name, None)  # a missing row is an AttributeError too
    if part is None:
        return PARTS[name](case=case)
    part.case = case
    return part


def _count(model: type[Row]) -> Any:
    rows = model.objects.filter(case=OuterRef("pk"), removed_at=None).order_by()
    number = rows.values("case").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(number, output_field=IntegerField()), 0)
