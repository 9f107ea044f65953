"""Flags about the request: dates, moves and questions."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from consultations import bank, clocks
from consultations.flags.flag import Events, Flag
from consultations.models import Status
from consultations.models.requests import ENDED
from consultations.questions import words
from consultations.summary.source import Source
from records.kinds import BY_CODE

QUIET_DAYS = 3  # working days without a move
RETURNS = 2
MOST_QUESTIONS = 10
ANSWERED = ENDED | {Status.DELIVERED, Status.FOLLOW_UP}


def may_be_late(source: Source, _events: Events) -> Iterator[Flag]:
    left = source.request.days_left(source.today)
    usual = settings.SERVICE["turnaround_days"]
    if left is not None and left < usual and source.request.status not in ANSWERED:
        yield Flag(
            "late",
            _("The decide-by date is nearer than our usual time"),
            _("%(left)s days are left; an opinion usually takes %(usual)s.")
            % {"left": left, "usual": usual},
            [str(source.request.decide_by), usual],
        )


def quiet(source: Source, events: Events) -> Iterator[Flag]:
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


def returned(source: Source, events: Events) -> Iterator[Flag]:
    times = sum(event.to_status == Status.NEEDS_INFO for event in events)
    if times >= RETURNS:
        yield Flag(
            "returned",
            _("Returned to the family %s times") % times,
            _("A call may help more than another list."),
            times,
        )


def questions(source: Source, _events: Events) -> Iterator[Flag]:
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
                _("“%(question)s” needs: %(kind)s")
                % {"question": words(question), "kind": BY_CODE[lacking[0]].label},
                [question.code, lacking],
            )
