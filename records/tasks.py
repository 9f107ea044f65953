"""Celery's entrances to the records app."""

from __future__ import annotations

import logging

from celery import shared_task

from records import inspection
from records.imaging import pictures, reading
from records.models import File, ImagingPictures, ImagingReading
from records.tus import uploads

log = logging.getLogger(__name__)


@shared_task
def tidy_uploads() -> None:
    """Ends uploads that came whole or were given up."""
    uploads.tidy()


@shared_task
def inspect_file(file_id: str) -> None:
    """Looks inside one file, once."""
    file = File.take(file_id)
    if file is None:
        return
    try:
        with file.kept():
            inspection.inspect(file)
    except Exception as error:
        log.warning("file %s not inspected: %s", file_id, type(error).__name__)
        file.give_up(type(error).__name__)


# Above the limits of the child that reads: it ends first, and says why.
@shared_task(soft_time_limit=420, time_limit=450)
def read_scans(file_id: str) -> None:
    """Reads the labels of the scans in one file, once."""
    row = ImagingReading.take(file_id)
    if row is None:
        return
    try:
        with row.kept():
            reading.read(row)
    except Exception as error:
        log.warning("scans of file %s not read: %s", file_id, type(error).__name__)
        row.give_up(type(error).__name__)
    pictures.choose(row.file.case_id)


@shared_task(soft_time_limit=180, time_limit=210)
def draw_scans(file_id: str) -> None:
    """Draws a few images of one file with scans, once."""
    row = ImagingPictures.take(file_id)
    if row is None:
        return
    try:
        with row.kept():
            pictures.draw(row)
    except Exception as error:
        log.warning("scans of file %s not drawn: %s", file_id, type(error).__name__)
        row.give_up(type(error).__name__)
