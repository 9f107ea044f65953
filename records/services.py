"""Verbs of records: add files, change, take away, take back."""

from __future__ import annotations

import errno
import hashlib
import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.models import Case
from intake.services import touch
from records import access, names, sniff
from records.models import ChecklistAnswer, File, Record
from records.storage import new_key, vault

log = logging.getLogger(__name__)
MB = 1024 * 1024


@dataclass(frozen=True)
class Result:
    """What became of one file. `code` is empty for a file that was kept."""

    name: str
    code: str = ""

    @property
    def is_kept(self) -> bool:
        return not self.code


class RefusedFileError(Exception):
    """One file is not kept; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def add_files(
    case: Case,
    files: Iterable[UploadedFile],
    *,
    by: User,
    kind: str = "other",
    one_document: bool = False,
    record: Record | None = None,
    **details: Any,
) -> list[Result]:
    """Keeps each file as a record of its own, or all as the pages of one.

    Every file is judged alone: one that is refused takes nothing else with it.
    """
    results = []
    for upload in files:
        name = names.label(upload.name or "")
        try:
            file = _add_file(
                case, upload, name, by=by, kind=kind, record=record, **details
            )
        except RefusedFileError as refused:
            results.append(Result(name, refused.code))
            continue
        if one_document:
            record = file.record
        results.append(Result(name))
    return results


def _add_file(
    case: Case,
    upload: UploadedFile,
    name: str,
    *,
    by: User,
    kind: str,
    record: Record | None,
    **details: Any,
) -> File:
    if not upload.size:
        raise RefusedFileError("empty")
    upload.seek(0)
    type_ = sniff.sniff(upload.read(sniff.HEAD_BYTES))
    if type_ not in sniff.ACCEPTED:
        raise RefusedFileError(type_)
    digest = _digest(upload)
    _refuse_if_full_or_known(case, upload.size, digest)
    key = _store(case, upload)
    try:
        with transaction.atomic():
            held = Case.objects.select_for_update().get(pk=case.pk)
            _refuse_if_full_or_known(held, upload.size, digest)
            record = record or _new_record(held, kind=kind, by=by, **details)
            file = File.objects.create(
                record=record,
                case=held,
                position=record.files.count(),
                key=key,
                name=name,
                size_bytes=upload.size,
                sha256=digest,
                type=type_,
                added_by=by,
            )
            audit.note(
                by=by, verb="added", obj=file, case_id=case.pk, record=record.number
            )
            touch(held)
            file.ring()
    except BaseException:
        vault().delete(key)  # never bytes without a row
        raise
    return file


def _refuse_if_full_or_known(case: Case, size: int, digest: str) -> None:
    if access.space_used(case) + size > settings.MAX_CASE_MB * MB:
        raise RefusedFileError("no_space")
    same = File.objects.kept().filter(case=case, sha256=digest, record__removed_at=None)
    if same.exists():
        raise RefusedFileError("twice")


def _digest(upload: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    return digest.hexdigest()


def _store(case: Case, upload: UploadedFile) -> str:
    upload.seek(0)
    try:
        return vault().save(new_key(case.pk), upload)
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            log.error("no space left for files")
            raise RefusedFileError("disk") from error
        raise


def _new_record(case: Case, *, kind: str, by: User, **details: Any) -> Record:
    newest = case.records.aggregate(newest=Max("number"))["newest"] or 0
    return Record.objects.create(
        case=case, number=newest + 1, kind=kind, added_by=by, **details
    )


def change_record(record: Record, answers: dict[str, Any], *, by: User) -> bool:
    """Keeps changed facts about a record; False when nothing differs."""
    changed = [
        name for name, value in answers.items() if getattr(record, name) != value
    ]
    if not changed:
        return False
    with transaction.atomic():
        for name in changed:
            setattr(record, name, answers[name])
        record.revision += 1
        record.save(update_fields=[*changed, "revision"])
        audit.note(
            by=by, verb="changed", obj=record, case_id=record.case_id, fields=changed
        )
        touch(record.case)
    return True


def remove_record(record: Record, *, by: User) -> None:
    """Takes a record out of the folder; it can be taken back for 30 days."""
    with transaction.atomic():
        changed = Record.objects.filter(pk=record.pk, removed_at=None).update(
            removed_at=timezone.now(), removed_by=by
        )
        if changed:
            audit.note(by=by, verb="removed", obj=record, case_id=record.case_id)
            touch(record.case)


def take_back_record(record: Record, *, by: User) -> None:
    with transaction.atomic():
        changed = (
            Record.objects.filter(pk=record.pk)
            .exclude(removed_at=None)
            .update(removed_at=None, removed_by=None)
        )
        if changed:
            audit.note(by=by, verb="restored", obj=record, case_id=record.case_id)
            touch(record.case)


def move_page(record: Record, file: File, *, up: bool, by: User) -> None:
    """Swaps a page with its neighbour; at the end nothing happens."""
    with transaction.atomic():
        Record.objects.select_for_update().get(pk=record.pk)
        pages = list(record.files.kept().order_by("position", "added_at"))
        place = next((n for n, page in enumerate(pages) if page.pk == file.pk), None)
        other = None if place is None else place + (-1 if up else 1)
        if other is None or not 0 <= other < len(pages):
            return
        pages[place], pages[other] = pages[other], pages[place]
        for position, page in enumerate(pages):
            File.objects.filter(pk=page.pk).update(position=position)
        audit.note(by=by, verb="changed", obj=record, case_id=record.case_id)


def answer_slot(case: Case, kind: str, answers: dict[str, Any], *, by: User) -> None:
    """Keeps why a kind of record is here or not; the same answer again changes nothing."""
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        row = ChecklistAnswer.objects.filter(case=case, kind=kind).first()
        if row and all(getattr(row, name) == value for name, value in answers.items()):
            return
        row = row or ChecklistAnswer(case=case, kind=kind)
        for name, value in answers.items():
            setattr(row, name, value)
        row.by, row.at = by, timezone.now()
        row.save()
        audit.note(by=by, verb="answered", obj=row, case_id=case.pk, slot=kind)
        touch(case)
