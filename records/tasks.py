"""Celery's entrances to the records app."""

from __future__ import annotations

import logging

from celery import shared_task

from records import inspection, reminders
from records.models import File

log = logging.getLogger(__name__)


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


@shared_task
def remind_of_asked() -> int:
    """Reminds families of what they asked a hospital for; the rest follows at the next run."""
    return reminders.send_due()
