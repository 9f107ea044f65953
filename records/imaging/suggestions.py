"""What the labels of scans suggest about a record. The human decides; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass

from intake.dates import PartialDate
from records.imaging import words
from records.imaging.receipt import Receipt

SOURCE = "dicom"


@dataclass(frozen=True)
class Suggestion:
    """A value for one fact of a record, and where it was read."""

    fact: str  # a column of Record
    value: str  # as the form of the record takes it; dates as EDTF text
    source: str = SOURCE


def suggestions_from(receipt: Receipt | None) -> list[Suggestion]:
    """Kind, day, part of the body and place, of scans that are the patient's.

    Several studies on one disc: the newest day, and of the others what all have in common.
    """
    if receipt is None or not receipt.is_shown_to_team:
        return []
    studies = [study for study in receipt.studies if study.images]
    if not studies:
        return []
    found = [Suggestion("kind", "imaging_files")]
    days = [study.made_on for study in studies if study.made_on]
    if days:
        found.append(Suggestion("dated_on", str(PartialDate.of(max(days)))))
    parts = words.parts_of(one.body_part for s in studies for one in s.series)
    if parts:
        found.append(Suggestion("body_part", ", ".join(parts)[:100]))
    places = {study.institution for study in studies}
    if len(places) == 1 and "" not in places:
        found.append(Suggestion("issued_by", places.pop()))
    return found
