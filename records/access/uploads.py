"""Doors to uploads: nobody goes on with another's."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import QuerySet
from django.http import Http404

from accounts.models import User
from intake import access as intake_access
from intake.models import Case
from records.models import Upload


def upload_for(user: User, case_id: uuid.UUID, upload_id: uuid.UUID) -> Upload:
    """An upload of this person that is still coming, or just ended; else Http404.

    Nobody goes on with another's: what it is the page of, and who added it, is theirs.
    """
    case = intake_access.case_for(user, case_id, can=intake_access.upload)
    upload = Upload.objects.filter(pk=upload_id, case=case, by=user).first()
    if upload is None:
        raise Http404
    return upload


def uploads_of(user: User, case: Case) -> QuerySet[Upload]:
    """What this person began to send and has not finished, newest first."""
    return Upload.objects.coming().filter(case=case, by=user).order_by("-begun_at")


def ended_of(user: User, case: Case, since: datetime) -> QuerySet[Upload]:
    """What this person sent and what became of it since then, in the order it was begun."""
    ended = Upload.objects.filter(case=case, by=user, ended_at__gte=since)
    return ended.exclude(result__in=["left_out", "given_up"]).order_by("begun_at")
