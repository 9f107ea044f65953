"""Everything the case summary prints, loaded once: some twenty queries however big it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.safestring import SafeString

from consultations import asking, later
from consultations.fact_lines import columns_of, fact_of
from consultations.models import ConsultationRequest, FactCheck, Question, Summary
from consultations.summary import texts
from intake import facts, genes
from intake.choices import TreatmentType
from intake.markers import is_genetic
from intake.models import (
    Allergy,
    AnswerChange,
    Biomarker,
    Case,
    CaseMember,
    Consent,
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
from records import checklist
from records.imaging.receipt import Receipt, receipts_of
from records.kinds import is_withheld
from records.models import ChecklistAnswer, File, QuietAnswer, Record
from records.scans import newest_without_pictures

PLAN = "consultationrequest.proposed_plan"


@dataclass
class Source:
    """One request with its whole case, as it stood when the summary was built."""

    summary: Summary | None
    request: ConsultationRequest
    case: Case
    told: facts.Facts
    made_at: datetime
    patient: Patient
    diagnosis: Diagnosis
    health: Health
    doctor: TreatingDoctor
    biomarkers: list[Biomarker]
    treatments: list[TreatmentLine]
    medicines: list[Medicine]
    allergies: list[Allergy]
    supplements: list[Supplement]
    previous: list[PreviousCancer]
    family: list[FamilyCancer]
    lab_values: list[LabValue]
    case_records: list[Record]
    quiet: list[QuietAnswer]
    questions: list[Question]
    members: list[CaseMember]
    consents: list[Consent]
    needs: checklist.Facts
    slots: list[checklist.Slot]
    checks: dict[str, FactCheck]
    changed_at: dict[str, datetime] = field(default_factory=dict)
    # Texts that were shortened where they stand, with the number that points at them.
    longer: dict[str, int] = field(default_factory=dict)
    # No name at all, of nobody: for the packet without names.
    is_nameless: bool = False

    @property
    def is_pseudonymous(self) -> bool:
        hidden = self.summary is not None and self.summary.pseudonymous
        return hidden or self.is_nameless

    @property
    def today(self) -> date:
        return timezone.localtime(self.made_at, self.service_zone).date()

    @property
    def service_zone(self) -> Any:
        import zoneinfo

        return zoneinfo.ZoneInfo(settings.SERVICE["time_zone"])

    @cached_property
    def records(self) -> list[Record]:
        """Clinical records: what goes to the team."""
        return [record for record in self.case_records if record.about.in_packet]

    @cached_property
    def unseen_scan(self) -> Record | None:
        """The newest scan, where only its report is here and earlier ones have pictures."""
        return newest_without_pictures(r for r in self.records if r.files.all())

    @cached_property
    def scans(self) -> dict[Any, Receipt]:
        """What is on the discs, by record."""
        return receipts_of(self.case_records, self.patient)

    @cached_property
    def genes_are_agreed(self) -> bool:
        return genes.are_agreed(self.consents)

    def withholds(self, record: Record) -> bool:
        """A gene test that nobody agreed to send: named, and nothing told of it."""
        return is_withheld(record.kind, agreed=self.genes_are_agreed)

    @cached_property
    def shown_biomarkers(self) -> list[Biomarker]:
        """Results the team may have: those of gene tests with the consent to it only."""
        if self.genes_are_agreed:
            return self.biomarkers
        return [
            row for row in self.biomarkers if not is_genetic(row.marker, row.method)
        ]

    @property
    def herbs_taken(self) -> list[Supplement | TreatmentLine]:
        """Herbs and supplements, and Chinese medicine told as a treatment that goes on."""
        tcm = TreatmentType.TCM
        lines = [t for t in self.treatments if t.is_ongoing and t.type == tcm]
        return [*self.supplements, *lines]

    @cached_property
    def leaves_genes_out(self) -> bool:
        hidden = len(self.shown_biomarkers) < len(self.biomarkers)
        return hidden or any(self.withholds(record) for record in self.records)

    @cached_property
    def record_numbers(self) -> dict[Any, int]:
        return {record.pk: record.number for record in self.records}

    def mark(self, fact: str) -> SafeString:
        """Where a fact comes from: the family, a record, or a record compared by the desk.

        A record the family names stands beside their mark: they say so, nobody compared
        them.
        """
        check = self.check_of(fact)
        if check is None:
            return texts.mark_patient(self.named_by_family(fact))
        number = self.record_numbers.get(check.record_id)
        return texts.mark_record(number, checked=check.checked_by_id is not None)

    def check_of(self, column: str) -> FactCheck | None:
        """What the desk wrote down about an answer, while the answer stands as it was."""
        fact = fact_of(column)
        check = self.checks.get(fact)
        if check is None:
            return None
        changed = self.last_changed(fact)
        return None if changed is not None and changed > check.at else check

    def last_changed(self, fact: str) -> datetime | None:
        """When an answer of this fact was last given."""
        times = (self.changed_at.get(column) for column in columns_of(fact))
        return max((at for at in times if at is not None), default=None)

    def named_by_family(self, fact: str) -> list[int]:
        """Numbers of the records the family says belong to an answer."""
        ids = self._named.get(fact) or ()
        return [record.number for record in self.records if str(record.pk) in ids]

    @cached_property
    def _named(self) -> dict[str, list[str]]:
        rows = [*self.treatments, *self.biomarkers, *self.lab_values]
        named = {f"{row._meta.model_name}:{row.pk}": row.linked_records for row in rows}
        return named | {PLAN: self.request.plan_records}

    def row_mark(self, row: Row) -> SafeString:
        return self.mark(f"{row._meta.model_name}:{row.pk}")

    def own(self, text: object, *, most: int = texts.LONGEST) -> SafeString:
        """Free text in the words of the family; what is longer stands whole in part 11."""
        whole = str(text or "").strip()
        if len(whole) <= most:
            return texts.original(whole, self.patient.language)
        return self._shortened(whole, whole[:most].rstrip() + " …")

    def brief(self, text: object, most: int) -> SafeString:
        """The same in one line of so many columns."""
        whole = str(text or "").strip()
        line = texts.cut(whole, most)
        if line == " ".join(texts.clean(whole).split()):
            return texts.original(line, self.patient.language)
        return self._shortened(whole, line)

    def _shortened(self, whole: str, shown: str) -> SafeString:
        number = self.longer.setdefault(whole, len(self.longer) + 1)
        return texts.joined(
            [texts.original(shown, self.patient.language), texts.pointer(number)], " "
        )


def load(summary: Summary) -> Source:
    """Reads the case of this summary as it is now."""
    request = ConsultationRequest.objects.select_related("case").get(
        pk=summary.request_id
    )
    return load_request(request, summary=summary)


def load_request(
    request: ConsultationRequest, *, summary: Summary | None = None
) -> Source:
    """Reads everything about a request: for a summary, the queue's rules and the desk."""
    case = request.case
    records = _records(case)
    told = facts.facts_of(case)
    answers = list(ChecklistAnswer.objects.filter(case=case))
    needs = checklist.facts_of(case, told)
    questions = list(request.questions.filter(removed_at=None))
    return Source(
        summary=summary,
        request=request,
        case=case,
        told=told,
        made_at=timezone.now(),
        patient=_one(Patient, case),
        diagnosis=_one(Diagnosis, case),
        health=_one(Health, case),
        doctor=_one(TreatingDoctor, case),
        biomarkers=_rows(Biomarker, case),
        treatments=_rows(TreatmentLine, case),
        medicines=_rows(Medicine, case),
        allergies=_rows(Allergy, case),
        supplements=_rows(Supplement, case),
        previous=_rows(PreviousCancer, case),
        family=_rows(FamilyCancer, case),
        lab_values=_rows(LabValue, case),
        case_records=records,
        quiet=list(QuietAnswer.objects.filter(case=case).order_by("began_on", "at")),
        questions=questions,
        members=list(case.members.filter(left_at=None).select_related("user")),
        consents=list(case.consents.select_related("by")),
        # A record whose every file was refused is only a name so far: its slot is open.
        needs=needs,
        slots=checklist.asked_by(
            checklist.slots_from(
                needs, [record for record in records if record.files.all()], answers
            ),
            asking.numbers_by_kind(questions),
        ),
        checks={c.fact: c for c in FactCheck.objects.filter(case=case)},
        changed_at=_last_changes(case),
    )


def _one(model: type[models.Model], case: Case) -> Any:
    return model.objects.filter(case=case).first() or model(case=case)


def _rows(model: type[Row], case: Case) -> list[Any]:
    return list(model.objects.filter(case=case, removed_at=None))


def _records(case: Case) -> list[Record]:
    """Records, oldest first, with their files and who added them."""
    kept = File.objects.kept().order_by("position", "added_at")
    return list(
        Record.objects.filter(case=case)
        .here()
        .oldest_first()
        .select_related("added_by", "translation_of")
        .prefetch_related(models.Prefetch("files", queryset=kept))
    )


def _last_changes(case: Case) -> dict[str, datetime]:
    """When each answer was last given, by the name a FactCheck uses.

    Naming one more record changes nothing that the desk compared.
    """
    rows = (
        AnswerChange.objects.filter(case=case)
        .exclude(field=later.NAMES_RECORDS)
        .values_list("section", "row", "field")
        .annotate(last=models.Max("at"))
        .order_by()
    )
    last: dict[str, datetime] = {}
    for section, row, name, at in rows:
        fact = later.fact_of(section, row, name)
        last[fact] = max(at, last.get(fact, at))
    return last
