"""Records: clinical documents and images, each with a kind and a date of its own."""

from records.models.checklist import ChecklistAnswer
from records.models.derivatives import (
    PAGES_AT_ONCE,
    Derivative,
    JoinedPdf,
    PagePreview,
    PageShape,
)
from records.models.files import File, FileQuerySet, VirusCheck
from records.models.keys import CaseKey
from records.models.records import TAKE_BACK_DAYS, Record, RecordQuerySet
from records.models.stored import NOTHING, Sealed, StoredBytes
from records.models.uploads import Upload

__all__ = [
    "NOTHING",
    "PAGES_AT_ONCE",
    "TAKE_BACK_DAYS",
    "CaseKey",
    "ChecklistAnswer",
    "Derivative",
    "File",
    "FileQuerySet",
    "JoinedPdf",
    "PagePreview",
    "PageShape",
    "Record",
    "RecordQuerySet",
    "Sealed",
    "StoredBytes",
    "Upload",
    "VirusCheck",
]
