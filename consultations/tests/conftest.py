"""A folder that can be sent, mail that is kept, and a clock for dates that are typed."""

from __future__ import annotations

import pytest
import time_machine

from consultations.models import ConsultationRequest
from consultations.tests.desk_make import sent
from consultations.tests.make import fill_folder
from consultations.tests.packet_make import emptied

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
def begun(case, wen) -> ConsultationRequest:
    """A request of Wen's of which nothing is said yet."""
    return ConsultationRequest.objects.create(case=case, changed_by=wen)


@pytest.fixture
def commits(django_capture_on_commit_callbacks):
    """Runs a deed and all the work that it asks for."""

    def run(deed):
        with django_capture_on_commit_callbacks(execute=True):
            return deed()

    return run


@pytest.fixture
def asked(case, wen, commits, settings, tmp_path) -> ConsultationRequest:
    """A sent request without records, its case summary built; sealed files on a disk."""
    settings.STORAGES = settings.STORAGES | {
        "records": {
            "BACKEND": "records.storage.FolderStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    return emptied(sent(case, wen), commits)
