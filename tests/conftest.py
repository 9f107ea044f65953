"""Fixtures of the tests that look at every route."""

from __future__ import annotations

import pytest

from tests.world import World, make_world


@pytest.fixture
def world(wen, bo, mei, ana, case, dr_osei, dr_roy) -> World:
    return make_world(wen, bo, mei, ana, case, dr_osei, dr_roy)
