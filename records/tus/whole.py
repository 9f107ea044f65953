"""From an upload that came whole to a file of the folder, or to the reason why not."""

from __future__ import annotations

import logging
import threading
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, QueryDict
from django.utils import timezone

from intake import access as intake_access
from intake.models import Case
from records import linking, quota, services, sniff, vault
from records.forms import UploadForm
from records.incoming import EDGE_BYTES
from records.models import NOTHING, File, Record, Sealed, Upload
from records.uploads import ReceivedFile

log = logging.getLogger(__name__)
DETAILS = ("title", "dated_on", "issued_by", "language")
# A whole part is held while an edge of it is read. Files sent side by side end side by side,
# and each thread would hold one.
_reads_edges = threading.Lock()


class AlreadyEndedError(Exception):
    """Another process made a file of this upload at the same moment."""


class WholeUpload:
    """An upload that came whole, as the service takes files that come by a form."""

    def __init__(self, upload: Upload, sha256: str = "") -> None:
        self._upload = upload
        self.size = self.reserved = upload.length
        self.sha256 = sha256
        with _reads_edges, vault.open_(upload) as stored:
            self.head = stored.read(EDGE_BYTES)
            stored.seek(max(0, upload.length - EDGE_BYTES))
            self.tail = stored.read()

    def finish(self) -> Sealed:
        return self._upload.sealed

    def hand_over(self, file: File) -> None:
        """In the transaction that makes the file: its row takes the bytes over."""
        rows = Upload.objects.filter(pk=self._upload.pk, ended_at__isnull=True)
        gone = NOTHING.columns() | {"size_bytes": self.size}
        if not rows.update(
            ended_at=timezone.now(), file=file, record=file.record_id, **gone
        ):
            raise AlreadyEndedError

    def kept(self) -> None:
        """The row of the upload decides what becomes of the bytes."""

    def discard(self) -> None:
        """The row of the upload decides what becomes of the bytes."""


def end(upload: Upload, sha256: str = "") -> str:
    """Makes a file of a whole upload; returns the code of the reason why not, or nothing.

    Twice is once. Raises OSError while the storage is away: the sweep ends it later.
    """
    case = case_of(upload)
    if case is None:
        return _refused(upload, "left")
    if not upload.length:
        return _refused(upload, "empty")
    try:
        result = _add(upload, case, WholeUpload(upload, sha256))
    except AlreadyEndedError:
        upload.refresh_from_db()
        return upload.result
    return _refused(upload, result.code, result.record) if result.code else ""


def look_at_head(upload: Upload) -> str:
    """The code of the reason not to send the rest, as far as the first bytes tell it.

    A film of 2 GB is refused after the first piece and not after the last.
    """
    with _reads_edges, vault.open_(upload) as stored:
        type_ = sniff.sniff(stored.read(EDGE_BYTES))
    if type_ not in sniff.ACCEPTED:
        return _refused(upload, type_)
    if upload.length > quota.most_bytes(type_):
        return _refused(upload, quota.too_big(type_))
    return ""


def case_of(upload: Upload) -> Case | None:
    """The folder, while the person may still add to it."""
    try:
        return intake_access.case_for(
            upload.by, upload.case_id, can=intake_access.upload
        )
    except (Http404, PermissionDenied):
        return None


def _add(upload: Upload, case: Case, whole: WholeUpload) -> services.Result:
    told = upload.told
    typed, born = QueryDict(told.get("form", "")), case.patient.date_of_birth
    form = UploadForm(typed, is_sent=True, born=born)
    form.is_valid()  # was, when it began; what is not clear any more is left out
    given = form.cleaned_data
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        [result] = services.add_files(
            case,
            [ReceivedFile(whole, upload.name)],
            by=upload.by,
            kind=given.get("kind", ""),
            record=_record_of(upload),
            **{name: given[name] for name in DETAILS if given.get(name)},
        )
        if result.record:
            line = given.get("for_line", "")
            linking.link(case, line, [result.record], by=upload.by)
        if result.is_kept and "page" in told:
            _put_in_order(result.record)
    return result


def _record_of(upload: Upload) -> Record | None:
    """The record this is a page of: one that is there, or that a sibling made."""
    if upload.told.get("record"):
        return _where_it_is(upload.told["record"])
    document = upload.told.get("document")
    if not document:
        return None
    siblings = Upload.objects.filter(
        case_id=upload.case_id,
        by=upload.by,
        told__document=document,
        result="",
        record__removed_at=None,
        record__isnull=False,
    )
    sibling = siblings.select_related("record").order_by("begun_at").first()
    return sibling.record if sibling else None


def _where_it_is(record_id: str) -> Record | None:
    """The record, or the one its pages were put into meanwhile."""
    record = Record.objects.select_related("part_of").filter(pk=record_id).first()
    while record is not None and record.part_of is not None:
        record = Record.objects.select_related("part_of").get(pk=record.part_of_id)
    return record


def _put_in_order(record_id: str) -> None:
    """Pages that come side by side end in another order: theirs is the one they were told.

    What was chosen together stays together; what was chosen later stands after it.
    """
    told = Upload.objects.filter(file__record=record_id, told__has_key="page")
    first: dict[str, datetime] = {}
    for upload in told.order_by("begun_at"):
        first.setdefault(upload.told.get("document", ""), upload.begun_at)
    order = {
        upload.file_id: (
            first[upload.told.get("document", "")],
            upload.told["page"],
            upload.begun_at,
        )
        for upload in told
    }
    files = list(File.objects.filter(pk__in=order))
    places = sorted(file.position for file in files)
    files.sort(key=lambda file: order[file.pk])
    for place, file in zip(places, files, strict=True):
        File.objects.filter(pk=file.pk).update(position=place)


def _refused(upload: Upload, code: str, record: str = "") -> str:
    refuse(upload, code, record)
    return code


def refuse(upload: Upload, code: str, record: str = "") -> bool:
    """It is not kept: the row says why, and its bytes go. False when it had ended."""
    rows = Upload.objects.filter(pk=upload.pk, ended_at__isnull=True)
    gone = NOTHING.columns() | {"size_bytes": upload.size_bytes}
    with transaction.atomic():  # while the storage is away the row goes on knowing them
        ended = rows.update(
            ended_at=timezone.now(), result=code, record_id=record or None, **gone
        )
        if ended:
            vault.delete(upload)
    return bool(ended)
