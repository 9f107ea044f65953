"""What sending still needs. A record may be missing when the family said why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from consultations import access
from consultations.models import ConsultationRequest
from consultations.steps import STEPS
from intake import statements
from intake import steps as story
from intake.consents import Asked
from intake.facts import Facts
from intake.models import Case
from intake.way_back import FROM_CHECK
from records import checklist
from records.checklist import Slot

# Least that a team can begin with; to be approved by the medical lead.
LEAST: dict[str, Promise] = {
    "pathology_report": gettext_lazy(
        "Add the pathology report, or say why it is not here"
    ),
    "imaging_report": gettext_lazy(
        "Add the latest scan report, or say why it is not here"
    ),
}


@dataclass(frozen=True)
class Gap:
    """One thing that is still needed: words that say what to do, and where."""

    code: str
    text: Promise | str
    href: str


def gaps_of(case: Case, request: ConsultationRequest) -> list[Gap]:
    """Everything sending still needs, in the order of the folder; empty when it may go.

    Reads the answers as they are now, not as the caller loaded them.
    """
    return gaps_from(request, story.facts_of(case), checklist.state_of(case))


def gaps_from(
    request: ConsultationRequest, facts: Facts, slots: list[Slot]
) -> list[Gap]:
    """The same, from answers and a checklist that were just read."""
    case = facts.case
    return [
        *_story_gaps(facts),
        *_request_gaps(case, request),
        *_record_gaps(case, slots),
        *_question_gaps(case, request),
        *_consent_gaps(facts),
        *_name_gaps(case),
    ]


def _story_gaps(facts: Facts) -> Iterator[Gap]:
    for missing in story.missing_answers(facts):
        address = f"{missing.step.url(facts.case)}{FROM_CHECK}"
        yield Gap(missing.step.slug, missing.text, address)


def _request_gaps(case: Case, request: ConsultationRequest) -> Iterator[Gap]:
    for step in STEPS:
        lacks = step.lacks(request)
        if lacks is not None:
            address = reverse("consultations:request_step", args=[case.pk, step.slug])
            yield Gap(step.slug, lacks, f"{address}{FROM_CHECK}")


def _record_gaps(case: Case, slots: list[Slot]) -> Iterator[Gap]:
    for slot in slots:
        text = LEAST.get(slot.kind.code)
        if text is not None and not slot.is_told:
            yield Gap(
                slot.kind.code, text, reverse("records:checklist_list", args=[case.pk])
            )


def _question_gaps(case: Case, request: ConsultationRequest) -> Iterator[Gap]:
    if not access.questions_of(request).exists():
        address = reverse("consultations:question_list", args=[case.pk])
        text = _("Write at least 1 question for the team")
        yield Gap("questions", text, f"{address}{FROM_CHECK}")


def _consent_gaps(facts: Facts) -> Iterator[Gap]:
    """Statements everybody must agree to; which they are depends only on the country."""
    case, language = facts.case, get_language() or "en"
    told = statements.Facts(abroad=facts.patient.country != "CN")
    latest = {consent.code: consent for consent in case.consents.all()}
    for statement in statements.current():
        shown = statements.shown(statement, language)
        answer = latest.get(statement.code)
        if Asked(statement, shown, answer, statement.asked(told)).lacks:
            text = _("Read and answer: “%(title)s”") % {"title": shown.title}
            address = reverse("intake:consent_list", args=[case.pk])
            yield Gap(statement.code, text, f"{address}{FROM_CHECK}")


def _name_gaps(case: Case) -> Iterator[Gap]:
    """Who helps writes their own name. Nobody waits for that of another: only they can."""
    member = getattr(case, "member", None)
    if member is not None and member.is_caregiver and not member.user.name:
        yield Gap("own-name", _("Write your own name"), reverse("accounts:person_edit"))
