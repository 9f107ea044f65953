"""Records: clinical documents and images, each with a kind and a date of its own."""

from records.models.checklist import AskedReminder, ChecklistAnswer
from records.models.derivatives import (
    PAGES_AT_ONCE,
    Derivative,
    JoinedPdf,
    PagePreview,
    PageShape,
)
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
from records.models.letters import Letter, LetterPdf
from records.models.parcels import (
    Parcel,
    ParcelEvent,
    ParcelItem,
    ParcelMoveError,
    ParcelPdf,
    TissueRequest,
)
from records.models.quiet import QuietAnswer
from records.models.records import TAKE_BACK_DAYS, Record, RecordQuerySet
from records.models.stored import NOTHING, Sealed, StoredBytes
from records.models.suggestions import Reading, Suggestion
from records.models.uploads import Upload

__all__ = [
    "NOTHING",
    "PAGES_AT_ONCE",
    "TAKE_BACK_DAYS",
    "AskedReminder",
    "CaseKey",
    "ChecklistAnswer",
    "Derivative",
    "File",
    "FileQuerySet",
    "ImagingCopy",
    "ImagingPerson",
    "ImagingPictures",
    "ImagingReading",
    "ImagingSeries",
    "ImagingStudy",
    "JoinedPdf",
    "Letter",
    "LetterPdf",
    "PagePreview",
    "PageShape",
    "Parcel",
    "ParcelEvent",
    "ParcelItem",
    "ParcelMoveError",
    "ParcelPdf",
    "QuietAnswer",
    "Reading",
    "Record",
    "RecordQuerySet",
    "Sealed",
    "StoredBytes",
    "Suggestion",
    "TissueRequest",
    "Upload",
    "VirusCheck",
]
