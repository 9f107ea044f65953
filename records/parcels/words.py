"""Where a parcel is and who acts next, in one sentence each: the same for both sides."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.listing import listed
from records.models import Parcel, ParcelItem
from records.parcels.states import Condition, State


def where(parcel: Parcel) -> str:
    """One sentence: where the parcel is now."""
    return {
        State.PACKING: _("It is still at home, being packed."),
        State.SENT: _("It is on its way to us with %(courier)s since %(day)s."),
        State.RECEIVED: _("It is with us since %(day)s."),
        State.RETURNING: _("It is on its way back with %(courier)s since %(day)s."),
        State.HOME: _("It is back home since %(day)s."),
        State.KEPT: _("It stays with us, as agreed."),
        State.LOST: _("It has not arrived, and we are searching for it."),
        State.CANCELLED: _("It was not sent."),
    }[parcel.state] % _known(parcel)


def next_step(parcel: Parcel) -> str:
    """Who acts next, and by when where that is known; empty once all is done."""
    due = _due(parcel)
    until = " " + _("Expected by %s.") % date_format(due) if due else ""
    says = {
        State.PACKING: _("The family prints the papers, packs it and posts it."),
        State.SENT: _("The coordinator says here when it has arrived."),
        State.RECEIVED: _("The coordinator sends it back after the team has looked."),
        State.RETURNING: _("The family says here when it is home again."),
        State.LOST: _("The coordinator asks the courier and writes to the family."),
    }.get(parcel.state, "")
    if parcel.state == State.RECEIVED and not parcel.wants_return:
        says = _("Nothing has to come back. The coordinator closes this parcel.")
    return says + until if says else ""


def state_of_contents(parcel: Parcel) -> str:
    """How it arrived, where that was not well; empty otherwise."""
    bad = parcel.condition not in {"", Condition.GOOD}
    return parcel.get_condition_display() if bad else ""


def numbers_of(parcel: Parcel) -> str:
    """Tracking numbers: of the way here, and of the way back."""
    return listed(n for n in (parcel.tracking, parcel.return_tracking) if n)


def item_words(item: ParcelItem) -> str:
    """ "12 Stained glass slides, H&E, 26-H-4471"."""
    head = f"{item.count} × {item.get_content_display()}"
    return listed(p for p in (head, item.stain, item.specimen_numbers, item.note) if p)


def is_late(parcel: Parcel, today: date) -> bool:
    due = _due(parcel)
    return due is not None and due < today


def _due(parcel: Parcel) -> date | None:
    return {
        State.SENT: parcel.expected_on,
        State.RECEIVED: parcel.return_by if parcel.wants_return else None,
        State.RETURNING: parcel.return_expected_on,
    }.get(parcel.state)


def _known(parcel: Parcel) -> dict[str, str]:
    back = parcel.state == State.RETURNING
    day = {
        State.SENT: parcel.sent_on,
        State.RECEIVED: parcel.received_on,
        State.RETURNING: parcel.returned_on,
        State.HOME: parcel.home_on,
    }.get(parcel.state)
    courier = parcel.return_courier if back else parcel.courier
    return {
        "day": date_format(day) if day else _("a day nobody wrote down"),
        "courier": courier or _("the post"),
    }
