"""Verbs of uploads: begin, wait longer, leave out, and tidy what was given up."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from intake.models import Case
from intake.services import hold
from records import names, quota, vault
from records.models import Upload
from records.models.uploads import kept_for
from records.tus import protocol, same, whole

log = logging.getLogger(__name__)
LONGEST_METADATA = 6000
QUIET = timedelta(minutes=1)  # since the last byte: whoever took it would have ended it


class NoRoomError(Exception):
    """The upload may not begin; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def begin(
    case: Case,
    *,
    by: User,
    length: int,
    told: dict[str, str],
    record: str,
    header: str,
) -> Upload:
    """A row for a file that is to come. Its name is a label and nothing else.

    When this person began to send the very same file and did not finish, it is that row.
    Raises NoRoomError.
    """
    name, beside = names.label(told.get("filename", "")), _beside(told, record)
    with transaction.atomic():
        hold(case.pk)
        upload = same.find(case, by, name, length, beside)
        if upload is not None:
            same.go_on(upload, beside, header[:LONGEST_METADATA])
            return upload
        code = quota.why_not(case, by, length)
        if code:
            raise NoRoomError(code)
        return Upload.objects.create(
            case=case,
            by=by,
            name=name,
            length=length,
            told=beside,
            metadata=header[:LONGEST_METADATA],
            expires_at=timezone.now() + kept_for(),
            **vault.writer(case.pk).sealed.columns(),
        )


def _beside(told: dict[str, str], record: str) -> dict[str, Any]:
    """What is remembered of the metadata beside the name."""
    beside: dict[str, Any] = {"form": told.get("form", "")}
    if record:
        beside["record"] = record
    for key in ("document", "mark", "folder"):
        if told.get(key):
            beside[key] = told[key][:64]
    if protocol.is_count(told.get("page", "")):
        beside["page"] = int(told["page"][:6])
    return beside


def wait_longer(upload: Upload) -> None:
    """Something came: what is there is kept for the full time from now on."""
    upload.expires_at = timezone.now() + kept_for()
    rows = Upload.objects.filter(pk=upload.pk, ended_at__isnull=True)
    rows.update(expires_at=upload.expires_at)


def leave_out(upload: Upload) -> bool:
    """The person does not want to send it after all; False when it had ended before."""
    return whole.refuse(upload, "left_out")


def tidy() -> int:
    """Ends what came whole and nobody ended, and what was given up; returns how many.

    A server that died after the last byte leaves the first kind, a lost phone the second.
    """
    done = 0
    quiet = timezone.now() + kept_for() - QUIET
    whole_ones = Upload.objects.coming().filter(size_bytes=F("length"))
    for upload in whole_ones.filter(expires_at__lt=quiet)[:200]:
        try:
            whole.end(upload)
            done += 1
        except OSError as error:  # the storage is away: the next turn may do better
            log.warning("upload %s not ended: %s", upload.pk, type(error).__name__)
    done += _end_of_those_who_left()
    for upload in Upload.objects.over().order_by("expires_at")[:200]:
        whole.refuse(upload, "given_up")
        done += 1
    Upload.objects.forgotten().delete()
    return done


def _end_of_those_who_left() -> int:
    """Nobody can go on with what was begun by who may not add any more: it holds no room."""
    done = 0
    senders: dict[tuple[Any, Any], bool] = {}
    for upload in Upload.objects.coming().select_related("by").order_by("begun_at"):
        pair = (upload.by_id, upload.case_id)
        if pair not in senders:
            senders[pair] = whole.case_of(upload) is not None
        if not senders[pair]:
            done += whole.refuse(upload, "left")
    return done
