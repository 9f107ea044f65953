"""Records: clinical documents and images, each with a kind and a date of its own."""

from records.models.checklist import ChecklistAnswer
from records.models.files import File, FileQuerySet, VirusCheck
from records.models.imaging import (
    ImagingCopy,
    ImagingPerson,
    ImagingPictures,
    ImagingReading,
    ImagingSeries,
    ImagingStudy,
)
from records.models.keys import CaseKey
from records.models.records import TAKE_BACK_DAYS, Record, RecordQuerySet
from records.models.stored import NOTHING, Sealed, StoredBytes
from records.models.uploads import Upload

__all__ = [
    "NOTHING",
    "TAKE_BACK_DAYS",
    "CaseKey",
    "ChecklistAnswer",
    "File",
    "FileQuerySet",
    "ImagingCopy",
    "ImagingPerson",
    "ImagingPictures",
    "ImagingReading",
    "ImagingSeries",
    "ImagingStudy",
    "Record",
    "RecordQuerySet",
    "Sealed",
    "StoredBytes",
    "Upload",
    "VirusCheck",
]
