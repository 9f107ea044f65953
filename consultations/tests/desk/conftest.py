"""What every test of the desk begins with: a sent request, and mei signed in."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.models import COORDINATORS, User
from conftest import make_user
from consultations.models import ConsultationRequest
from consultations.tests.desk_make import sent


@pytest.fixture
def asked(case, wen) -> ConsultationRequest:
    return sent(case, wen)


@pytest.fixture
def client(client, mei) -> Client:
    client.force_login(mei)
    return client


@pytest.fixture
def omar(db) -> User:
    """The other coordinator."""
    return make_user("omar", group=COORDINATORS, is_staff=True)
