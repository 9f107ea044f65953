"""What the check page shows: every answer in groups, who gave it, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import User
from consultations import cards, later, readiness, told, told_story
from consultations.answers import SECTION
from consultations.models import ConsultationRequest
from consultations.readiness import Gap
from consultations.steps import STEPS
from intake import access as intake_access
from intake import consents
from intake import steps as story
from intake.consents import Asked
from intake.facts import Facts
from intake.models import AnswerChange, Case
from intake.step_kinds import Group as StoryGroup
from intake.step_kinds import Step
from intake.way_back import FROM_CHECK
from records import checklist, meaning
from records.checklist import Slot

Place = tuple[str, str, str]


@dataclass
class Row:
    """One line of the page. `by` is the caregiver who answered last, if one did.

    `changed_at`: when it was corrected after the request was sent; else None.
    """

    label: Promise | str
    lines: list[str]
    href: str
    by: str = ""
    action: Promise | str = ""
    changed_at: datetime | None = None


@dataclass
class Group:
    code: str
    title: Promise | str
    rows: list[Row] = field(default_factory=list)


def page(case: Case, asked: ConsultationRequest) -> dict[str, Any]:
    """Everything the page needs; what it costs does not grow with the folder."""
    known = checklist.read(case)
    slots = checklist.with_questions(known.slots, case)
    facts = story.facts_of(case)
    statements = consents.state_of(case)
    judged = meaning.judgements(slots)
    gaps = readiness.gaps_from(asked, facts, slots)
    names = Names(case, asked.submitted_at)
    may_fill_in = intake_access.fill_in(case.member)
    if not may_fill_in:
        gaps = [_without_way(gap) for gap in gaps]
    return {
        "groups": [
            *_story_groups(facts, names, may_fill_in=may_fill_in),
            _request_group(case, asked, names),
            _record_group(case, known, names),
            _question_group(case, asked, names, slots),
            _consent_group(case, statements),
        ],
        "can_judge": [one for one in judged if one.can],
        "cannot_judge": [one for one in judged if not one.can],
        "gaps": [] if asked.is_sent else gaps,
    }


def _without_way(gap: Gap) -> Gap:
    """For who may read but not fill in: no link to a page of the story."""
    return replace(gap, href="") if gap.code in story.BY_SLUG else gap


class Names:
    """Who gave each answer last, when it was not the patient, and what came after sending."""

    def __init__(self, case: Case, sent_at: datetime | None) -> None:
        members = intake_access.members_of(case)
        self.patients = {m.user_id for m in members if m.is_patient}
        rows = AnswerChange.objects.filter(case=case).select_related("by")
        changes = list(rows.order_by("pk"))
        self.by = {(c.section, c.row, c.field): c.by for c in changes}
        self.later = {
            later.fact_of(c.section, c.row, c.field): c
            for c in changes
            if sent_at is not None and c.at > sent_at
        }

    def of(self, places: Iterable[Place]) -> str:
        return self.others(self.by.get(place) for place in places)

    def others(self, people: Iterable[User | None]) -> str:
        """Those of them who are not the patient."""
        named = {str(p) for p in people if p and p.pk not in self.patients}
        return ", ".join(sorted(named))

    def corrected(self, place: Place) -> datetime | None:
        """When this answer, or anything in its row, was changed after sending."""
        change = self.later.get(later.fact_of(*place))
        return change.at if change else None

    def taken_away(self, step: Step, told: Iterable[Place]) -> AnswerChange | None:
        """The newest change of a page since sending that none of its lines shows."""
        shown = {later.fact_of(*place) for place in told}
        places = set(step.places)
        gone = [
            change
            for fact, change in self.later.items()
            if fact not in shown and (fact.partition(":")[0] in places)
        ]
        return max(gone, key=lambda change: change.at, default=None)


def _story_groups(facts: Facts, names: Names, *, may_fill_in: bool) -> Iterator[Group]:
    for code, title in StoryGroup.choices:
        group = Group(code, title)
        for step in story.steps_of(facts):
            if step.group == code:
                url = f"{step.url(facts.case)}{FROM_CHECK}"
                href = url if may_fill_in else ""
                group.rows += _story_rows(step, facts, names, href)
        yield group


def _story_rows(step: Step, facts: Facts, names: Names, href: str) -> list[Row]:
    """A row for each answer of a page, or one that says the page is empty."""
    told_here = list(told_story.answers_of(step, facts))
    rows = [
        Row(
            told.label,
            told.lines,
            href,
            names.of([told.place]),
            changed_at=names.corrected(told.place),
        )
        for told in told_here
    ]
    gone = names.taken_away(step, [told.place for told in told_here])
    if gone is not None:
        words = _("An answer that was sent here was taken away")
        by = str(gone.by) if gone.by and gone.by_id not in names.patients else ""
        rows.append(Row(step.title, [words], href, by, changed_at=gone.at))
    return rows or [Row(step.title, [], href)]


def _request_group(case: Case, asked: ConsultationRequest, names: Names) -> Group:
    group = Group("request", gettext_lazy("What you want to know"))
    for step in STEPS:
        places = [(SECTION, str(asked.pk), name) for name in step.fields]
        address = reverse("consultations:request_step", args=[case.pk, step.slug])
        href = "" if asked.is_sent else f"{address}{FROM_CHECK}"
        lines = told.lines_of(step.slug, asked)
        by = names.of(places) if lines else ""
        group.rows.append(Row(step.short, lines, href, by))
    return group


def _record_group(case: Case, known: checklist.State, names: Names) -> Group:
    href = reverse("records:record_list", args=[case.pk])
    count = known.count
    words = ngettext("%(n)s record", "%(n)s records", count) % {"n": count}
    group = Group("records", gettext_lazy("Records"))
    group.rows.append(
        Row(_("In the folder"), [words], href, action=gettext_lazy("See all"))
    )
    for slot in checklist.gaps(known.slots):
        by = names.others([slot.answer.by]) if slot.answer else ""
        reason = _reason_url(case, slot)
        group.rows.append(Row(slot.kind.label, [_answer_of(slot)], reason, by))
    return group


def _reason_url(case: Case, slot: Slot) -> str:
    """Where it is said why a record is not here; for who only reads, all of them."""
    if not intake_access.upload(case.member):
        return reverse("records:checklist_list", args=[case.pk])
    page = reverse("records:checklist_answer", args=[case.pk, slot.kind.code])
    return f"{page}{FROM_CHECK}"


def _answer_of(slot: Slot) -> str:
    if slot.answer is None:
        return _("Not here yet")
    return slot.answer.get_answer_display()


def _question_group(
    case: Case, asked: ConsultationRequest, names: Names, slots: list[Slot]
) -> Group:
    page = reverse("consultations:question_list", args=[case.pk])
    href = "" if asked.is_sent else f"{page}{FROM_CHECK}"
    shown = cards.cards_of(case, asked, slots)
    group = Group("questions", gettext_lazy("Questions"))
    for is_first, label in ((True, _("Ask first")), (False, _("If there is time"))):
        listed = [card for card in shown if card.question.is_first == is_first]
        lines = [f"{card.number}. {card.words}" for card in listed]
        by = names.others(card.question.added_by for card in listed)
        if listed or is_first:
            group.rows.append(Row(label, lines, href, by))
    return group


def _consent_group(case: Case, statements: list[Asked]) -> Group:
    """How many were agreed to; the statements themselves stand on their own page."""
    href = f"{reverse('intake:consent_list', args=[case.pk])}{FROM_CHECK}"
    agreed = [one for one in statements if one.is_agreed]
    words = _("You agreed to %(n)s of %(total)s")
    lines = [words % {"n": len(agreed), "total": len(statements)}]
    lines += [one.shown.title for one in agreed]
    read = gettext_lazy("Read and change")
    row = Row(_("What you agree to"), lines, href, action=read)
    return Group("consents", gettext_lazy("What you agree to"), [row])
