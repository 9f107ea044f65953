"""Which answers name which record, told to both: to the pages of answers, and to records."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from typing import Any

from django.db import transaction
from django.urls import reverse

from accounts.models import User
from intake import access as intake_access
from intake.facts import rows_of
from intake.models import Case, Row
from intake.papers import Paper, Papers
from intake.saving import Wish, write_wishes
from intake.services import hold
from intake.step_kinds import Step
from intake.steps import BY_SLUG, STEPS
from intake.words import row_title
from records import access
from records.called import called
from records.models import Record

Naming = tuple[list[str], str]  # the ids an answer names, and what the answer is called

# Apps above add a function that tells their own answers of a case.
naming_providers: list[Callable[[Case], Iterable[Naming]]] = []
# The same for one that names another record where their answers named the first.
renaming_providers: list[Callable[[Case, str, str, User], None]] = []


def papers_of(case: Case) -> Papers:
    """The records of a folder as answers name them, in the order of the timeline."""
    listed = [_paper(record) for record in access.papers_of(case)]
    member = getattr(case, "member", None)
    may_add = member is not None and intake_access.upload(member)
    url = reverse("records:record_list", args=[case.pk])
    return Papers(listed, f"{url}#add" if may_add else "")


def _paper(record: Any) -> Paper:
    return Paper(str(record.pk), called(record), record.days)


def row_named(case: Case, text: str) -> Row | None:
    """The line "biomarkers:<id>" of this folder; None for another, or without the right."""
    slug, _colon, key = text.partition(":")
    step = BY_SLUG.get(slug)
    if step is None or not _links(step) or not intake_access.fill_in(case.member):
        return None
    try:
        pk = uuid.UUID(key)
    except ValueError:
        return None
    return step.rows.model.objects.filter(case=case, pk=pk, removed_at=None).first()


def title_named(case: Case, text: str) -> str:
    """What the line is called; empty when there is no such line."""
    row = row_named(case, text)
    if row is None:
        return ""
    return row_title(row, BY_SLUG[text.partition(":")[0]].rows.form.base_fields)


def link(case: Case, text: str, records: Iterable[str], *, by: User) -> None:
    """Adds records to those a line names; an answer keeps what it named before."""
    if not text:
        return
    with transaction.atomic():
        hold(case.pk)
        row = row_named(case, text)
        if row is not None:
            named = list(dict.fromkeys([*row.linked_records, *records]))
            write_wishes(row, {"linked_records": Wish(named)}, case=case, by=by)


def renamed(ids: Iterable[str], before: str, after: str) -> list[str]:
    """The same ids with another in the place of one, each once."""
    return list(dict.fromkeys(after if key == before else key for key in ids))


def rename(case: Case, before: str, after: str, *, by: User) -> None:
    """Lines that named one record name another from now on."""
    for step in STEPS:
        for row in rows_of(case, step.rows.model) if _links(step) else ():
            if before in row.linked_records:
                named = renamed(row.linked_records, before, after)
                write_wishes(row, {"linked_records": Wish(named)}, case=case, by=by)
    for provide in renaming_providers:
        provide(case, before, after, by)


def write_answers(case: Case, records: Iterable[Record]) -> None:
    """Leaves `answers` on each record: what it belongs to; two queries, and one an app."""
    said = [*_rows_of(case)]
    for provide in naming_providers:
        said += provide(case)
    for record in records:
        key = str(record.pk)
        record.answers = [words for ids, words in said if key in ids]


def _rows_of(case: Case) -> Iterable[Naming]:
    for step in STEPS:
        if _links(step):
            for row in rows_of(case, step.rows.model):
                yield row.linked_records, row_title(row, step.rows.form.base_fields)


def _links(step: Step) -> bool:
    return bool(step.rows) and "linked_records" in step.rows.form.base_fields
