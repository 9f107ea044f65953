"""What the check page shows: every answer in groups, who gave it, and what is missing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from consultations import cards, readiness, told
from consultations.answers import SECTION
from consultations.models import ConsultationRequest
from consultations.readiness import link
from consultations.steps import STEPS
from intake.models import AnswerChange, Case
from records import checklist, meaning
from records.checklist import Slot


@dataclass
class Row:
    """One line of the page. `by` is the caregiver who answered last, if one did."""

    label: Promise | str
    lines: list[str]
    href: str
    by: str = ""
    action: Promise | str = ""


@dataclass
class Group:
    code: str
    title: Promise | str
    rows: list[Row] = field(default_factory=list)


def page(case: Case, asked: ConsultationRequest) -> dict[str, Any]:
    """Everything the page needs; what it costs does not grow with the folder."""
    slots = checklist.state_of(case)
    judged = meaning.judgements(slots)
    gaps = [] if asked.is_sent else readiness.gaps_of(case, asked)
    return {
        "groups": [
            _request_group(case, asked),
            _record_group(case, slots),
            _question_group(case, asked),
        ],
        "can_judge": [one for one in judged if one.can],
        "cannot_judge": [one for one in judged if not one.can],
        "gaps": gaps,
    }


def authors_of(case: Case) -> dict[tuple[str, str, str], User | None]:
    """Who gave each answer last, by section, row and field."""
    changes = AnswerChange.objects.filter(case=case).select_related("by").order_by("pk")
    return {(one.section, one.row, one.field): one.by for one in changes}


def _request_group(case: Case, asked: ConsultationRequest) -> Group:
    authors = authors_of(case)
    patient = case.member.user_id if case.member.is_patient else None
    group = Group("request", gettext_lazy("What you want to know"))
    for step in STEPS:
        people = [authors.get((SECTION, str(asked.pk), name)) for name in step.fields]
        others = {str(person) for person in people if person and person.pk != patient}
        address = reverse("consultations:request_step", args=[case.pk, step.slug])
        lines = told.lines_of(step.slug, asked)
        by = ", ".join(sorted(others)) if lines else ""
        group.rows.append(Row(step.short, lines, f"{address}?back=check", by))
    return group


def _record_group(case: Case, slots: list[Slot]) -> Group:
    href = link("records:record_list", case.pk)
    count = sum(len(slot.records) for slot in slots)
    words = ngettext("%(n)s record", "%(n)s records", count) % {"n": count}
    group = Group("records", gettext_lazy("Records"))
    group.rows.append(
        Row(_("In the folder"), [words], href, action=gettext_lazy("See all"))
    )
    for slot in checklist.gaps(slots):
        group.rows.append(Row(slot.kind.label, [_answer_of(slot)], href))
    return group


def _answer_of(slot: Slot) -> str:
    if slot.answer is None:
        return _("Not here yet")
    return slot.answer.get_answer_display()


def _question_group(case: Case, asked: ConsultationRequest) -> Group:
    href = reverse("consultations:question_list", args=[case.pk])
    shown = cards.cards_of(case, asked)
    first = [f"{c.number}. {c.words}" for c in shown if c.question.is_first]
    later = [f"{c.number}. {c.words}" for c in shown if not c.question.is_first]
    group = Group("questions", gettext_lazy("Questions"))
    group.rows.append(Row(_("Ask first"), first, href))
    group.rows.append(Row(_("If there is time"), later, href))
    return group
