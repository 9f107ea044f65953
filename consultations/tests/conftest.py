"""A folder that can be sent, mail that is kept, and a clock for dates that are typed."""

from __future__ import annotations

import pytest
import time_machine

from consultations.models import ConsultationRequest
from consultations.tests.make import fill_folder

NOW = "2026-11-22T09:00:00+00:00"


@pytest.fixture
def november():
    """The day on which the dates of the request pages are typed."""
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def mail_as_rows(settings):
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"


@pytest.fixture
def ready(case, wen) -> ConsultationRequest:
    """Wen's request, with all that sending needs."""
    return fill_folder(case, wen)


@pytest.fixture
def asked(case, wen) -> ConsultationRequest:
    """A request of Wen's of which nothing is said yet."""
    return ConsultationRequest.objects.create(case=case, changed_by=wen)
