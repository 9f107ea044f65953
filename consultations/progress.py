"""Where a request stands, in the patient's words: what happens, who acts next, by when."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.listing import listed
from consultations import times, triage
from consultations.models import ConsultationRequest, RequestEvent, Status
from consultations.models.requests import ENDED, WaitingOn
from intake import statements

S = Status
NOTHING_TODAY = gettext_lazy("You do not need to do anything today.")

# One full sentence for each state: what is happening, who acts next, by when.
SENTENCES: dict[str, Promise] = {
    S.DRAFT: gettext_lazy(
        "This folder is not sent. Nobody at the hospital sees it until you press send, "
        "on the day you choose."
    ),
    S.READY: gettext_lazy(
        "The folder is ready and not sent yet. The next thing is yours: press send on "
        "the day you choose."
    ),
    S.SUBMITTED: gettext_lazy(
        "We have your folder, and a coordinator writes to you by %(first)s."
    ),
    S.CHECKING: gettext_lazy(
        "A coordinator is checking if the team can work with your records, and writes "
        "to you by %(first)s."
    ),
    S.NEEDS_INFO: gettext_lazy(
        "We need something from you before we can go on. Read our note; we wait "
        "for you, and you choose when."
    ),
    S.COMPLETE: gettext_lazy(
        "Your folder is complete, and we are putting it on the list for the team of "
        "doctors. We expect the opinion by %(opinion)s."
    ),
    S.WITH_MDT: gettext_lazy(
        "The team of doctors is reading your folder. We expect the opinion by "
        "%(opinion)s."
    ),
    S.DRAFTING: gettext_lazy(
        "The team has talked about your folder and is writing the opinion. We expect it "
        "by %(opinion)s."
    ),
    S.TRANSLATING: gettext_lazy(
        "The opinion is written, and a translator is working on it. We expect it by "
        "%(opinion)s."
    ),
    S.DELIVERED: gettext_lazy(
        "The opinion is ready. Read it when you feel able to, and talk about it with "
        "your doctor before you change anything."
    ),
    S.FOLLOW_UP: gettext_lazy(
        "You asked about the opinion, and the team answers by %(first)s."
    ),
    S.CLOSED: gettext_lazy(
        "This request is finished, and nobody needs to do anything more. Your folder "
        "stays yours."
    ),
    S.REDIRECTED: gettext_lazy(
        "Please get care near you now: call your local emergency number or go to the "
        "nearest emergency department. We stopped this request, because it cannot wait "
        "for us."
    ),
    S.DECLINED: gettext_lazy(
        "We cannot take this request on. Our note says why, and what you can do "
        "now. Your own doctor is the next person to ask."
    ),
    S.WITHDRAWN: gettext_lazy(
        "This request was taken back. Nobody works on it, and you do not need to do "
        "anything. Your folder stays yours: you can read it, correct it and add to it. "
        "To ask again, write to us with the code of the folder."
    ),
    S.PAUSED: gettext_lazy(
        "This request is paused. It goes on when we hear from you, on the day you choose."
    ),
}
TAKEN_BACK = gettext_lazy(
    "This request is paused, because nobody may work on it without %(titles)s, which was "
    "taken back. It goes on when this is agreed to again; then a coordinator acts next."
)
CALM = {S.SUBMITTED, S.CHECKING, S.COMPLETE, S.WITH_MDT, S.DRAFTING, S.TRANSLATING}

STEPS: list[tuple[str, Promise]] = [
    ("sent", gettext_lazy("Folder sent")),
    ("checked", gettext_lazy("Folder checked")),
    ("read", gettext_lazy("The team reads your folder")),
    ("written", gettext_lazy("The opinion is written")),
    ("translated", gettext_lazy("The opinion is translated")),
    ("ready", gettext_lazy("Opinion ready")),
    ("talk", gettext_lazy("Talk it over")),
]
# Which step happens now in which state.
NOW: dict[str, int] = {
    S.DRAFT: 0,
    S.READY: 0,
    S.SUBMITTED: 1,
    S.CHECKING: 1,
    S.NEEDS_INFO: 1,
    S.COMPLETE: 2,
    S.WITH_MDT: 2,
    S.DRAFTING: 3,
    S.TRANSLATING: 4,
    S.DELIVERED: 6,
    S.FOLLOW_UP: 6,
    S.CLOSED: 7,
}


@dataclass
class Where:
    """Everything the status page says about one request."""

    sentence: str
    calm: str = ""
    overdue: bool = False
    may_be_late: bool = False
    opinion_by: date | None = None
    taken_back: list[str] = field(default_factory=list)  # consents it is paused for
    steps: list[dict[str, Any]] = field(default_factory=list)
    notes: list[RequestEvent] = field(default_factory=list)


def where(request: ConsultationRequest, *, reads_consents: bool = True) -> Where:
    """Where it stands now; costs one query, for the moves, and one more while paused.

    That a consent was taken back is told to who may read them.
    """
    moves = request.events.select_related("by") if not request._state.adding else []
    events = list(moves)
    expected = times.opinion_by(request, events)
    is_told = reads_consents and request.status == S.PAUSED
    taken_back = triage.taken_back(request.case) if is_told else []
    return Where(
        sentence=_paused(taken_back) if taken_back else sentence(request, expected),
        calm=str(NOTHING_TODAY) if request.status in CALM else "",
        overdue=_overdue(request, expected),
        may_be_late=times.may_be_late(request, expected),
        opinion_by=expected,
        taken_back=taken_back,
        steps=steps(request, events, expected),
        notes=[event for event in reversed(events) if event.patient_note],
    )


def sentence(request: ConsultationRequest, expected: date | None = None) -> str:
    """The one sentence of the state the request is in."""
    first = times.first_answer_by(request.waiting_since)
    opinion = date_format(expected) if expected else _("the day we wrote to you")
    return SENTENCES[request.status] % {"first": in_words(first), "opinion": opinion}


def _paused(codes: list[str]) -> str:
    """Why it is paused, what makes it go on, and who acts then."""
    named = filter(None, map(statements.find, codes))
    return TAKEN_BACK % {"titles": listed(f"“{one.title}”" for one in named)}


def in_words(moment: times.Moment) -> str:
    """The moment on the reader's clock, and on the service's when that differs."""
    here, there = moment.here, moment.there
    words = {
        "day": date_format(here),
        "time": time_format(here.time(), "H:i"),
        "there": time_format(there.time(), "H:i"),
        "there_day": date_format(there),
    }
    if not moment.differs:
        return _("%(day)s, %(time)s") % words
    if here.date() == there.date():
        return _("%(day)s, %(time)s your time (%(there)s at the service)") % words
    return (
        _("%(day)s, %(time)s your time (%(there_day)s, %(there)s at the service)")
        % words
    )


def steps(
    request: ConsultationRequest, events: list[RequestEvent], expected: date | None
) -> list[dict[str, Any]]:
    """The track: what is done, what happens now, what comes next.

    An ended or paused request shows what was reached and then how it stands.
    """
    left = _left_from(request, events)
    now = NOW[left] if left else NOW[request.status]
    track = []
    for place, (code, title) in enumerate(STEPS):
        state = "done" if place < now else "now" if place == now else "next"
        if left and state != "done":
            break
        text = TEXTS[code](request, events, expected) if code in TEXTS else ""
        if code == "sent" and not request.is_sent:
            title = _("You fill the folder and send it")
        track.append({"title": title, "state": state, "text": text})
    if left:
        title = request.get_status_display()
        state = "ended" if request.has_ended else "now"
        text = date_format(timezone.localtime(events[-1].at)) if events else ""
        track.append({"title": title, "state": state, "text": text})
    return track


def _left_from(request: ConsultationRequest, events: list[RequestEvent]) -> str:
    """The working state an ended or paused request was in last; empty for the others.

    A request that was closed after its opinion reached the end of the track.
    """
    if request.status not in ENDED | {S.PAUSED} or not events:
        return ""
    if events[-1].from_status in {S.DELIVERED, S.FOLLOW_UP}:
        return ""
    worked = (event.from_status for event in reversed(events))
    return next((status for status in worked if status in NOW), S.SUBMITTED)


def _overdue(request: ConsultationRequest, expected: date | None) -> bool:
    """Whether the service is later than it said."""
    if request.waiting_on not in {WaitingOn.US, WaitingOn.TEAM}:
        return False
    if expected is not None:
        return expected < timezone.localdate()
    promised = request.status in {S.SUBMITTED, S.CHECKING, S.FOLLOW_UP}
    late = times.first_answer_by(request.waiting_since).at < timezone.now()
    return promised and late


def _sent_text(request: ConsultationRequest, *_rest: Any) -> str:
    if request.submitted_at is None:
        return ""
    return in_words(times.Moment(request.submitted_at))


def _checked_text(
    request: ConsultationRequest, events: list[RequestEvent], *_rest: Any
) -> str:
    days = [event.at for event in events if event.to_status == S.COMPLETE]
    return date_format(timezone.localtime(days[-1])) if days else ""


def _ready_text(
    request: ConsultationRequest, events: list[RequestEvent], expected: date | None
) -> str:
    days = [event.at for event in events if event.to_status == S.DELIVERED]
    if days:
        return date_format(timezone.localtime(days[0]))
    if expected is None:
        return ""
    return _("Expected by %(day)s") % {"day": date_format(expected)}


TEXTS: dict[str, Callable[..., str]] = {
    "sent": _sent_text,
    "checked": _checked_text,
    "ready": _ready_text,
}
