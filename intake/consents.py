"""Consents: which statements are asked, what was answered, and by which right.

Answers are rows that are only ever added. The words a person saw are kept beside them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from intake import statements
from intake.choices import MayContact
from intake.models import (
    Biomarker,
    Case,
    CaseMember,
    Consent,
    ConsentText,
    Patient,
    TreatingDoctor,
)
from intake.services import touch
from intake.signals import consent_withdrawn, paper_facts
from intake.statements import Shown, Statement

# Languages the team reads without a translator.
READ_BY_TEAM = {"", "en", "zh", "cmn", "yue", "zh-hans"}
TRANSLATOR = "C7"


@dataclass(frozen=True)
class Asked:
    """One statement as this case meets it: its words, and the last answer."""

    statement: Statement
    shown: Shown
    answer: Consent | None
    is_asked: bool

    @property
    def code(self) -> str:
        return self.statement.code

    @property
    def hash_now(self) -> str:
        """Names the words on the page, so that a tick counts for no others."""
        return self.shown.text_hash

    @property
    def is_needed(self) -> bool:
        return self.statement.is_needed and self.is_asked

    @property
    def is_agreed(self) -> bool:
        """Agreed, and to the words of today's version."""
        return self.answer is not None and self.answer.agreed and not self.is_older

    @property
    def is_older(self) -> bool:
        """The text changed since, or who receives the data: it is asked again."""
        if self.answer is None:
            return False
        return not _says_the_same(self.answer, self.statement)

    @property
    def is_taken_back(self) -> bool:
        return self.answer is not None and not self.answer.agreed

    @property
    def lacks(self) -> bool:
        return self.is_needed and not self.is_agreed


def facts_of(case: Case) -> statements.Facts:
    """What decides which statements are asked: five small queries."""
    patient = Patient.objects.filter(case=case).first() or Patient()
    doctor = TreatingDoctor.objects.filter(case=case).first() or TreatingDoctor()
    told: dict[str, bool] = {}
    for _receiver, answer in paper_facts.send(sender=Case, case=case):
        told |= {name: told.get(name) or bool(value) for name, value in answer.items()}
    return statements.Facts(
        abroad=patient.country != "CN",
        genetic=told.get("genetic", False)
        or Biomarker.objects.filter(case=case, removed_at=None).exists(),
        caregiver=case.members.filter(
            role=CaseMember.Role.CAREGIVER, left_at=None
        ).exists(),
        may_contact_doctor=doctor.may_contact in {MayContact.YES, MayContact.ASK_FIRST},
        foreign_language=told.get("foreign_language", False)
        or patient.language not in READ_BY_TEAM,
    )


def state_of(case: Case) -> list[Asked]:
    """Every statement that is asked or was answered, in reading order."""
    language = get_language() or "en"
    facts = facts_of(case)
    latest = {consent.code: consent for consent in case.consents.select_related("by")}
    found = [
        Asked(
            statement,
            statements.shown(statement, language),
            latest.get(statement.code),
            statement.asked(facts),
        )
        for statement in statements.current()
    ]
    return [asked for asked in found if asked.is_asked or asked.answer]


def lacking(case: Case) -> list[Asked]:
    """Needed statements nobody has agreed to yet: without these nothing is sent."""
    return [asked for asked in state_of(case) if asked.lacks]


def lets_translator(case: Case) -> bool:
    """Whether a medical translator may see the folder: agreed to, in the words of today."""
    last = case.consents.filter(code=TRANSLATOR).order_by("at", "pk").last()
    statement = statements.find(TRANSLATOR)
    if last is None or statement is None:
        return False
    return last.agreed and _says_the_same(last, statement)


def record_answer(
    case: Case,
    code: str,
    *,
    agreed: bool,
    by: User,
    basis: str = "",
    at: datetime | None = None,
) -> Consent | None:
    """Adds one answer with the words as shown; None when it is the answer already given.

    Taking back tells the apps above, inside the same transaction.
    """
    statement = statements.find(code)
    if statement is None:
        return None
    shown = statements.shown(statement, get_language() or "en")
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        last = case.consents.filter(code=code).order_by("at", "pk").last()
        same = last and last.agreed == agreed and _says_the_same(last, statement)
        if same or (last is None and not agreed):
            return None
        _keep_text(shown)
        consent = Consent.objects.create(
            case=case,
            code=code,
            version=statement.version,
            language=shown.language,
            text_hash=shown.text_hash,
            agreed=agreed,
            by=by,
            basis=basis or "patient",
            at=at or timezone.now(),
        )
        verb = "agreed" if agreed else "refused"
        audit.note(by=by, verb=verb, obj=consent, case_id=case.pk, at=at, code=code)
        touch(case)
        if last is not None and last.agreed and not agreed:
            consent_withdrawn.send(sender=Consent, case=case, code=code, by=by)
    return consent


def _says_the_same(answer: Consent, statement: Statement) -> bool:
    """Whether today's words, in the language of the answer, are the words answered to."""
    now = statements.text_hash(statement, answer.language)
    return (answer.version, answer.text_hash) == (statement.version, now)


def basis_of(member: CaseMember) -> str:
    """By which right a member answers: the patient's own, or the caregiver's basis."""
    return "patient" if member.is_patient else member.basis


LABELS = {
    "what": _("What it is about"),
    "receives": _("Who receives it"),
    "if_no": _("If you say no"),
    "take_back": _("How to take it back"),
    "stops": _("What that stops"),
    "agree": _("The words beside the box"),
}


def labelled(text: ConsentText) -> list[tuple[str, str]]:
    """The kept words in reading order, each with its name; the title stands above them."""
    return [
        (str(LABELS.get(name, name)), words)
        for name in statements.PARTS
        if name != "title" and (words := text.parts.get(name))
    ]


def answer_of(case: Case, consent_id: int) -> Consent | None:
    """One answer of this case with the person who gave it."""
    return case.consents.select_related("by").filter(pk=consent_id).first()


def text_of(consent: Consent) -> ConsentText | None:
    """The exact words somebody answered to."""
    return ConsentText.objects.filter(pk=consent.text_hash).first()


def _keep_text(shown: Shown) -> None:
    ConsentText.objects.get_or_create(
        text_hash=shown.text_hash,
        defaults={
            "code": shown.code,
            "version": shown.version,
            "language": shown.language,
            "parts": shown.parts,
        },
    )
