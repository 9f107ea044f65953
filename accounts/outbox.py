"""Mail as rows: Django's mail functions write here, a worker delivers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import OutgoingMail


class UnsendableError(Exception):
    """No later try can send it: its text has expired or cannot be read any more."""


class OutboxBackend(BaseEmailBackend):
    """Keeps every message as a row and rings the bell; never opens a connection."""

    def send_messages(self, email_messages: list[EmailMessage]) -> int:
        for message in email_messages:
            message.message()  # raises BadHeaderError on a line break in a header
            html = next(
                (
                    part.content
                    for part in getattr(message, "alternatives", [])
                    if part.mimetype == "text/html"
                ),
                "",
            )
            mail = OutgoingMail.objects.create(
                to=list(message.to),
                sender=message.from_email,
                subject=message.subject,
                body=message.body,
                html=html,
                kind=getattr(message, "kind", OutgoingMail.Kind.ACCOUNT),
                expires_at=getattr(message, "expires_at", None),
            )
            mail.ring()
        return len(email_messages)


def marked(
    message: EmailMessage, kind: str, *, expires_at: datetime | None = None
) -> EmailMessage:
    """The message, with what its row has to know: what it is, and when it is of no use."""
    message.kind, message.expires_at = kind, expires_at
    return message


def delivery_connection() -> Any:
    """The connection named by EMAIL_URL."""
    config = settings.MAIL_DELIVERY
    backend = config["EMAIL_BACKEND"]
    options = {
        ours: config[theirs]
        for theirs, ours in _options_of(backend).items()
        if config.get(theirs) not in (None, "")
    }
    return get_connection(backend, **options)


def _options_of(backend: str) -> dict[str, str]:
    if "filebased" in backend:
        return {"EMAIL_FILE_PATH": "file_path"}
    if "smtp" not in backend:
        return {}
    return {
        "EMAIL_HOST": "host",
        "EMAIL_PORT": "port",
        "EMAIL_HOST_USER": "username",
        "EMAIL_HOST_PASSWORD": "password",
        "EMAIL_USE_TLS": "use_tls",
        "EMAIL_USE_SSL": "use_ssl",
    }


def deliver(mail: OutgoingMail) -> None:
    """Sends one message now. Raises what the mail server raises."""
    if mail.fault:
        raise UnsendableError
    message = EmailMultiAlternatives(
        mail.subject, mail.body, mail.sender, mail.to, connection=delivery_connection()
    )
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    message.send()
