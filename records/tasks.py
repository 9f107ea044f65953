"""Celery's entrances to the records app."""

from __future__ import annotations

import logging

from celery import shared_task

from records import clamd, inspection, reminders, viruses
from records.letters import printing
from records.models import File, LetterPdf, ParcelPdf, VirusCheck
from records.paper import work as paper
from records.parcels import papers
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
