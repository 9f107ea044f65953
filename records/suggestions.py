"""Keeps what is offered about a record, while no person has answered.

A person's answer wins for ever: once a date or a kind was set, used, declined or taken away
again by a person, nothing is offered any more, whatever is read later.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import takewhile
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import User
from intake.dates import PartialDate
from intake.models import Case
from records import days as day_rules
from records.kinds import BY_CODE
from records.models import File, Record, Suggestion
from records.page_pictures import pages_of
from records.suggest.dates import Days
from records.suggest.offers import Choice, Fact, Offer, days_of

COLUMNS = {Fact.DATE: "dated_on", Fact.KIND: "kind"}


@dataclass(frozen=True)
class Asked:
    """One offer as a page shows it: only choices that are possible today."""

    row: Suggestion
    choices: list[Choice]
    page: int | None = None  # of the record, as its files lie now

    @property
    def fact(self) -> str:
        return self.row.fact


def is_unset(record: Record, fact: str) -> bool:
    """Nothing is written there. A name is no kind: of what kind it is is still asked."""
    if fact == Fact.KIND:
        return record.kind == "other"
    return record.dated_on is None


def is_sorted(record: Record) -> bool:
    """A person said of what kind it is; "Something else" is an answer too."""
    said = Suggestion.objects.said().filter(record=record, fact=Fact.KIND)
    return not is_unset(record, Fact.KIND) or said.exists()


def is_unsorted() -> Q:
    """For records of which nobody said of what kind they are: not what `is_sorted` tells."""
    said = Suggestion.objects.said().filter(record=OuterRef("pk"), fact=Fact.KIND)
    return Q(~Exists(said), kind="other")


def may_ask(record: Record, fact: str) -> bool:
    """Nobody has answered, with an offer or without. One query while it is unset."""
    if not is_unset(record, fact):
        return False
    decided = Suggestion.objects.decided().filter(record=record, fact=fact)
    return not decided.exists()


def offer(file: File, offers: Iterable[Offer]) -> None:
    """These stand in place of what the same file offered before."""
    with transaction.atomic():
        record = Record.objects.select_for_update().get(pk=file.record_id)
        Suggestion.objects.offered().filter(file=file).delete()
        asked = [fact for fact in Fact if may_ask(record, fact)]
        Suggestion.objects.bulk_create(
            Suggestion(
                record=record,
                file=file,
                fact=one.fact,
                source=one.source,
                strength=one.strength,
                page=one.page,
                choices=[choice.kept() for choice in one.choices],
            )
            for one in offers
            if one.fact in asked
        )


def leave(file: File) -> None:
    """The file is a page of another record now; what was decided stays with the old one."""
    Suggestion.objects.offered().filter(file=file).delete()
    Suggestion.objects.decided().filter(file=file).update(file=None)


def settle(record: Record, columns: Iterable[str], *, by: User) -> None:
    """A person answered about these columns: nothing is offered about them any more.

    Inside the transaction that holds the record.
    """
    for fact, column in COLUMNS.items():
        if column in columns:
            decide(record, fact, Suggestion.State.PASSED, by=by)


def decide(record: Record, fact: str, state: str, *, by: User) -> None:
    """All that is offered about a fact ends in this state; a row is left in any case."""
    ended = {"state": state, "by": by, "at": timezone.now()}
    of_fact = Suggestion.objects.filter(record=record, fact=fact)
    told = of_fact.decided() if state == Suggestion.State.DECLINED else of_fact.said()
    if not of_fact.offered().update(**ended) and not told.exists():
        Suggestion.objects.create(record=record, fact=fact, **ended)


def write_asked(
    records: Iterable[Record], *, born: date | None, today: date | None = None
) -> None:
    """Leaves `asked`: the best offer about each fact of each record; one query for all.

    Each record keeps what was decided in its rows, so a record that was answered has none.
    The records come with their files.
    """
    records = list(records)
    today = today or timezone.localdate()
    rows: dict[Any, list[Suggestion]] = {}
    found = Suggestion.objects.filter(record__in=[r.pk for r in records])
    for row in (
        found.offered()
        .of_kept_files()
        .order_by("-strength", "file__position", "file__added_at", "pk")
    ):
        rows.setdefault(row.record_id, []).append(row)
    for record in records:
        record.asked = _best(record, rows.get(record.pk, []), born, today)


def _best(
    record: Record, rows: list[Suggestion], born: date | None, today: date
) -> list[Asked]:
    best: dict[str, Asked] = {}
    for row in rows:
        if row.fact in best or not is_unset(record, row.fact):
            continue
        if choices := possible_choices(row, born=born, today=today):
            best[row.fact] = Asked(row, choices, _page_of(record, row))
    return [best[fact] for fact in (Fact.KIND, Fact.DATE) if fact in best]


def _page_of(record: Record, row: Suggestion) -> int | None:
    """The row keeps the page of its file, which may have moved since it was read."""
    if row.page is None:
        return None
    before = takewhile(lambda file: file.pk != row.file_id, record.files.all())
    return row.page + sum(pages_of(file) for file in before)


def possible_choices(
    row: Suggestion, *, born: date | None, today: date
) -> list[Choice]:
    choices = [Choice(**kept) for kept in row.choices]
    if row.fact == Fact.KIND:
        return [choice for choice in choices if choice.value in BY_CODE]
    return [c for c in choices if is_possible(days_of(c.value), born, today)]


def birth_of(case: Case) -> date | None:
    patient = getattr(case, "patient", None)  # a missing row is an AttributeError too
    return patient.date_of_birth if patient else None


def is_possible(days: Days, born: date | None, today: date) -> bool:
    """Neither end lies ahead or before birth, and it is not the day of birth itself."""
    if born is not None and days.on == PartialDate.of(born):
        return False
    ends = [days.on, days.until or days.on]
    return not any(
        day_rules.is_ahead(day, today) or day_rules.is_before_birth(day, born)
        for day in ends
    )
