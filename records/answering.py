"""What a person does with an offer: uses it, or says that it is not right."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake.services import hold
from records import services, suggestions
from records.models import Record, Suggestion
from records.suggest.offers import Fact, days_of


def use(record: Record, suggestion_id: int, value: str, *, by: User) -> bool:
    """Writes what was chosen into the record; False when it is no longer asked.

    A second click on the same button does nothing and is no fault.
    """
    with transaction.atomic():
        row = _held(record, suggestion_id)
        if row is None:
            return _is_used(record, suggestion_id, value)
        if value not in _values(record, row):
            return False
        services.change_record(
            row.record, _answers(row.fact, value), by=by, suggested=row.source
        )
        Suggestion.objects.filter(pk=row.pk).update(
            state=Suggestion.State.TAKEN, answer=value
        )
    return True


def decline(record: Record, suggestion_id: int, *, by: User) -> bool:
    """None of it is right; it is not asked again. False when it is no longer asked."""
    with transaction.atomic():
        row = _held(record, suggestion_id)
        if row is None:
            declined = _ended(record, suggestion_id, Suggestion.State.DECLINED)
            return declined is not None
        suggestions.decide(record, row.fact, Suggestion.State.DECLINED, by=by)
        audit.note(
            by=by,
            verb="answered",
            obj=row,
            case_id=record.case_id,
            record=record.number,
            suggested=row.source,
        )
    return True


def _is_used(record: Record, suggestion_id: int, value: str) -> bool:
    """By the click before this one, and nobody wrote something else since."""
    row = _ended(record, suggestion_id, Suggestion.State.TAKEN)
    if row is None or row.answer != value:
        return False
    answers = _answers(row.fact, value)
    return all(getattr(row.record, name) == given for name, given in answers.items())


def _ended(record: Record, suggestion_id: int, state: str) -> Suggestion | None:
    rows = Suggestion.objects.filter(pk=suggestion_id, record=record, state=state)
    return rows.select_related("record").first()


def _held(record: Record, suggestion_id: int) -> Suggestion | None:
    """The offer and its record, held; None once it is answered or of another record."""
    hold(record.case_id)
    now = Record.objects.select_for_update().get(pk=record.pk)
    row = Suggestion.objects.offered().filter(pk=suggestion_id, record=now).first()
    if row is None or not suggestions.may_ask(now, row.fact):
        return None
    now.case = record.case
    row.record = now
    return row


def _values(record: Record, row: Suggestion) -> set[str]:
    born = suggestions.birth_of(record.case)
    choices = suggestions.possible_choices(row, born=born, today=timezone.localdate())
    return {choice.value for choice in choices}


def _answers(fact: str, value: str) -> dict[str, Any]:
    if fact == Fact.KIND:
        return {"kind": value}
    days = days_of(value)
    return {"dated_on": days.on, "dated_to": days.until}
