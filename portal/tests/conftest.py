"""A data folder as `make run` prepares it, made once and copied for whoever needs one."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from portal.tests.machine import environment, manage


@pytest.fixture(scope="session")
def prepared_home(tmp_path_factory) -> Path:
    """Migrated, with its static files, and empty. Only to be copied.

    Processes that test side by side share one: whoever comes first makes it.
    """
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    folder = shared / "prepared"
    with (shared / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.is_dir():
            _prepare(shared / "preparing")
            (shared / "preparing").rename(folder)
    return folder


def _prepare(folder: Path) -> None:
    folder.mkdir()
    for words in (
        ["migrate", "-v0"],
        ["createcachetable"],
        ["collectstatic", "-v0", "--no-input"],
    ):
        done = manage(*words, env=environment(folder))
        assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def make_home(prepared_home) -> Callable[[Path], Path]:
    """A function that makes a folder a prepared one, of its own."""
    return lambda folder: shutil.copytree(prepared_home, folder, dirs_exist_ok=True)
