"""Fixtures of several files of tests of records."""

from __future__ import annotations

import pytest
from django.test import Client


@pytest.fixture
def door(client, wen, case) -> Client:
    """Wen's browser, signed in; the folder is hers."""
    client.force_login(wen)
    return client
