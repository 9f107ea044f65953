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
    newest = access.newest_request(case)
    access.require_unsent(newest)
    if not newest._state.adding:
        return newest
    newest.changed_by = by
    try:
        with transaction.atomic():
            newest.save(force_insert=True)
    except IntegrityError:  # somebody else made it a moment ago
        newest = access.newest_request(case)
        access.require_unsent(newest)
    return newest


@contextmanager
def changing(case: Case, *, by: User) -> Iterator[ConsultationRequest]:
    """One transaction in which nobody else changes or sends the request.

    Everything read inside is current. Raises PermissionDenied once it was sent.
    """
    draft = draft_of(case, by=by)
    with transaction.atomic():
        locked = ConsultationRequest.objects.select_for_update().get(pk=draft.pk)
        locked.case = case
        access.require_unsent(locked)
        yield locked
        intake.touch(case)
