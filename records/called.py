"""What a record is called in lists, so that those nobody named are told apart."""

from __future__ import annotations

from django.utils.translation import gettext as _

from records.models import Record


def called(record: Record) -> str:
    """Its name or its kind; a record nobody named goes by its first file."""
    if not record.is_unnamed:
        return record.heading
    return first_file(record) or _("Not named yet")


def numbered(record: Record) -> str:
    """The same in a list to choose from."""
    day = f", {record.days}" if record.days else ""
    return f"{record.number}. {called(record)}{day}"


def first_file(record: Record) -> str:
    """The name of the file with its first page, as they lie now.

    The record has `first_file`, or comes with its files.
    """
    if hasattr(record, "first_file"):
        return record.first_file or ""
    return next((file.name for file in record.files.all()), "")
