"""The next deed of a request: exactly one, worked out from the data."""

from __future__ import annotations

from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.listing import listed
from consultations.admin.words import step_of
from consultations.models import ConsultationRequest, Status, Summary
from consultations.summary.source import Source
from intake.models import CaseMember
from records import checklist
from records.models import ChecklistAnswer, Record

Deed = dict[str, Any]


def next_deed(source: Source, summaries: list[Summary], *, emergency: bool) -> Deed:
    """What to do now, with what it changes; without a `deed` there is nothing to do.

    `emergency`: a red flag nobody has looked at yet comes before everything else.
    """
    request = source.request
    if request.has_ended:
        return _nothing(_("This request has ended."))
    if emergency and request.may_move_to(Status.REDIRECTED):
        return _redirect(source)
    if request.owner_id is None:
        return _take()
    unseen = to_look_at(source)
    if unseen:
        return _look(unseen)
    follow = {
        Status.SUBMITTED: _begin,
        Status.CHECKING: _after_checking,
        Status.COMPLETE: _hand_to_team,
    }
    if request.status in follow:
        return follow[request.status](source, summaries)
    return _wait(source)


def _nothing(text: str) -> Deed:
    return {"title": _("Nothing to do"), "text": text}


def _take() -> Deed:
    return {
        "title": _("Next: take this case"),
        "text": _("You become its owner, and the others see that somebody is on it."),
        "deed": "take",
        "button": _("Take it"),
    }


def _begin(source: Source, _summaries: list[Summary]) -> Deed:
    return _move(
        Status.CHECKING,
        _("Next: begin the records check"),
        _("Begin"),
        _("The family sees that you are reading the folder. Our clock goes on."),
    )


def to_look_at(source: Source) -> list[Record]:
    """Records nobody at the desk has looked at and that can be opened.

    Those that were sent with the folder are looked at in the records check; those that
    came later are new to everybody.
    """
    request = source.request
    if request.status == Status.SUBMITTED:  # first the check begins
        return []
    waiting = [record for record in source.case_records if can_be_looked_at(record)]
    if request.status == Status.CHECKING:
        return waiting
    return [r for r in waiting if came_later(r, request) or r.checked_at is not None]


def can_be_looked_at(record: Record) -> bool:
    files = list(record.files.all())
    ready = not any(file.is_being_checked for file in files)
    return not record.is_checked and bool(files) and ready


def came_later(record: Record, request: ConsultationRequest) -> bool:
    """Added once the folder was sent."""
    return request.submitted_at is not None and record.added_at > request.submitted_at


def _look(records: list[Record]) -> Deed:
    title = ngettext(
        "Next: look at %d record", "Next: look at %d records", len(records)
    )
    return {
        "title": title % len(records),
        "text": _("Compare each with what is said about it, and mark it as checked."),
        "link": "#records-h",
        "button": _("Go to the records"),
    }


def _after_checking(source: Source, _summaries: list[Summary]) -> Deed:
    missing = checklist.still_needed(source.slots)
    if missing:
        return _ask_for(missing)
    coming = [slot for slot in checklist.gaps(source.slots) if _is_coming(slot)]
    if coming:
        return _ask_again(coming)
    return _move(
        Status.COMPLETE,
        _("Next: mark the folder complete"),
        _("It is complete"),
        _("The family is told. Our days until the opinion start."),
    )


def _is_coming(slot: checklist.Slot) -> bool:
    """The family asked a hospital for it, and it is not here yet."""
    answer = slot.answer
    return answer is not None and answer.answer == ChecklistAnswer.Answer.REQUESTED


def _ask_again(coming: list[checklist.Slot]) -> Deed:
    title = ngettext(
        "Next: ask about %d thing that is still to come",
        "Next: ask about %d things that are still to come",
        len(coming),
    )
    words = _(
        "You asked for this: %s. Please add it as soon as it is there, or tell us if it "
        "will not come in time."
    )
    text = _(
        "The family asked a hospital for it. If the team can begin without it, choose "
        "“Complete” under “Other deeds”."
    )
    move = _move(Status.NEEDS_INFO, title % len(coming), _("Send the request"), text)
    return move | {"ask": words % listed(slot.kind.label for slot in coming)}


def _ask_for(missing: list[checklist.Slot]) -> Deed:
    names = listed(slot.kind.label for slot in missing)
    title = ngettext(
        "Next: ask the family for %d thing",
        "Next: ask the family for %d things",
        len(missing),
    )
    return _move(
        Status.NEEDS_INFO,
        title % len(missing),
        _("Send the request"),
        _(
            "They read your words in the folder and get an e-mail without health words. "
            "Our clock stops and theirs starts."
        ),
    ) | {"ask": _("Please add, or tell us why you cannot: %s.") % names}


def _hand_to_team(source: Source, summaries: list[Summary]) -> Deed:
    if not any(summary.work == Summary.Work.DONE for summary in summaries):
        return {
            "title": _("Next: build the case summary"),
            "text": _("The team reads it first."),
            "deed": "build",
            "button": _("Build it"),
        }
    asked = any(m.role == CaseMember.Role.SPECIALIST for m in source.members)
    if not asked:
        return {
            "title": _("Next: ask a specialist to read"),
            "text": _("Nobody of the team can open this case yet."),
            "link": "#specialists",
            "button": _("Choose a specialist"),
        }
    return _move(
        Status.WITH_MDT,
        _("Next: hand it to the team"),
        _("Hand it to the team"),
        _(
            "From now on we wait for the team. The family sees that doctors are reading."
        ),
    )


def _wait(source: Source) -> Deed:
    request = source.request
    since = date_format(localtime(request.waiting_since))
    if request.status in {Status.NEEDS_INFO, Status.PAUSED}:
        return _nothing(_("Waiting for the family since %s.") % since)
    if request.status in {Status.WITH_MDT, Status.DRAFTING}:
        return _nothing(_("The team has had the case since %s.") % since)
    if request.status == Status.TRANSLATING:
        return _nothing(_("The opinion is being translated."))
    if request.status == Status.FOLLOW_UP:
        return _nothing(_("The family asked about the opinion. The team answers."))
    return _nothing(
        _("The opinion is with the family. Close the request when they agree.")
    )


def _redirect(source: Source) -> Deed:
    words = _(
        "What you told us may need care today. Please call your local emergency number or "
        "go to the nearest emergency department now. Tell them which cancer treatment you "
        "receive. Do not wait for an answer from us."
    )
    return _move(
        Status.REDIRECTED,
        _("Next: is this an emergency?"),
        _("Yes: send this now"),
        _(
            "The family gets these words and a mail at once, and the case leaves the "
            "queue. If it is not an emergency, press “Looked at” beside the flag."
        ),
    ) | {"ask": words}


def _move(status: str, title: str, button: str, text: str) -> Deed:
    step = _("The step becomes “%s”.") % step_of(status)
    return {
        "title": title,
        "text": f"{step} {text}",
        "deed": "move",
        "status": status,
        "button": button,
    }
