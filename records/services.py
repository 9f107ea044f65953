"""Verbs of records: add files, change, take away, take back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.files.base import File as AnyFile
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.meanwhile import mark_of, refuse_unseen
from intake.models import Case
from intake.saving import stored_form
from intake.services import hold, touch
from records import access, joined, names, quota, sniff, suggestions, uploads
from records.incoming import Incoming, received
from records.models import ChecklistAnswer, File, Record
from records.storage import why_not


@dataclass(frozen=True)
class Result:
    """What became of one file. `code` is empty for a file that was kept.

    `record` is the id of the record that holds it, now or since earlier.
    """

    name: str
    code: str = ""
    record: str = ""

    @property
    def is_kept(self) -> bool:
        return not self.code


class RefusedFileError(Exception):
    """One file is not kept; `code` says why, `record` where the same bytes are already."""

    def __init__(self, code: str, record: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.record = record


class ChangedMeanwhileError(Exception):
    """Somebody else changed the record since the page was drawn; `names` differ."""

    def __init__(self, names: list[str], record: Record) -> None:
        super().__init__("changed meanwhile")
        self.names = names
        self.record = record


class AlreadySentError(Exception):
    """The case was sent: what the team may be reading is not taken away."""


def add_files(
    case: Case,
    files: Iterable[AnyFile],
    *,
    by: User,
    kind: str = "",
    one_document: bool = False,
    record: Record | None = None,
    **details: Any,
) -> list[Result]:
    """Keeps each file as a record of its own, or all as the pages of one.

    Every file is judged alone: one that is refused takes nothing else with it. The same
    bytes a second time make no second record, but name one that nobody named yet. `kind`
    is empty while nobody says one.
    """
    results = []
    for upload in files:
        name = getattr(upload, "label", None) or names.label(upload.name or "")
        try:
            file = _add_file(
                case, upload, name, by=by, kind=kind, record=record, **details
            )
        except RefusedFileError as refused:
            code = refused.code
            if code == "twice" and _named_by_now(refused.record, kind, by, details):
                code = "named"
            results.append(Result(name, code, refused.record))
            continue
        if one_document:
            record = file.record
        results.append(Result(name, record=str(file.record_id)))
    return results


def _named_by_now(record_id: str, kind: str, by: User, details: dict[str, Any]) -> bool:
    """Gives a record nobody named the kind said with the same file, sent again.

    What somebody said about it before is never overwritten.
    """
    record = Record.objects.here().filter(pk=record_id).select_related("case").first()
    if kind in {"", "other"} or record is None or not record.is_unnamed:
        return False
    answers = {n: value for n, value in details.items() if not getattr(record, n)}
    try:
        answers["kind"] = kind
        return change_record(record, answers, by=by, seen=record.revision)
    except ChangedMeanwhileError:
        return False


def _add_file(
    case: Case,
    upload: AnyFile,
    name: str,
    *,
    by: User,
    kind: str,
    record: Record | None,
    **details: Any,
) -> File:
    incoming = _arrived(case, upload)
    try:
        type_ = _judged(incoming)
        with transaction.atomic():
            held = Case.objects.select_for_update().get(pk=case.pk)
            _refuse_if_full_or_known(held, incoming)
            is_page = record is not None
            record = _open_record(record) or _new_record(held, kind, by, details)
            file = _keep(incoming, record, name=name, type_=type_, by=by)
            incoming.hand_over(file)
            if is_page:
                Record.objects.filter(pk=record.pk).update(changed_at=timezone.now())
            audit.note(
                by=by, verb="added", obj=file, case_id=case.pk, record=record.number
            )
            touch(held)
            file.ring()
        incoming.kept()
    finally:
        incoming.discard()  # nothing when they are kept
    return file


def _arrived(case: Case, upload: AnyFile) -> Incoming:
    if isinstance(upload, uploads.ReceivedFile):
        return upload.incoming
    try:
        return received(case.pk, upload)
    except OSError as error:
        raise RefusedFileError(why_not(error)) from error


def _judged(incoming: Incoming) -> str:
    """The type of a file that may be kept, its bytes safe on the disk."""
    if not incoming.size:
        raise RefusedFileError("empty")
    type_ = sniff.sniff(incoming.head, incoming.tail)
    if type_ not in sniff.ACCEPTED:
        raise RefusedFileError(type_)
    if incoming.size > quota.most_bytes(type_):
        raise RefusedFileError(quota.too_big(type_))
    try:
        incoming.finish()
    except OSError as error:
        raise RefusedFileError(why_not(error)) from error
    return type_


def _refuse_if_full_or_known(case: Case, incoming: Incoming) -> None:
    same = access.same_file(case, incoming.sha256)
    if same is not None:
        raise RefusedFileError("twice", str(same.record_id))
    if incoming.size > quota.room_left(case) + incoming.reserved:
        raise RefusedFileError("no_space")


def _new_record(case: Case, kind: str, by: User, details: dict[str, Any]) -> Record:
    record = new_record(case, kind=kind or "other", by=by, **details)
    if kind == "other":  # said by a person: it is not asked again
        suggestions.settle(record, ["kind"], by=by)
    return record


def _open_record(record: Record | None) -> Record | None:
    """The record pages are added to; refuses when it was removed a moment ago."""
    if record is not None and not Record.objects.here().filter(pk=record.pk).exists():
        raise RefusedFileError("gone")
    return record


def _keep(
    incoming: Incoming, record: Record, *, name: str, type_: str, by: User
) -> File:
    """Bytes first, then the row: a crash leaves bytes without a row, never the reverse."""
    last = record.files.aggregate(last=Max("position"))["last"]
    return File.objects.create(
        record=record,
        case_id=record.case_id,
        position=0 if last is None else last + 1,
        name=name,
        sha256=incoming.sha256,
        type=type_,
        added_by=by,
        **incoming.finish().columns(),
    )


def new_record(case: Case, *, kind: str, by: User, **details: Any) -> Record:
    """A record under the next number of its case, which is held."""
    newest = case.records.aggregate(newest=Max("number"))["newest"] or 0
    return Record.objects.create(
        case=case, number=newest + 1, kind=kind, added_by=by, **details
    )


def change_record(
    record: Record,
    answers: dict[str, Any],
    *,
    by: User,
    seen: int | None = None,
    drawn: dict[str, Any] | None = None,
    suggested: str = "",
) -> bool:
    """Keeps changed facts about a record; False when nothing differs.

    `seen` is the revision the page was drawn with, `drawn` its facts (`facts_of`): what
    the page only sent back is nobody's change. When somebody changed one of the same
    facts since, raises ChangedMeanwhileError and writes nothing. `suggested`: where a
    value was read that the person only had to accept.
    """
    with transaction.atomic():
        hold(record.case_id)
        now = Record.objects.select_for_update().get(pk=record.pk)
        changed = [n for n, value in answers.items() if getattr(now, n) != value]
        if drawn is not None:
            changed = [n for n in changed if stored(answers[n]) != drawn.get(n)]
        if not changed:
            suggestions.settle(now, _said_again(now, answers), by=by)
            return False
        if seen is not None and seen != now.revision:
            _refuse_over_others(now, changed, drawn)
        for name in changed:
            setattr(now, name, answers[name])
        now.revision += 1
        now.changed_at = timezone.now()
        now.save(update_fields=[*changed, "revision", "changed_at"])
        suggestions.settle(now, [*changed, *_said_again(now, answers)], by=by)
        told = {"fields": changed} | ({"suggested": suggested} if suggested else {})
        audit.note(by=by, verb="changed", obj=now, case_id=now.case_id, **told)
        touch(record.case)
    return True


def _said_again(record: Record, answers: dict[str, Any]) -> list[str]:
    """ "Something else" is an answer, though it is what stands there while nobody said."""
    return ["kind"] if answers.get("kind") == record.kind else []


def _refuse_over_others(
    now: Record, changed: list[str], drawn: dict[str, Any] | None
) -> None:
    if drawn is not None:
        changed = [n for n in changed if stored(getattr(now, n)) != drawn.get(n)]
    if changed:
        raise ChangedMeanwhileError(changed, now)


def facts_of(record: Record, names: Iterable[str]) -> dict[str, Any]:
    """What a page of this record is drawn with."""
    return {name: stored(getattr(record, name)) for name in names}


def stored(value: Any) -> Any:
    return str(value.pk) if isinstance(value, Record) else stored_form(value)


def remove_record(record: Record, *, by: User) -> None:
    """Takes a record out of the folder; it can be taken back for 30 days.

    Raises AlreadySentError once the case was sent, also when that happened just now.
    """
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=record.case_id)
        if held.desk_opened_at is not None:
            raise AlreadySentError
        changed = Record.objects.filter(pk=record.pk, removed_at=None).update(
            removed_at=timezone.now(), removed_by=by
        )
        if changed:
            audit.note(by=by, verb="removed", obj=record, case_id=record.case_id)
            touch(held)


def take_back_record(record: Record, *, by: User) -> None:
    with transaction.atomic():
        hold(record.case_id)
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
        joined.ask(record.pk)


# Of a checklist answer.
TOLD = ("answer", "requested_on", "requested_from", "reason", "linked_records")


def answer_slot(
    case: Case, kind: str, answers: dict[str, Any], *, by: User, seen: str = ""
) -> None:
    """Keeps why a kind of record is here or not; the same answer again changes nothing.

    `seen` is the mark of what the page showed (`mark_of_slot`): raises OverwrittenError
    where somebody answered otherwise meanwhile.
    """
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        row = ChecklistAnswer.objects.filter(case=case, kind=kind).first()
        wished = mark_of(*(answers.get(name) for name in TOLD))
        refuse_unseen(seen, row, shown=mark_of_slot(row), wished=wished)
        if row and all(getattr(row, name) == value for name, value in answers.items()):
            return
        row = row or ChecklistAnswer(case=case, kind=kind)
        for name, value in answers.items():
            setattr(row, name, value)
        row.by, row.at = by, timezone.now()
        row.save()
        audit.note(by=by, verb="answered", obj=row, case_id=case.pk, slot=kind)
        touch(case)


def mark_of_slot(answer: ChecklistAnswer | None) -> str:
    """What a page showed of a checklist answer."""
    return mark_of(*(getattr(answer, name, None) for name in TOLD))
