"""Verbs of parcels: begin, fill, post, and what follows until everything is home again."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from accounts import audit
from accounts.listing import listed
from accounts.models import User
from intake.models import Case
from intake.services import hold
from records.models import Parcel, ParcelEvent, ParcelItem, ParcelPdf, TissueRequest
from records.models.parcels import MOST_ITEMS, ParcelMoveError
from records.parcels import papers
from records.parcels.states import BY_DESK, BY_FAMILY, TISSUE, State


class NotAskedError(Exception):
    """Tissue that the team did not ask for is not to be posted."""


class FullError(Exception):
    """So many kinds of things do not go into one parcel."""


class NoAddressError(Exception):
    """The service has no address for parcels: nothing may be posted."""


class NotSentError(Exception):
    """Nobody here may see the folder yet: a parcel would arrive at a closed door."""


class EmptyError(Exception):
    """There is nothing in the parcel yet."""


class NoSenderError(Exception):
    """Nobody wrote where it comes from: it could not come back."""


def begin(case: Case, *, by: User, key: uuid.UUID | None = None) -> Parcel:
    """A parcel to be packed. `key` names the form: the same form sent twice makes one."""
    with transaction.atomic():
        hold(case.pk)
        name = uuid.uuid5(key, str(by.pk)) if key else uuid.uuid4()
        made = Parcel.objects.filter(pk=name, case=case).first()
        if made is not None:
            return made
        newest = case.parcels.aggregate(newest=Max("number"))["newest"] or 0
        parcel = Parcel.objects.create(
            pk=name, case=case, number=newest + 1, made_by=by
        )
        audit.note(by=by, verb="added", obj=parcel, case_id=case.pk)
    return parcel


def open_request(case: Case) -> TissueRequest | None:
    """What tissue the team asks for now, if it does."""
    return TissueRequest.objects.filter(case=case, ended_at=None).first()


def ask_for_tissue(case: Case, words: str, *, by: User) -> bool:
    """Lets the family post tissue, with what exactly; False when it was asked already."""
    with transaction.atomic():
        hold(case.pk)
        if open_request(case) is not None:
            return False
        asked = TissueRequest.objects.create(case=case, words=words, by=by)
        audit.note(by=by, verb="asked_tissue", obj=asked, case_id=case.pk)
    return True


def end_tissue_request(case: Case, *, by: User) -> bool:
    """No more tissue is to be posted; what is on its way goes on. False when none was."""
    with transaction.atomic():
        hold(case.pk)
        asked = open_request(case)
        if asked is None:
            return False
        TissueRequest.objects.filter(pk=asked.pk).update(ended_at=timezone.now())
        audit.note(by=by, verb="ended_tissue", obj=asked, case_id=case.pk)
    return True


def add_item(parcel: Parcel, answers: dict[str, Any], *, by: User) -> ParcelItem:
    """Puts something in. Raises NotAskedError, FullError, or ParcelMoveError once it left."""
    with transaction.atomic():
        hold(parcel.case_id)
        now = _packing(parcel)
        if answers["content"] in TISSUE and open_request(parcel.case) is None:
            raise NotAskedError
        if now.items.count() >= MOST_ITEMS:
            raise FullError
        item = ParcelItem.objects.create(parcel=now, **answers)
        _contents_changed(now, by)
    return item


def remove_item(parcel: Parcel, item: ParcelItem, *, by: User) -> None:
    """Takes something out again; twice equals once."""
    with transaction.atomic():
        hold(parcel.case_id)
        now = _packing(parcel)
        if now.items.filter(pk=item.pk).delete()[0]:
            _contents_changed(now, by)


def write_address(
    parcel: Parcel, address: str, *, wants_return: bool, by: User
) -> None:
    """Keeps where it comes from and whether it must come back."""
    with transaction.atomic():
        hold(parcel.case_id)
        now = _packing(parcel)
        if (now.from_address, now.wants_return) == (address, wants_return):
            return
        Parcel.objects.filter(pk=now.pk).update(
            from_address=address, wants_return=wants_return
        )
        _contents_changed(now, by)


def _packing(parcel: Parcel) -> Parcel:
    now = Parcel.objects.select_for_update().get(pk=parcel.pk)
    if not now.is_packing:
        raise ParcelMoveError("it has left")
    return now


def _contents_changed(parcel: Parcel, by: User) -> None:
    Parcel.objects.filter(pk=parcel.pk).update(revision=F("revision") + 1)
    audit.note(by=by, verb="changed", obj=parcel, case_id=parcel.case_id)


def may_be_posted(parcel: Parcel) -> None:
    """Raises the reason why it may not: no address, folder not sent, nothing inside, no
    sender, tissue that nobody asked for.
    """
    if parcel.case.desk_opened_at is None:
        raise NotSentError
    if not settings.SERVICE["parcel_address"]:
        raise NoAddressError
    items = list(parcel.items.all())
    if not items:
        raise EmptyError
    if any(item.is_tissue for item in items) and open_request(parcel.case) is None:
        raise NotAskedError
    if not parcel.from_address.strip():
        raise NoSenderError


def ask_for_papers(parcel: Parcel, *, by: User) -> ParcelPdf:
    """Queues label, contents sheet and customs letter; what failed is tried again."""
    with transaction.atomic():
        now = Parcel.objects.select_for_update().get(pk=parcel.pk)
        may_be_posted(now)
        pdf, is_new = ParcelPdf.objects.get_or_create(
            parcel=now,
            revision=now.revision,
            defaults={"contents": papers.contents_of(now), "asked_by": by},
        )
        if is_new:
            pdf.ring()
        else:
            pdf.try_again()
    return pdf


def family_moves(
    parcel: Parcel, state: str, *, by: User, note: str = "", **facts: Any
) -> None:
    """Posted, not sent after all, or home again. Raises ParcelMoveError."""
    if state not in BY_FAMILY:
        raise ParcelMoveError(state)
    _move(parcel, state, by=by, note=note, **facts)


def correct_way(parcel: Parcel, facts: dict[str, Any], *, by: User) -> None:
    """Puts right who carries it, since when and with which number, until it arrives.

    What stood there before is noted in an event: nothing that was written is lost. Raises
    ParcelMoveError once it has arrived.
    """
    with transaction.atomic():
        hold(parcel.case_id)
        now = Parcel.objects.select_for_update().get(pk=parcel.pk)
        if not now.is_on_way_here:
            raise ParcelMoveError(now.state)
        before = {name: getattr(now, name) for name in facts}
        if before == facts:
            return
        Parcel.objects.filter(pk=now.pk).update(**facts)
        note = f"{_told(before)} → {_told(facts)}"[:500]
        ParcelEvent.objects.create(
            parcel=now, from_state=now.state, to_state=now.state, by=by, note=note
        )
        audit.note(by=by, verb="changed", obj=now, case_id=now.case_id)


def _told(facts: dict[str, Any]) -> str:
    return listed(str(value) for value in facts.values() if value)


def desk_moves(
    parcel: Parcel, state: str, *, by: User, note: str = "", **facts: Any
) -> None:
    """Arrived, sent back, kept, or searched for. Raises ParcelMoveError."""
    if state not in BY_DESK:
        raise ParcelMoveError(state)
    _move(parcel, state, by=by, note=note, **facts)


def _move(parcel: Parcel, state: str, *, by: User, note: str, **facts: Any) -> None:
    with transaction.atomic():
        hold(parcel.case_id)
        if state == State.SENT:  # as things stand now, not as the page showed them
            may_be_posted(Parcel.objects.select_related("case").get(pk=parcel.pk))
        parcel.move_to(state, by=by, note=note, **facts)
        audit.note(
            by=by,
            verb="moved_parcel",
            obj=parcel,
            case_id=parcel.case_id,
            to=str(state),
        )
