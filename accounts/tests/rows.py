"""Rows of background work, for the tests of work and of its bell."""

from __future__ import annotations

from accounts.models import OutgoingMail
from accounts.work import WorkRow


def make_mail(**extra) -> OutgoingMail:
    extra = {"body": "Text", **extra}
    return OutgoingMail.objects.create(
        to=["wen@example.org"], sender="a@example.org", subject="Hello", **extra
    )


def kinds_of_work() -> list[type[WorkRow]]:
    return WorkRow.__subclasses__()
