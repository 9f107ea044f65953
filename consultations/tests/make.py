"""The smallest valid things the tests of this app need."""

from __future__ import annotations

from datetime import date

from accounts.models import User
from consultations import questions
from consultations.models import ConsultationRequest
from intake import consents
from intake.models import Case, Diagnosis, Health, Patient, TreatingDoctor
from records.models import File, Record


def add_record(case: Case, kind: str, by: User, **more) -> Record:
    """A record of this kind with one file that arrived."""
    number = case.records.count() + 1
    record = Record.objects.create(
        case=case, number=number, kind=kind, added_by=by, **more
    )
    File.objects.create(
        record=record,
        case=case,
        key=f"{case.pk}/{number}",
        name="scan.pdf",
        size_bytes=10,
        sha256=(str(number) * 64)[:64],
        type="application/pdf",
        verdict=File.Verdict.KEPT,
        added_by=by,
    )
    return record


def fill_folder(case: Case, by: User) -> ConsultationRequest:
    """Everything that sending needs, and nothing else; returns the draft request."""

    Patient.objects.filter(case=case).update(
        date_of_birth=date(1968, 5, 3),
        sex_at_birth="female",
        country="KZ",
        email=by.email,
        contact_ways=["email"],
        time_zone="Asia/Almaty",
        language="ru",
        interpreter="no",
        knows_diagnosis="fully",
        disclosure="all",
    )
    TreatingDoctor.objects.create(case=case, knows="yes", may_contact="no")
    Diagnosis.objects.create(
        case=case,
        site="lung",
        side="right",
        as_written="Adenocarcinoma",
        diagnosed_on="2026-09",
        stage="III",
        situation="before",
        no_treatment_yet=True,
    )
    Health.objects.create(
        case=case,
        ecog="1",
        ecog_change="same",
        height_cm=165,
        weight_kg=64,
        other_illness=["none"],
        pregnancy="no",
        no_medicines=True,
        blood_thinner="no",
        no_allergies=True,
        no_supplements=True,
    )
    for kind in ("pathology_report", "imaging_report"):
        add_record(case, kind, by)
    for code in ("C1", "C2", "C3", "C8"):
        consents.record_answer(case, code, agreed=True, by=by)
    request = ask(case, by)
    case.patient.refresh_from_db()
    return request


def ask(case: Case, by: User, **more) -> ConsultationRequest:
    """A draft request with every answer that sending needs."""
    request = ConsultationRequest.objects.create(
        case=case,
        changed_by=by,
        reasons=["plan"],
        proposed_plan="Chemotherapy with radiotherapy",
        main_question="Can it be taken out?",
        decide_by_certainty="none",
        after_opinion="advice",
        **more,
    )
    questions.add_from_bank(case, "PLN-01", by=by)
    return request
