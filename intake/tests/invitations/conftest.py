"""What every test of invitations begins with: real mail rows, Timur, and his token."""

from __future__ import annotations

import pytest
from django.core import mail

from accounts.models import OutgoingMail
from intake import people
from intake.tests.invitations.make import (
    INVITED,
    invited_person,
    token_in,
)


@pytest.fixture(autouse=True)
def _real_outbox(settings):
    """Mail becomes rows, as in production; pytest-django would keep it in memory."""
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"


@pytest.fixture
def timur(db):
    return invited_person()


@pytest.fixture
def token(case, wen) -> str:
    """Wen's invitation to Timur, as its mail carries it."""
    people.invite(
        case,
        by=wen,
        email=INVITED,
        relationship="child",
        scopes={"may_see": True, "may_upload": True},
    )
    waiting = OutgoingMail.objects.latest("pk").body  # wiped once it is delivered
    return token_in(waiting or mail.outbox[-1].body)
