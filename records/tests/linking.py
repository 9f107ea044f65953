"""Records that answers name, and the pages of those answers."""

from __future__ import annotations

from django.urls import reverse

from records.models import Record


def make_record(case, by, title="", *, day="", kind="molecular_report", **more):
    number = Record.objects.filter(case=case).count() + 1
    return Record.objects.create(
        case=case,
        number=number,
        kind=kind,
        title=title,
        dated_on=day,
        added_by=by,
        **more,
    )


def row_url(row, slug="biomarkers"):
    return reverse("intake:row_edit", args=[row.case_id, slug, row.pk])


def linked(row):
    row.refresh_from_db()
    return row.linked_records
