"""The one unsent request of a folder: made when it is first needed, locked while it changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, transaction

from accounts.models import User
from consultations import access
from consultations.models import ConsultationRequest
from intake import services as intake
from intake.models import Case


def draft_of(case: Case, *, by: User) -> ConsultationRequest:
    """The unsent request of this folder, made now when there is none.

    Two people at once get the same one. Raises PermissionDenied once it was sent.
    """
    with transaction.atomic():
        return _held(case) or _made(case, by=by)


@contextmanager
def changing(case: Case, *, by: User) -> Iterator[ConsultationRequest]:
    """One transaction in which nobody else changes or sends the request.

    Everything read inside is current. Raises PermissionDenied once the request was sent.
    """
    with transaction.atomic():
        intake.hold(case.pk)
        yield _held(case) or _made(case, by=by)


def _held(case: Case) -> ConsultationRequest | None:
    """The newest request, held until the transaction ends; None when there is none yet."""
    held = case.requests.select_for_update().order_by("-number").first()
    if held is not None:
        held.case = case
        access.require_unsent(held)
    return held


def _made(case: Case, *, by: User) -> ConsultationRequest:
    made = ConsultationRequest(case=case, changed_by=by)
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError:  # somebody else made it a moment ago
        return _held(case) or made
    return made
