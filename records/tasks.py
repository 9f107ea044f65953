"""Celery's entrances to the records app."""

from __future__ import annotations

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded

from records import (
    clamd,
    derivatives,
    inspection,
    joined,
    making,
    readings,
    reminders,
    viruses,
)
from records.imaging import pictures, reading
from records.letters import printing
from records.models import (
    Derivative,
    File,
    ImagingPictures,
    ImagingReading,
    JoinedPdf,
    LetterPdf,
    ParcelPdf,
    Reading,
    VirusCheck,
)
from records.paper import work as paper
from records.parcels import papers
from records.tus import uploads

log = logging.getLogger(__name__)


@shared_task
def tidy_uploads() -> None:
    """Ends uploads that came whole or were given up."""
    uploads.tidy()


@shared_task
def show_what_lacks() -> None:
    """Asks for copies and pictures that were never made, or are made in an old way.

    And for readings of files that nobody looked at for their date and kind.
    """
    derivatives.catch_up()
    readings.catch_up()


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


# A disc of 2,000 images is 2,000 questions.
@shared_task(soft_time_limit=900, time_limit=930)
def check_for_viruses(file_id: str) -> None:
    """Asks the virus scanner about one file; one that is away is asked again later."""
    row = VirusCheck.take(file_id)
    if row is None:
        return
    try:
        with row.kept():
            viruses.check(row)
    except clamd.AwayError:
        row.give_up("scanner_away")
    except Exception as error:
        log.warning("file %s not scanned: %s", file_id, type(error).__name__)
        row.give_up(type(error).__name__)


@shared_task(soft_time_limit=150, time_limit=180)
def print_letter(pdf_id: str) -> None:
    """Draws the PDF of one letter, once."""
    paper.do(LetterPdf, pdf_id, printing.rendered)


@shared_task(soft_time_limit=150, time_limit=180)
def print_parcel(pdf_id: str) -> None:
    """Draws the papers of one parcel, once."""
    paper.do(ParcelPdf, pdf_id, papers.rendered)


@shared_task
def remind_of_asked() -> int:
    """Reminds families of what they asked a hospital for; the rest follows at the next run."""
    return reminders.send_due()


@shared_task(soft_time_limit=240, time_limit=270)
def build_derivative(file_id: str) -> None:
    """Makes what is shown of one file, once."""
    row = Derivative.take(file_id)
    if row is None:
        joined.ask_for(file_id)  # given up for good: the other pages wait no longer
        return
    try:
        with row.kept():
            derivatives.build(row)
        readings.ask(file_id)
    except making.ClaimLostError:
        log.info("file %s is to be shown otherwise meanwhile", file_id)
    except SoftTimeLimitExceeded:
        row.give_up("slow")
        joined.ask_for(file_id)
    except Exception as error:
        log.warning("copy of file %s not made: %s", file_id, type(error).__name__)
        row.give_up(type(error).__name__)
        joined.ask_for(file_id)


@shared_task(soft_time_limit=150, time_limit=180)
def build_joined(record_id: str) -> None:
    """Joins the pages of one record, once."""
    row = JoinedPdf.take(record_id)
    if row is None:
        return
    try:
        with row.kept():
            joined.build(row)
    except Exception as error:
        log.warning("pages of %s not joined: %s", record_id, type(error).__name__)
        row.give_up(type(error).__name__)


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
        readings.ask(file_id)  # its labels may tell the day
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


# Two pages of a scan are recognised in half a minute on a slow machine.
@shared_task(soft_time_limit=240, time_limit=270)
def read_file(file_id: str) -> None:
    """Looks what one file says of its own date and kind, once."""
    row = Reading.take(file_id)
    if row is None:
        return
    try:
        with row.kept():
            readings.read(row)
    except Exception as error:
        log.warning("file %s not read: %s", file_id, type(error).__name__)
        row.give_up(type(error).__name__)
