"""Flags: what a rule saw in the data that a coordinator might overlook.

Computed from one loaded case, never stored. "Looked at" is stored with the fingerprint of
the data: when the data changes, the flag is back. Rules to be approved by the medical lead.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import bank, clocks
from consultations.models import RequestEvent, Status
from consultations.summary.source import Source
from intake import choices as answers
from intake import statements
from intake.models import CaseMember
from records import checklist
from records.kinds import BY_CODE

OLD_LABS = 90  # days
OLD_SCANS = 42  # days, in progressive disease
QUIET_DAYS = 3  # working days without a move
RETURNS = 2
MOST_QUESTIONS = 10
PROGRESSIVE = {answers.Situation.CAME_BACK, answers.Situation.SPREAD}
CHEMO = {answers.TreatmentType.CHEMOTHERAPY, answers.TreatmentType.TARGETED}
LEGAL = {"parent", "guardian", "attorney", "cannot_act"}


@dataclass(frozen=True)
class Flag:
    """One thing to look at: what, why, and the data it rests on."""

    code: str
    title: str
    text: str
    data: Any = field(default=None)

    @property
    def fingerprint(self) -> str:
        text = json.dumps([self.code, self.data], default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


Finder = Callable[[Source, list[RequestEvent]], Iterator[Flag]]


def flags_of(source: Source, events: list[RequestEvent]) -> list[Flag]:
    return [flag for find in FINDERS for flag in find(source, events)]


def _patient_not_told(source: Source, _events: list) -> Iterator[Flag]:
    patient = source.patient
    told = patient.knows_diagnosis in {"", answers.Knows.FULLY}
    if not told and answers.ContactWay.EMAIL in patient.contact_ways:
        yield Flag(
            "not_told",
            _("E-mail goes to a patient who does not know everything"),
            _("Mails carry no health words. Take care on the telephone."),
            [patient.knows_diagnosis, patient.contact_ways],
        )


def _may_be_late(source: Source, _events: list) -> Iterator[Flag]:
    left = source.request.days_left(source.today)
    usual = settings.SERVICE["turnaround_days"]
    if left is not None and left < usual and not source.request.has_ended:
        yield Flag(
            "late",
            _("The decide-by date is nearer than our usual time"),
            _("%(left)s days are left; an opinion usually takes %(usual)s.")
            % {"left": left, "usual": usual},
            [str(source.request.decide_by), usual],
        )


def _core_missing(source: Source, _events: list) -> Iterator[Flag]:
    for slot in checklist.gaps(source.slots):
        if slot.level == checklist.Level.CORE:
            yield Flag(
                f"core_{slot.kind.code}",
                _("Missing: %s") % slot.kind.label,
                slot.answer.get_answer_display()
                if slot.answer
                else _("No reason given."),
                [slot.kind.code, slot.answer.answer if slot.answer else ""],
            )


def _old_results(source: Source, _events: list) -> Iterator[Flag]:
    limits = {"lab_results": OLD_LABS}
    if source.diagnosis.situation in PROGRESSIVE:
        limits |= {"imaging_report": OLD_SCANS}
    for kind, most in limits.items():
        dated = [
            r.dated_on.last_day for r in source.records if r.kind == kind and r.dated_on
        ]
        if dated and (source.today - max(dated)).days > most:
            yield Flag(
                f"old_{kind}",
                _("%(kind)s: older than %(days)s days")
                % {"kind": BY_CODE[kind].label, "days": most},
                _("The newest is %s days old.") % (source.today - max(dated)).days,
                [kind, str(max(dated))],
            )


def _odd_dates(source: Source, _events: list) -> Iterator[Flag]:
    born = source.patient.date_of_birth
    for record in source.records:
        if not record.dated_on:
            continue
        ahead = record.dated_on.first_day > source.today
        before = born is not None and record.dated_on.last_day < born
        if ahead or before:
            yield Flag(
                f"date_{record.number}",
                _("Record %s has a date that cannot be right") % record.number,
                _("It lies in the future.")
                if ahead
                else _("It lies before the birth."),
                [record.number, str(record.dated_on)],
            )


def _undated(source: Source, _events: list) -> Iterator[Flag]:
    numbers = [record.number for record in source.records if not record.dated_on]
    if numbers:
        yield Flag(
            "undated",
            _("Records without a date"),
            _("Record %s") % ", ".join(map(str, numbers)),
            numbers,
        )


def _same_file(source: Source, _events: list) -> Iterator[Flag]:
    hashes = Counter(f.sha256 for r in source.records for f in r.files.all())
    twice = sorted(digest[:12] for digest, count in hashes.items() if count > 1)
    if twice:
        yield Flag(
            "same_file", _("The same file is here twice"), ", ".join(twice), twice
        )


def _fitness(source: Source, _events: list) -> Iterator[Flag]:
    health = source.health
    if health.ecog in {"3", "4"}:
        yield Flag(
            "ecog",
            _("The patient reports ECOG %s") % health.ecog,
            _("Reported by the patient, not by a doctor."),
            health.ecog,
        )
    if health.ecog_change == answers.Change.WORSE_QUICKLY:
        yield Flag(
            "worse_quickly",
            _("Quickly worse in the last month"),
            _("Ask how the patient is today."),
            health.ecog_change,
        )


def _herbs(source: Source, _events: list) -> Iterator[Flag]:
    if not source.supplements:
        return
    names = [str(row.pk) for row in source.supplements]
    if source.health.blood_thinner == answers.YesNoUnknown.YES:
        yield Flag(
            "herb_thinner",
            _("Herbs together with a blood thinner"),
            _("For the team to look at; no advice to the family."),
            names,
        )
    in_chemo = any(t.is_ongoing and t.type in CHEMO for t in source.treatments)
    told = any(row.with_chemo == answers.YesNoUnknown.YES for row in source.supplements)
    if in_chemo or told:
        yield Flag(
            "herb_chemo",
            _("Herbs together with cancer medicine"),
            _("For the team to look at; no advice to the family."),
            names,
        )


def _authority(source: Source, _events: list) -> Iterator[Flag]:
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


def _old_consent(source: Source, _events: list) -> Iterator[Flag]:
    newest = {statement.code: statement.version for statement in statements.current()}
    latest = {consent.code: consent for consent in source.consents}
    old = [
        code for code, c in latest.items() if c.agreed and c.version != newest.get(code)
    ]
    if old:
        yield Flag(
            "old_consent",
            _("A consent is older than the present text"),
            ", ".join(sorted(old)),
            sorted(old),
        )


def _quiet(source: Source, events: list[RequestEvent]) -> Iterator[Flag]:
    if not events or not source.request.is_open:
        return
    days = clocks.working_days(events[-1].at, timezone.now())
    if days >= QUIET_DAYS:
        yield Flag(
            "quiet",
            _("No movement for %s working days") % days,
            _("The last move was to “%s”.") % events[-1].get_to_status_display(),
            events[-1].pk,
        )


def _returned(source: Source, events: list[RequestEvent]) -> Iterator[Flag]:
    times = sum(event.to_status == Status.NEEDS_INFO for event in events)
    if times >= RETURNS:
        yield Flag(
            "returned",
            _("Returned to the family %s times") % times,
            _("A call may help more than another list."),
            times,
        )


def _questions(source: Source, _events: list) -> Iterator[Flag]:
    count = len(source.questions)
    if count == 0 or count > MOST_QUESTIONS:
        yield Flag(
            "questions",
            _("No question was written")
            if count == 0
            else _("%s questions: more than the team can answer well") % count,
            _("Help the family to choose."),
            count,
        )
    here = {slot.kind.code for slot in source.slots if slot.is_here}
    for question in source.questions:
        entry = bank.get(question.code) if question.code else None
        lacking = [n for n in (entry.needs if entry else ()) if n not in here]
        if lacking and lacking[0] in BY_CODE:
            yield Flag(
                f"question_{question.code}",
                _("A question has no record to answer it"),
                _("%(code)s needs: %(kind)s")
                % {"code": question.code, "kind": BY_CODE[lacking[0]].label},
                [question.code, lacking],
            )


FINDERS: tuple[Finder, ...] = (
    _patient_not_told,
    _may_be_late,
    _fitness,
    _herbs,
    _core_missing,
    _old_results,
    _odd_dates,
    _undated,
    _same_file,
    _authority,
    _old_consent,
    _quiet,
    _returned,
    _questions,
)
