"""Writes the answers of a page: who changed what, and never over somebody unseen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from accounts import audit
from accounts.models import User
from intake import services
from intake.dates import PartialDate
from intake.forms.base import AnswerForm, is_given
from intake.forms.fields import plain_number
from intake.models import AnswerChange, Answered, Case, Row, Section

WAS_UNKNOWN = {"not_known": True}
REMOVED = "removed_at"  # the column of a row that was taken off its list or put back


@dataclass(frozen=True)
class Clash:
    """Somebody else answered the same question meanwhile, differently."""

    name: str
    label: str
    theirs: Any
    by: User | None


@dataclass
class Outcome:
    """What became of a page: columns written, blanks that kept what was there, clashes."""

    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    clashes: list[Clash] = field(default_factory=list)


@dataclass(frozen=True)
class Wish:
    """The answer a person wants in a column; `unknown` is "I do not know"."""

    value: Any
    unknown: bool = False


def save_answers(form: AnswerForm, *, case: Case, by: User) -> Outcome:
    """Writes every answer that is in order, even when others on the page are not.

    The same page sent twice changes nothing the second time. Answers that somebody else
    changed since the page was drawn are left and returned as clashes; sent again with the
    newer revision they are written.
    """
    form.is_valid()
    try:
        return _save(form, case, by)
    except IntegrityError:  # somebody made the row a moment ago: now it is found
        return _save(form, case, by)


def _save(form: AnswerForm, case: Case, by: User) -> Outcome:
    with transaction.atomic():
        services.hold(case.pk)
        row = _current(form.instance)
        outcome = Outcome()
        wishes = _wishes(form, row, outcome)
        _set_clashes_aside(form, row, case, wishes, outcome)
        if wishes:
            _write(row, wishes, case, by)
        outcome.changed = list(wishes)
    form.instance = row
    return outcome


def write_wishes(
    target: Answered, wishes: dict[str, Wish], *, case: Case, by: User
) -> Outcome:
    """Writes columns that no page asks for, such as "no treatment yet"."""
    with transaction.atomic():
        services.hold(case.pk)
        row = _current(target)
        wishes = {n: w for n, w in wishes.items() if getattr(row, n) != w.value}
        if wishes:
            _write(row, wishes, case, by)
    return Outcome(changed=list(wishes))


def _current(target: Answered) -> Answered:
    """The row as it is now, held until the transaction ends; the given one while it is new."""
    key = {"pk": target.pk}
    if isinstance(target, Row) and target._state.adding and target.form_key:
        key = {"form_key": target.form_key, "case_id": target.case_id}
    found = type(target).objects.select_for_update().filter(**key).first()
    return found or target


def _wishes(form: AnswerForm, row: Answered, outcome: Outcome) -> dict[str, Wish]:
    wishes: dict[str, Wish] = {}
    answers, away = form.answers(), form.taken_away()
    for name in form.answer_names:
        now = getattr(row, name)
        wish = _wish(form, name, answers.get(name, now), now, row)
        if name in away and (wish is None or wish.value == now):
            wish = Wish(empty_of(row, name))
        elif wish is None:
            outcome.kept.append(name)
            continue
        if (wish.value, wish.unknown) != (now, name in row.not_known):
            wishes[name] = wish
    return wishes


def _wish(
    form: AnswerForm, name: str, given: Any, now: Any, row: Answered
) -> Wish | None:
    """What is wanted for one column; None when a blank leaves what was there."""
    was_unknown, says = name in row.not_known, form.says_unknown(name)
    blank = not is_given(given) and given is not False
    if not blank and given != now:
        return Wish(given)
    if says and name not in form.errors:
        return Wish(empty_of(row, name), unknown=True)
    if blank and (is_given(now) or (was_unknown and says is False)):
        return None
    return Wish(now, was_unknown)


def _set_clashes_aside(
    form: AnswerForm,
    row: Answered,
    case: Case,
    wishes: dict[str, Wish],
    outcome: Outcome,
) -> None:
    seen = form.seen_revision
    if not wishes or seen is None or seen >= row.revision:
        return
    theirs, complete = _changed_since(row, seen)
    for name in list(wishes):
        if name not in theirs and complete:
            continue
        change = theirs.get(name)
        mine = wishes.pop(name)
        if change and stored_form(mine.value) == _value_before(change):
            continue  # the page only sent back what it was drawn with
        by = change.by if change else row.changed_by
        now = getattr(row, name)
        outcome.clashes.append(Clash(name, form.label_of(name), now, by))


def _changed_since(row: Answered, seen: int) -> tuple[dict[str, AnswerChange], bool]:
    """The first change of each column after a revision, and whether all are known.

    Every save has one time: the last `revision - seen` times are the saves in question.
    """
    found: dict[str, AnswerChange] = {}
    times: set[Any] = set()
    rows = AnswerChange.objects.filter(**place_of(row)).select_related("by")
    for change in rows.exclude(field=REMOVED).order_by("-pk")[:500]:
        if change.at not in times and len(times) == row.revision - seen:
            return found, True
        times.add(change.at)
        newer = found.get(change.field)
        if newer is not None:
            change.by = newer.by
        found[change.field] = change
    return found, len(times) == row.revision - seen


def _value_before(change: AnswerChange) -> Any:
    before = change.before
    return None if before == WAS_UNKNOWN else before


def _write(row: Answered, wishes: dict[str, Wish], case: Case, by: User) -> None:
    now = timezone.now()
    before = {name: _before(row, name) for name in wishes}
    for name, wish in wishes.items():
        setattr(row, name, wish.value)
    unknown = set(row.not_known) - set(wishes)
    unknown |= {name for name, wish in wishes.items() if wish.unknown}
    row.not_known, row.revision = sorted(unknown), row.revision + 1
    row.changed_at, row.changed_by = now, by
    verb = "added" if row._state.adding else "changed"
    if row._state.adding:
        row.save(force_insert=True)
    else:
        columns = ["not_known", "revision", "changed_at", "changed_by"]
        row.save(update_fields=[*wishes, *columns])
    place = place_of(row)
    AnswerChange.objects.bulk_create(
        AnswerChange(**place, field=name, before=value, by=by, at=now)
        for name, value in before.items()
    )
    audit.note(by=by, verb=verb, obj=row, case_id=case.pk, fields=len(wishes))
    if "time_zone" in wishes:
        services.lend_zone(case, row.time_zone, by=by)
    if "full_name" in wishes:
        services.lend_name(case, row.full_name, by=by)
    services.touch(case)


def keep_removal(row: Row, *, removed_at: Any, by: User) -> bool:
    """Takes a row off its list, or puts it back; False when it was so already."""
    now, model = timezone.now(), type(row)
    found = model.objects.filter(pk=row.pk, removed_at__isnull=removed_at is not None)
    if not found.update(removed_at=removed_at, changed_by=by):
        return False
    before = stored_form(row.removed_at)
    AnswerChange.objects.create(
        **place_of(row), field=REMOVED, before=before, by=by, at=now
    )
    return True


def place_of(row: Answered) -> dict[str, Any]:
    """Where the changes of a row stand."""
    return {
        "case_id": row.case_id,
        "section": row._meta.model_name,
        "row": "" if isinstance(row, Section) else str(row.pk),
    }


def _before(row: Answered, name: str) -> Any:
    if name in row.not_known:
        return WAS_UNKNOWN
    return stored_form(getattr(row, name))


def stored_form(value: Any) -> Any:
    """The value as JSON keeps it; None for an empty one."""
    if value is None or value == "" or value == [] or value == {}:
        return None
    if isinstance(value, Decimal):
        return plain_number(value)
    if isinstance(value, PartialDate):
        return str(value)
    return value.isoformat() if isinstance(value, date) else value


def empty_of(row: models.Model, name: str) -> Any:
    """What the column holds before anybody answers."""
    column = row._meta.get_field(name)
    return column.to_python(column.get_default())
