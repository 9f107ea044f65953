"""Celery's entrances to the accounts app."""

from __future__ import annotations

import logging

from celery import shared_task

from accounts import audit, outbox, people, work
from accounts.models import OutgoingMail

log = logging.getLogger(__name__)


@shared_task
def send_mail(mail_id: str) -> None:
    """Delivers one message, once; after three days of tries it stays visible as failed."""
    mail = OutgoingMail.take(mail_id)
    if mail is None:
        return
    try:
        with mail.kept():
            outbox.deliver(mail)
    except outbox.UnsendableError:
        log.warning("mail %s cannot be sent any more: %s", mail_id, mail.fault)
        # Sealed words stay: the right key may come back. What has expired goes.
        gone = {"body": "", "html": ""} if mail.fault == "expired" else {}
        mail.give_up(mail.fault, again=False, **gone)
        return
    except Exception as error:
        log.warning("mail %s not delivered: %s", mail_id, type(error).__name__)
        mail.give_up(type(error).__name__)
        return
    mail.finish(body="", html="")


@shared_task
def sweep() -> int:
    """Rings again for rows whose message was lost."""
    return work.sweep()


@shared_task
def pulse() -> None:
    """Says that a worker is alive: `/readyz` tells how long ago."""
    work.write_pulse()


@shared_task
def anchor_audit() -> None:
    """Keeps the head of the audit chain outside the database."""
    audit.write_anchor()


@shared_task
def tidy() -> None:
    """Removes accounts never opened, old drafts, sent mail and ended sessions."""
    people.tidy()
