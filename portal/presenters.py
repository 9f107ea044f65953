"""What the folder page shows: groups of things to do, what is done, the one next step.

One function a group; each reads only what `Seen` holds, so that the page costs the same
number of queries however much is in the folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consultations import access as request_access
from consultations import progress, readiness
from consultations.models import ConsultationRequest
from consultations.steps import STEPS as REQUEST_STEPS
from intake import access, statements, steps
from intake.facts import Facts
from intake.models import Case, CaseMember
from intake.step_kinds import Group as StoryGroup
from intake.step_kinds import Status as StoryStatus
from portal.folder_parts import DONE, LOCKED, PART, TODO, Group, Lit, Row
from portal.folder_people import Person, people_of
from records import checklist, reminders
from records.checklist import Slot

OPENS = gettext_lazy("Opens when nothing is missing any more")
STORY = {
    StoryStatus.DONE: DONE,
    StoryStatus.STARTED: PART,
    StoryStatus.NOT_STARTED: TODO,
}


@dataclass(frozen=True)
class Seen:
    """Everything the page was drawn from, each read once."""

    case: Case
    member: CaseMember
    facts: Facts
    known: checklist.State
    asked: ConsultationRequest
    questions: list[bool]  # one entry a question: whether it is among the first
    gaps: list[readiness.Gap]
    people: list[Person]


def folder(case: Case) -> dict[str, Any]:
    """The page of one folder. `case` comes from `access.case_for`."""
    seen = _look(case)
    groups = [
        *_story(seen),
        Group("records", _("The records"), list(_records(seen))),
        Group("request", _("What you want to know"), list(_request(seen))),
        Group("agree", _("Permission and people"), list(_permission(seen))),
        Group("send", _("Send"), list(_sending(seen))),
    ]
    rows = [row for group in groups for row in group.parts]
    return {
        "groups": groups,
        "done": sum(row.status == DONE for row in rows),
        "part": sum(row.status == PART for row in rows),
        "total": len(rows),
        "lit": _next_step(seen, groups),
        "asked": seen.asked,
        "not_sent": not seen.asked.is_sent,
        "days_left": seen.asked.days_left(),
        "decide_by_url": _step_url(seen, "decide-by")
        if access.fill_in(seen.member) and not seen.asked.is_sent
        else "",
        "people": seen.people,
    }


def _look(case: Case) -> Seen:
    facts = steps.facts_of(case)
    known = checklist.read(case, facts)
    asked = request_access.newest_request(case)
    questions = request_access.questions_of(asked).values_list("is_first", flat=True)
    return Seen(
        case=case,
        member=case.member,
        facts=facts,
        known=known,
        asked=asked,
        questions=list(questions),
        gaps=[] if asked.is_sent else readiness.gaps_from(asked, facts, known.slots),
        people=people_of(case, facts.patient),
    )


# --- the groups ----------------------------------------------------------------------------


def _story(seen: Seen) -> Iterator[Group]:
    """The answers; without links for a person who may not fill them in."""
    may = access.fill_in(seen.member)
    for code, title in StoryGroup.choices:
        group = Group(code, title)
        for step in steps.steps_of(seen.facts):
            if step.group == code:
                group.rows.append(_story_row(step, seen, may))
        yield group


def _story_row(step: steps.Step, seen: Seen, may: bool) -> Row:
    href = step.url(seen.case) if may else ""
    lacks = steps.lacks(step, seen.facts)
    lit = Lit(lacks[0], step.why, href) if lacks and href else None
    status = STORY[StoryStatus(steps.status_of(step, seen.facts))]
    return Row(step.title, href, status, lit=lit)


def _records(seen: Seen) -> Iterator[Row]:
    here = seen.known.count
    needed = checklist.still_needed(seen.known.slots)
    href = reverse("records:record_list", args=[seen.case.pk])
    may = access.upload(seen.member)
    added = ngettext("%(n)s added so far", "%(n)s added so far", here)
    label = ngettext("%(n)s still needed", "%(n)s still needed", len(needed))
    yield Row(
        _("Add records"),
        href,
        DONE if not needed else PART if here else TODO,
        label=label % {"n": len(needed)} if needed else "",
        tone=TODO if needed else "",
        hint=added % {"n": here} if here else "",
        lit=_record_wanted(seen, needed[0], href) if needed and may else None,
    )
    late = reminders.overdue(checklist.all_of(seen.known.slots), timezone.localdate())
    if late:
        words = ngettext("%(n)s not here yet", "%(n)s not here yet", len(late))
        yield Row(
            _("What you asked for"),
            f"{href}#asked",
            TODO,
            label=words % {"n": len(late)},
            tone=TODO,
            hint=_("It may help to ask once more."),
            counts=False,
        )
    undated = seen.known.undated
    if undated:
        words = ngettext("%(n)s to check", "%(n)s to check", undated)
        yield Row(
            _("Check the dates"),
            href,
            TODO,
            label=words % {"n": undated},
            tone=TODO,
            counts=False,
        )


def _record_wanted(seen: Seen, slot: Slot, href: str) -> Lit:
    code = slot.kind.code
    other = ""
    if access.see_answers(seen.member):
        other = reverse("records:checklist_answer", args=[seen.case.pk, code])
    return Lit(
        _("Add: %(kind)s") % {"kind": slot.kind.label},
        slot.kind.why,
        f"{href}?kind={code}#add",
        _("Add it now"),
        other,
        _("I cannot get it"),
    )


def _request(seen: Seen) -> Iterator[Row]:
    yield _questions(seen)
    may_read = access.see_answers(seen.member)
    may_write = access.fill_in(seen.member) and not seen.asked.is_sent
    for step in REQUEST_STEPS:
        href = _step_url(seen, step.slug) if may_read else ""
        lacks = step.lacks(seen.asked)
        begun = step.is_begun(seen.asked)
        lit = Lit(lacks, step.why, href) if lacks and may_write else None
        status = DONE if step.is_done(seen.asked) else PART if begun else TODO
        yield Row(step.short, href, status, lit=lit)


def _questions(seen: Seen) -> Row:
    count, first = len(seen.questions), sum(seen.questions)
    may = request_access.read_questions(seen.member)
    href = reverse("consultations:question_list", args=[seen.case.pk]) if may else ""
    written = ngettext("%(n)s written", "%(n)s written", count) % {"n": count}
    hint = _("%(written)s, %(first)s to ask first")
    lit = None
    if not count and access.question(seen.member):
        lit = Lit(
            _("Write your first question"),
            _("What would you ask if there were time for one question?"),
            href,
            _("See ideas and write"),
        )
    return Row(
        _("Your questions"),
        href,
        DONE if count else TODO,
        hint=hint % {"written": written, "first": first} if count else "",
        lit=lit,
    )


def _permission(seen: Seen) -> Iterator[Row]:
    codes = {statement.code for statement in statements.current()}
    lacking = [gap for gap in seen.gaps if gap.code in codes]
    href = reverse("intake:consent_list", args=[seen.case.pk])
    words = ngettext("%(n)s to answer", "%(n)s to answer", len(lacking))
    may = access.agree(seen.member)
    why = _("Each permission stands alone. You can take it back on any day.")
    if access.read_consents(seen.member):
        yield Row(
            _("What you agree to") if may else _("What the patient agrees to"),
            href,
            TODO if lacking else DONE,
            label=words % {"n": len(lacking)} if lacking else "",
            tone=TODO if lacking else "",
            lit=Lit(lacking[0].text, why, href) if lacking and may else None,
        )
    helping = sum(person.is_caregiver for person in seen.people)
    some = ngettext("%(n)s caregiver", "%(n)s caregivers", helping)
    yield Row(
        _("Who helps with this folder"),
        reverse("intake:people_list", args=[seen.case.pk]),
        DONE if helping else TODO,
        label=some % {"n": helping} if helping else _("Nobody yet"),
        counts=False,
    )


def _sending(seen: Seen) -> Iterator[Row]:
    """Reading everything over is always possible; sending only when nothing is missing."""
    sent, missing = seen.asked.is_sent, len(seen.gaps)
    if access.see_answers(seen.member):
        words = ngettext("%(n)s still needed", "%(n)s still needed", missing)
        yield Row(
            _("Check everything"),
            reverse("consultations:request_check", args=[seen.case.pk]),
            DONE if sent else TODO,
            label=_("Open") if not missing else words % {"n": missing},
            tone=TODO if missing else "",
            counts=False,
        )
    if sent:
        href = reverse("consultations:request_status", args=[seen.case.pk])
        yield Row(_("Send the folder"), href, DONE, label=_("Sent"))
    elif missing:
        yield Row(_("Send the folder"), "", LOCKED, hint=OPENS)
    else:
        yield _ready_to_send(seen)


def _ready_to_send(seen: Seen) -> Row:
    href, lit = "", Lit(_("The folder is ready"), _("The patient presses send."))
    if access.send(seen.member):
        href = reverse("consultations:request_send", args=[seen.case.pk])
        check = reverse("consultations:request_check", args=[seen.case.pk])
        text = _("Nothing is missing. Read it over, then send it on a day you choose.")
        lit = Lit(_("Check everything, then send"), text, check, _("Check everything"))
    return Row(_("Send the folder"), href, TODO, lit=lit)


# --- the next step -------------------------------------------------------------------------


def _next_step(seen: Seen, groups: list[Group]) -> Lit:
    """The first thing still needed that this person may do; after sending, where it stands."""
    if seen.asked.is_sent:
        ended = seen.asked.has_ended
        calm = seen.asked.status in progress.CALM
        reads = access.read_consents(seen.member)
        where = progress.where(seen.asked, reads_consents=reads)
        return Lit(
            _("Your folder is with us") if calm else seen.asked.get_status_display(),
            where.sentence,
            reverse("consultations:request_status", args=[seen.case.pk]),
            _("See where things are"),
            **_statement_link(seen, where),
            label=_("Where things are") if ended else "",
        )
    rest = _closed_to(seen) if access.closed(seen.member) else _done_my_part()
    return next((row.lit for group in groups for row in group.rows if row.lit), rest)


def _statement_link(seen: Seen, where: progress.Where) -> dict[str, str]:
    """The way to the statement a request is paused for."""
    if not where.taken_back:
        return {}
    may = access.agree(seen.member)
    page = reverse("intake:consent_list", args=[seen.case.pk])
    return {
        "other_href": f"{page}#{where.taken_back[0]}",
        "other_action": _("Read it and agree again")
        if may
        else _("Read the statement"),
    }


def _done_my_part() -> Lit:
    return Lit(
        _("You have done your part"),
        _("What is still needed is for the others in this folder."),
    )


def _closed_to(seen: Seen) -> Lit:
    """For who was given a deed whose pages they may not see."""
    return Lit(
        _("Some pages are closed to you"),
        _(
            "To fill in the answers or to send the folder you must also be allowed to see "
            "the records and answers. The patient, or who acts for the patient, can allow "
            "it under “People in this folder”."
        ),
        reverse("intake:people_list", args=[seen.case.pk]),
        _("See who can do what"),
    )


def _step_url(seen: Seen, slug: str) -> str:
    return reverse("consultations:request_step", args=[seen.case.pk, slug])
