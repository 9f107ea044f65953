"""Fixtures of the tests that look at every route."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from tests.world import World, make_world


@pytest.fixture(scope="module")
def made_world(django_db_setup, django_db_blocker) -> Iterator[World]:
    """Made once for the tests of a file and taken back after them."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            yield make_world()
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def world(made_world, db) -> World:
    return made_world.for_one_test()
