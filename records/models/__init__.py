"""Records: clinical documents and images, each with a kind and a date of its own."""

from records.models.checklist import AskedReminder, ChecklistAnswer
from records.models.files import File, FileQuerySet
from records.models.quiet import QuietAnswer
from records.models.records import TAKE_BACK_DAYS, Record, RecordQuerySet

__all__ = [
    "TAKE_BACK_DAYS",
    "AskedReminder",
    "ChecklistAnswer",
    "File",
    "FileQuerySet",
    "QuietAnswer",
    "Record",
    "RecordQuerySet",
]
