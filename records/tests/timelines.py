"""Folders with many records, for the tests of their line."""

from __future__ import annotations

from django.urls import reverse

from records.models import Record


def url(case, query: str = "") -> str:
    return reverse("records:record_list", args=[case.pk]) + query


def fill(case, by, days: list[str], kind: str = "discharge_summary") -> None:
    first = case.records.count() + 1
    Record.objects.bulk_create(
        Record(case=case, number=number, kind=kind, dated_on=day, added_by=by)
        for number, day in enumerate(days, start=first)
    )
