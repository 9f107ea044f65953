"""Which answers name which record, told to both: to the pages of answers, and to records."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from intake import access as intake_access
from intake.facts import rows_of
from intake.models import Case
from intake.papers import Paper, Papers
from intake.step_list import STEPS
from intake.words import row_title
from records import access
from records.models import Record

Naming = tuple[list[str], str]  # the ids an answer names, and what the answer is called

# Apps above add a function that tells their own answers of a case.
naming_providers: list[Callable[[Case], Iterable[Naming]]] = []


def papers_of(case: Case) -> Papers:
    """The records of a folder as answers name them, in the order of the timeline."""
    listed = [_paper(record) for record in access.papers_of(case)]
    member = getattr(case, "member", None)
    may_add = member is not None and intake_access.upload(member)
    url = reverse("records:record_list", args=[case.pk])
    return Papers(listed, f"{url}#add" if may_add else "")


def _paper(record: Any) -> Paper:
    day = record.dated_on.words() if record.dated_on else ""
    if record.kind == "other" and not record.title:
        return Paper(str(record.pk), record.first_file or _("Not named yet"), day)
    return Paper(str(record.pk), record.heading, day)


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
        fields = step.rows.form.base_fields if step.rows else {}
        if "linked_records" in fields:
            for row in rows_of(case, step.rows.model):
                yield row.linked_records, row_title(row, fields)
