"""The clock of tests whose typed dates must not grow old."""

from __future__ import annotations

import pytest
import time_machine

NOW = "2026-11-22T09:00:00+00:00"


@pytest.fixture
def november():
    """The day on which the dates of the request pages are typed."""
    with time_machine.travel(NOW):
        yield
