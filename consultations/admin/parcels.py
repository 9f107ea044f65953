"""Parcels at the desk: what came, what goes back, and all that is on its way."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from consultations import access
from consultations.admin.refusals import OldPage, Refused, number, text
from consultations.models import ConsultationRequest
from records.access import parcels_of
from records.models import Parcel, ParcelMoveError
from records.parcels import services, words
from records.parcels.states import BY_DESK, Condition, State

MOST = 200  # parcels shown on the list of those on their way


def panel(asked: ConsultationRequest) -> dict[str, Any]:
    """What the work page shows; five queries, however many parcels."""
    return {
        "parcels": [_row(parcel) for parcel in parcels_of(asked.case)],
        "tissue_asked": services.open_request(asked.case),
        "conditions": Condition.choices,
        "today": timezone.localdate(),
    }


def _row(parcel: Parcel) -> dict[str, Any]:
    moves = [(code, State(code).label) for code in State if _may(parcel, code)]
    return {
        "parcel": parcel,
        "where": words.where(parcel),
        "next": words.next_step(parcel),
        "items": [words.item_words(item) for item in parcel.items.all()],
        "is_late": words.is_late(parcel, timezone.localdate()),
        "bad": words.state_of_contents(parcel),
        "tracking": words.numbers_of(parcel),
        "moves": moves,
    }


def _may(parcel: Parcel, state: str) -> bool:
    if state == State.KEPT and parcel.wants_return:
        return False
    return state in BY_DESK and parcel.may_move_to(state)


def on_the_way(user: User) -> list[dict[str, Any]]:
    """Every parcel that is away from home, what is late first: five queries."""
    rows = [_row(parcel) for parcel in access.desk_parcels(user)[:MOST]]
    return sorted(rows, key=lambda row: not (row["is_late"] or row["bad"]))


def ask_tissue(request: HttpRequest, asked: ConsultationRequest) -> str:
    said = text(request, "text")
    if not said:
        raise Refused(_("Write what exactly the family is to post."), keep=True)
    if len(said) > 500:
        raise Refused(_("This text is too long. Use up to 500 characters."), keep=True)
    if not services.ask_for_tissue(asked.case, said, by=request.user):
        return _("The family was asked already.")
    return _("The family may post tissue now.")


def end_tissue(request: HttpRequest, asked: ConsultationRequest) -> str:
    services.end_tissue_request(asked.case, by=request.user)
    return _("The family is not asked for tissue any more.")


def move(request: HttpRequest, asked: ConsultationRequest) -> str:
    """Where a parcel is now. The page says where it was seen."""
    parcel = asked.case.parcels.filter(number=number(request, "parcel")).first()
    state = request.POST.get("to", "")
    if parcel is None or state not in BY_DESK:
        raise Refused(_("Choose where the parcel is."), keep=True)
    if parcel.state == state:
        return _("This is known already.")
    if request.POST.get("seen") != parcel.state:
        raise OldPage
    try:
        services.desk_moves(
            parcel,
            state,
            by=request.user,
            note=text(request, "note")[:500],
            **_facts(request, parcel, state),
        )
    except ParcelMoveError as error:
        raise OldPage from error
    return _("The family sees it, too: %s") % words.where(parcel)


def _facts(request: HttpRequest, parcel: Parcel, state: str) -> dict[str, Any]:
    if state == State.KEPT and parcel.wants_return:
        raise Refused(_("Everything in it has to come back: send it back."), keep=True)
    if state == State.RECEIVED:
        condition = request.POST.get("condition", "")
        if condition not in Condition.values:
            raise Refused(_("Choose in which condition it arrived."), keep=True)
        return {
            "received_on": _arrival(request, parcel),
            "condition": condition,
            "return_by": _coming_day(request, "due"),
        }
    if state == State.RETURNING:
        courier, tracking = text(request, "courier"), text(request, "tracking")
        if not courier or not tracking:
            raise Refused(
                _("Write the courier and the tracking number of the way back."),
                keep=True,
            )
        return {
            "returned_on": _past_day(request, "day"),
            "return_courier": courier[:100],
            "return_tracking": tracking[:100],
            "return_expected_on": _day(request, "due"),
        }
    return {}


def _arrival(request: HttpRequest, parcel: Parcel) -> date:
    day = _past_day(request, "day")
    if parcel.sent_on and day < parcel.sent_on:
        sentence = _("It cannot have arrived before it was sent, on %s.")
        raise Refused(sentence % date_format(parcel.sent_on), keep=True)
    return day


def _coming_day(request: HttpRequest, name: str) -> date | None:
    day = _day(request, name)
    if day is not None and day < timezone.localdate():
        raise Refused(_("The day to send it back by has passed already."), keep=True)
    return day


def _past_day(request: HttpRequest, name: str) -> date:
    day = _day(request, name)
    tomorrow = timezone.localdate() + timedelta(days=1)  # it is later in China
    if day is None or day > tomorrow:
        raise Refused(_("Enter the day it happened."), keep=True)
    return day


def _day(request: HttpRequest, name: str) -> date | None:
    typed = request.POST.get(name, "")
    try:
        day = parse_date(typed) if typed else None
    except ValueError:
        day = None
    if typed and day is None:
        raise Refused(_("Enter a date that exists."), keep=True)
    return day
