"""Each test runs on one set of engines at least: see docs/decisions/0028."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HALF = re.compile(r'^tests_on ("[^"]+".*?)(?<!\\)$', re.MULTILINE | re.DOTALL)
BY_HAND = re.compile(r"connection\.vendor [!=]= .*:\n\s+pytest\.skip")


def test_one_half_leaves_nothing_out():
    first, second = HALF.findall((ROOT / ".ci" / "run").read_text())

    assert 'DATABASE_URL="postgres:' in first
    assert ("PYTEST_ADDOPTS" in first, "TESTS=" in first) == (False, False)
    assert "-u DATABASE_URL" in second
    assert "PYTEST_ADDOPTS='-m both_engines'" in second


def test_what_is_skipped_on_postgresql_runs_on_sqlite(request):
    only = [i for i in request.session.items if i.get_closest_marker("sqlite_only")]

    left_out = [i.nodeid for i in only if not i.get_closest_marker("both_engines")]
    assert left_out == []


def test_no_test_skips_an_engine_by_hand():
    """Nobody would see that it runs in neither half."""
    files = [path for path in ROOT.rglob("test_*.py") if ".venv" not in path.parts]

    assert [path.name for path in files if BY_HAND.search(path.read_text())] == []
