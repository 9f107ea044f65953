"""The worker's own limits: what goes wrong inside it stays inside it."""

from __future__ import annotations

import subprocess
import sys

import pytest
from celery import current_app
from celery.signals import worker_process_init

from portal import celery
from portal.environment import BASE_DIR
from portal.tests.machine import environment

GREEDY = """
import resource
from portal.celery import MEMORY, limit_process
limit_process()
try:
    bytearray(MEMORY)
except MemoryError:
    print("refused", resource.getrlimit(resource.RLIMIT_CORE))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a limit of Linux")
def test_process_that_works_cannot_take_the_memory_of_the_machine(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", GREEDY],
        cwd=BASE_DIR,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout.strip(), done.stderr) == ("refused (0, 0)", "")


def test_every_process_of_the_worker_is_limited():
    called = [receiver() for _key, receiver in worker_process_init.receivers]

    assert celery.limit_process in called
    assert current_app.conf.worker_max_memory_per_child <= 400_000
    assert current_app.conf.task_time_limit <= 180


STUCK = """
import sys, time
from types import SimpleNamespace
from portal import celery
celery.BROKEN_SECONDS = 0.1
celery.EndsWhenBroken(None).close(SimpleNamespace(exitcode={exitcode}))
time.sleep({stuck})
sys.exit(7)
"""


@pytest.mark.parametrize(
    ("exitcode", "stuck", "ends"), [(1, 60, 1), (0, 0.5, 7), (None, 0.5, 7)]
)
def test_worker_that_broke_ends_although_its_pool_never_answers(
    tmp_path, exitcode, stuck, ends
):
    done = subprocess.run(
        [sys.executable, "-c", STUCK.format(exitcode=exitcode, stuck=stuck)],
        cwd=BASE_DIR,
        env=environment(tmp_path),
        timeout=30,
        check=False,
    )

    assert done.returncode == ends


def test_every_worker_is_watched_for_as_long_as_it_runs():
    watching = {celery.EndsWhenBroken, celery.EndsWhenStuck}

    assert watching <= celery.app.steps["worker"]
    # Celery knows only after ten seconds that work went with a process; a minute is promised.
    assert 15 <= celery.STUCK_SECONDS <= 30
