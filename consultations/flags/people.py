"""Flags about people: what the patient knows, who may act, what was agreed."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from accounts.listing import listed
from consultations import triage
from consultations.flags.flag import Events, Flag
from consultations.summary.source import Source
from intake import choices as answers
from intake import statements
from intake.models import CaseMember

LEGAL = {"parent", "guardian", "attorney", "cannot_act"}


def patient_not_told(source: Source, _events: Events) -> Iterator[Flag]:
    patient = source.patient
    told = patient.knows_diagnosis in {"", answers.Knows.FULLY}
    if not told and answers.ContactWay.EMAIL in patient.contact_ways:
        yield Flag(
            "not_told",
            _("E-mail goes to a patient who does not know everything"),
            _("Mails carry no health words. Take care on the telephone."),
            [patient.knows_diagnosis, patient.contact_ways],
        )


def under_age(source: Source, _events: Events) -> Iterator[Flag]:
    if triage.is_under_age(source):
        yield Flag(
            "under_18",
            _("The patient is under 18"),
            _("The service is for adults. Say so kindly, and where else to ask."),
            str(source.patient.date_of_birth),
        )


def authority(source: Source, _events: Events) -> Iterator[Flag]:
    acting = [
        m
        for m in source.members
        if m.role == CaseMember.Role.CAREGIVER and m.basis in LEGAL
    ]
    paper = any(record.kind == "legal_authority" for record in source.case_records)
    if acting and not paper:
        yield Flag(
            "authority",
            _("A caregiver acts without a paper that says so"),
            acting[0].get_basis_display(),
            [m.pk for m in acting],
        )


def old_consent(source: Source, _events: Events) -> Iterator[Flag]:
    newest = {statement.code: statement.version for statement in statements.current()}
    latest = {consent.code: consent for consent in source.consents}
    old = [
        code for code, c in latest.items() if c.agreed and c.version != newest.get(code)
    ]
    if old:
        yield Flag(
            "old_consent",
            _("A consent is older than the present text"),
            listed(sorted(old)),
            sorted(old),
        )
