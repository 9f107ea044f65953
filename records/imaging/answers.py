"""Whose disc it is: the family's answer, what follows from it, and what it is kept for."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.meanwhile import mark_of, refuse_unseen
from intake.services import hold, touch
from records import vault
from records.imaging import pictures
from records.imaging.people import Identity, grouped, of_disc
from records.models import (
    NOTHING,
    File,
    ImagingCopy,
    ImagingPerson,
    ImagingReading,
    Record,
)

NOT_OURS = "not_ours"
YES, NO = ImagingPerson.YES, ImagingPerson.Answer.NO
Answers = dict[int, str]  # by the number of the person on the receipt


class Remembered:
    """What the family said about a name before counts for the same name, wherever it is."""

    def __init__(self, people: list[ImagingPerson]) -> None:
        self._said = {_written(person): person for person in people}

    def of(self, person: ImagingPerson) -> tuple[str, int | None, datetime | None]:
        said = self._said.get(_written(person))
        if said is None or not person.name:
            return "", None, None
        return said.answer, said.answered_by_id, said.answered_at


def remembered(case_id: uuid.UUID) -> Remembered:
    said = ImagingPerson.objects.filter(reading__file__case_id=case_id, answer__in=YES)
    return Remembered(list(said.order_by("answered_at")))


def _written(person: ImagingPerson) -> tuple[Any, ...]:
    return person.name, person.born_on


def identity_of(person: ImagingPerson) -> Identity:
    return of_disc(person.name, person.born_on)


def people_of(record_id: uuid.UUID) -> list[list[ImagingPerson]]:
    """The people on the files of a record, each with all rows that name them."""
    rows = list(
        ImagingPerson.objects.filter(
            reading__file__record_id=record_id, reading__file__removed_at=None
        ).select_related("reading", "answered_by")
    )
    return in_groups(rows)


def in_groups(rows: list[ImagingPerson]) -> list[list[ImagingPerson]]:
    """Rows that mean the same person, together; a name written alike is compared once."""
    alike: dict[tuple[Any, ...], list[ImagingPerson]] = {}
    for row in rows:
        alike.setdefault(_written(row), []).append(row)
    numbers = grouped([identity_of(same[0]) for same in alike.values()])
    groups: list[list[ImagingPerson]] = [[] for _ in set(numbers)]
    for same, number in zip(alike.values(), numbers, strict=True):
        groups[number] += same
    return groups


def settle(record_id: uuid.UUID) -> None:
    """Says of each file of a record whether the team may have it as it is."""
    groups = people_of(record_id)
    open_ = {
        person.reading_id
        for group in groups
        for person in group
        if len(groups) > 1 and not person.is_ours
    }
    readings = ImagingReading.objects.filter(file__record_id=record_id)
    Held = ImagingReading.Held
    for reading in readings:
        held = Held.CHOOSE if reading.pk in open_ else Held.NOT
        if held == Held.NOT and reading.left_out:
            held = Held.OTHERS
        if held != reading.held:
            ImagingReading.objects.filter(pk=reading.pk).update(held=held)


def mark_of_people(groups: list[list[ImagingPerson]]) -> str:
    """What a page showed of the answers."""
    return mark_of(*(word for group in groups for word in (group[0].pk, _word(group))))


def _word(group: list[ImagingPerson]) -> str:
    return next((person.answer for person in group if person.answer), "")


def answer(record: Record, said: Answers, *, by: User, seen: str = "") -> None:
    """Keeps whose the scans of a record are; the same answer again changes nothing.

    Scans of somebody else are forgotten at once: their rows, and what was made of them. A
    file that holds nothing else loses its bytes, too. `seen` is the mark of what the page
    showed: raises OverwrittenError where somebody answered otherwise meanwhile.
    """
    with transaction.atomic():
        hold(record.case_id)
        groups = people_of(record.pk)
        changed = _changed(groups, said)
        if not changed:
            return
        shown = mark_of_people(groups)
        refuse_unseen(seen, groups, shown=shown, wished="")
        gone = [thing for group, word in changed for thing in _keep(group, word, by)]
        settle(record.pk)
        audit.note(
            by=by,
            verb="answered",
            obj=record,
            case_id=record.case_id,
            record=record.number,
            answers=sorted(word for _group, word in changed),
        )
        touch(record.case)
    for thing in gone:
        vault.delete(thing)
    pictures.choose(record.case_id)


def _changed(
    groups: list[list[ImagingPerson]], said: Answers
) -> list[tuple[list[ImagingPerson], str]]:
    """What differs from what stands there; a person who was forgotten since is left alone."""
    rows = {row.pk: group for group in groups for row in group}
    return [
        (rows[number], word)
        for number, word in said.items()
        if number in rows and any(row.answer != word for row in rows[number])
    ]


def _keep(group: list[ImagingPerson], word: str, by: User) -> list[Any]:
    """Writes one answer; returns what is to be removed from the vault afterwards."""
    if word == NO:
        return [thing for person in group for thing in _forget(person)]
    ImagingPerson.objects.filter(pk__in=[person.pk for person in group]).update(
        answer=word, answered_by=by, answered_at=timezone.now()
    )
    return []


def _forget(person: ImagingPerson) -> list[Any]:
    reading = person.reading
    gone: list[Any] = [
        copy.sealed for copy in ImagingCopy.objects.filter(study__person=person)
    ]
    studies = person.studies.count()
    person.delete()
    if reading.people.exists():
        left_out = ImagingReading.objects.get(pk=reading.pk).left_out + studies
        ImagingReading.objects.filter(pk=reading.pk).update(left_out=left_out)
        return gone
    return [*gone, *_take_out(reading.file)]


def _take_out(file: File) -> list[Any]:
    """Nobody's scans but a stranger's: the file is not kept, and only its row says so."""
    gone = [file.sealed]
    nothing = NOTHING.columns() | {"size_bytes": file.size_bytes}
    File.objects.filter(pk=file.pk).update(
        verdict=File.Verdict.REFUSED, verdict_code=NOT_OURS, **nothing
    )
    ImagingReading.objects.filter(pk=file.pk).delete()
    Record.objects.filter(pk=file.record_id).update(changed_at=timezone.now())
    return gone
