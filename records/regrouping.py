"""Pages of two records put together, and a page made a record of its own."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.models import Case
from intake.services import touch
from records import joined, linking, readings, services, suggestions
from records.kinds import GENETIC
from records.models import ChecklistAnswer, File, ParcelItem, Record

# Facts that are taken over where the other record says nothing. Days belong together: one
# of them alone would say something new.
FACTS = (
    *("title", "specimen_number", "body_part", "issued_by", "language"),
    *("translation", "translation_of_id"),
)
DAYS = ("dated_on", "dated_to", "reported_on")


class NoMoreError(Exception):
    """One of the two records was taken away a moment ago."""


class GenesError(Exception):
    """One of the two is a gene test, sent only with an agreement of its own."""


def put_into(record: Record, into: Record, *, by: User) -> None:
    """Makes every page of `record` a page of `into`, after its last one.

    What is said of `into` stays. Where it says nothing, what was said of `record` is taken
    over, and answers that named `record` name `into`. Raises AlreadySentError once the case
    was sent, NoMoreError when one of the two is not there any more, GenesError when a gene
    test would be mixed with other papers.
    """
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=record.case_id)
        if held.desk_opened_at is not None:
            raise services.AlreadySentError
        rows = Record.objects.here().filter(case=held).select_for_update()
        found = {row.pk: row for row in rows.filter(pk__in=[record.pk, into.pk])}
        if len(found) < 2:
            raise NoMoreError
        old, new = found[record.pk], found[into.pk]
        if _mixes_genes(old, new):
            raise GenesError
        _move(File.objects.filter(record=old), new)
        _take_over(old, new)
        _name_the_other(held, old, new, by=by)
        gone = {"removed_at": timezone.now(), "removed_by": by, "part_of": new}
        Record.objects.filter(pk=old.pk).update(**gone)
        audit.note(by=by, verb="put_together", obj=new, also=old.number)
        touch(held)
        joined.ask(old.pk)
        joined.ask(new.pk)


def make_own(record: Record, file: File, *, by: User) -> Record:
    """One page leaves its record and is a record of its own, unnamed and undated.

    A page that is the only one stays. Its earlier versions go with it. A page of a gene
    test stays one: whether the team may see it is decided by its kind.
    """
    with transaction.atomic():
        held = Case.objects.select_for_update().get(pk=record.case_id)
        pages = File.objects.kept().filter(record=record)
        if not pages.filter(pk=file.pk).exists() or pages.count() < 2:
            return record
        kind = record.kind if record.kind in GENETIC else "other"
        new = services.new_record(held, kind=kind, by=file.added_by)
        _move(File.objects.filter(pk__in=_with_earlier(file)), new)
        Record.objects.filter(pk=record.pk).update(changed_at=timezone.now())
        audit.note(by=by, verb="parted", obj=record, also=new.number)
        touch(held)
        joined.ask(record.pk)
    return new


def _mixes_genes(old: Record, new: Record) -> bool:
    """An unnamed record becomes what the other one is; any two others must be the same."""
    kinds = {old.kind, new.kind}
    becomes_it = new.is_unnamed and not suggestions.is_sorted(new)
    return bool(kinds & GENETIC) and len(kinds) > 1 and not becomes_it


def _with_earlier(file: File) -> list[Any]:
    """The page and every version it stands in for."""
    found, newest = [file.pk], [file.pk]
    while newest:
        earlier = File.objects.filter(replaced_by__in=newest).exclude(pk__in=found)
        newest = list(earlier.values_list("pk", flat=True))
        found += newest
    return found


def _move(files: Any, new: Record) -> None:
    """Puts files after the last page of `new`, in the order they have."""
    last = new.files.aggregate(last=Max("position"))["last"]
    place = 0 if last is None else last + 1
    for number, file in enumerate(files.order_by("position", "added_at")):
        File.objects.filter(pk=file.pk).update(record=new, position=place + number)
        suggestions.leave(file)
        readings.ask(file.pk)


def _take_over(old: Record, new: Record) -> None:
    changed = ["kind", "note", "translation_of_id", *DAYS, *FACTS]
    if new.translation_of_id == old.pk:
        new.translation_of_id = None
    names = FACTS if new.dated_on else (*FACTS, *DAYS)
    for name in names:
        told = getattr(old, name)
        if told and not getattr(new, name) and told != new.pk:
            setattr(new, name, told)
    if not suggestions.is_sorted(new):
        new.kind = old.kind
    new.note = _both(new.note, old.note)
    new.revision += 1
    new.changed_at = timezone.now()
    new.save(update_fields=[*changed, "revision", "changed_at"])


def _both(note: str, other: str) -> str:
    """Both notes; the second stays with the emptied record where it does not fit."""
    longest = Record._meta.get_field("note").max_length
    together = "; ".join(dict.fromkeys(filter(None, (note, other))))
    return together if len(together) <= longest else note or other


def _name_the_other(case: Case, old: Record, new: Record, *, by: User) -> None:
    before, after = str(old.pk), str(new.pk)
    linking.rename(case, before, after, by=by)
    for answer in ChecklistAnswer.objects.filter(case=case):
        if before in answer.linked_records:
            named = linking.renamed(answer.linked_records, before, after)
            answer.linked_records = named
            answer.save(update_fields=["linked_records"])
    Record.objects.filter(translation_of=old).exclude(pk=new.pk).update(
        translation_of=new
    )
    ParcelItem.objects.filter(record=old).update(record=new)
