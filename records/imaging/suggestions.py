"""What the labels of scans say about the day of a record. The human decides."""

from __future__ import annotations

from intake.dates import PartialDate
from records.imaging.receipt import Receipt, State


def day_of(receipt: Receipt | None) -> PartialDate | None:
    """The newest day of the scans that are the patient's; None while nobody said they are."""
    if receipt is None or receipt.state != State.FINE:
        return None
    studies = [study for study in receipt.studies if study.images and study.made_on]
    return PartialDate.of(max(s.made_on for s in studies)) if studies else None
