"""A worker with killed processes in its pool is started again; one that works is left alone."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from celery import current_app

from portal.tests.machine import (
    children_of,
    environment,
    kill,
    manage,
    running,
    wait_until,
)

pytestmark = pytest.mark.own_engines

STUCK_SECONDS = 3
# The worker of `serve` and of the units, less patient, with a task that takes its time. It
# is acknowledged early: so the worker holds a third message while two are worked on.
WORKER = f"""
import os, pathlib, time
from portal import celery
celery.STUCK_SECONDS = {STUCK_SECONDS}
@celery.app.task(name="nap", acks_late=False)
def nap(file, seconds):
    pathlib.Path(file).write_text(str(os.getpid()))
    time.sleep(seconds)
words = "--quiet worker --queues=fast,inspect,build --concurrency=2 --loglevel=WARNING"
celery.app.worker_main([*words.split(), "--without-gossip", "--without-mingle"])
"""
WATCHED = f"""
import os, sys
from portal.supervisor import Child, Supervisor
worker = Child("Worker", [sys.executable, "-c", {WORKER!r}])
Supervisor([worker], dict(os.environ), print).run()
"""
LETTER = """
from django.core.mail import send_mail
send_mail("Hello", "Read me", "a@example.org", ["wen@example.org"])
"""


@pytest.fixture(scope="module")
def written(make_home, tmp_path_factory) -> Path:
    """A data folder with one letter to send and no message about it. Only to be copied."""
    home = make_home(tmp_path_factory.mktemp("written"))
    done = manage("shell", "-v0", "-c", LETTER, env=environment(home))
    assert done.returncode == 0, done.stderr
    shutil.rmtree(home / "broker")
    return home


@pytest.fixture
def home(written, tmp_path, broker_at) -> Path:
    """A folder of this test; the bell of this process rings there."""
    shutil.copytree(written, tmp_path, dirs_exist_ok=True)
    queue, control = tmp_path / "broker" / "queue", tmp_path / "broker" / "control"
    for folder in (queue, control):
        folder.mkdir(parents=True)
    broker_at(
        "filesystem://",
        {
            "data_folder_in": str(queue),
            "data_folder_out": str(queue),
            "control_folder": str(control),
        },
    )
    return tmp_path


def nap(home: Path, name: str, seconds: int) -> Path:
    """Asks for a nap; the file it returns holds, once it began, the process that naps."""
    file = home / name
    current_app.send_task("nap", args=[str(file), seconds])
    return file


def letter(home: Path) -> tuple:
    with closing(sqlite3.connect(home / "sidelight.sqlite3")) as link:
        return link.execute(
            "SELECT work, attempts FROM accounts_outgoingmail"
        ).fetchone()


def swept(home: Path) -> bool:
    """What the clock does every half minute; true when the letter is sent."""
    current_app.send_task("accounts.tasks.sweep")
    time.sleep(1)
    return letter(home)[0] == "done"


@pytest.mark.parametrize(("killed", "naps"), [("the idle one", 60), ("all", 0)])
def test_work_goes_on_and_is_done_once_when_processes_of_the_pool_are_killed(
    home, killed, naps
):
    with running(["-c", WATCHED], environment(home)) as process:
        begun = nap(home, "begun", naps)
        wait_until(lambda: begun.exists() and begun.read_text())
        worker = next(iter(children_of(process.pid)))
        # Then the other process waits for work, with the lock in its hand.
        time.sleep(0.5)
        for pid in children_of(worker):
            if killed == "all" or pid != int(begun.read_text()):
                os.kill(pid, signal.SIGKILL)

        wait_until(lambda: swept(home), seconds=60)

        assert worker not in children_of(process.pid)
        swept(home)
        kill(process)
    assert letter(home) == ("done", 1)
    assert len(list((home / "mail").iterdir())) == 1


def test_worker_that_is_busy_for_long_or_has_nothing_to_do_is_left_alone(home):
    with running(["-c", WORKER], environment(home)) as process:
        busy = [nap(home, name, 2 * STUCK_SECONDS) for name in ("first", "second")]
        wait_until(lambda: all(file.exists() for file in busy))
        waiting = nap(home, "third", 0)

        wait_until(waiting.exists)
        time.sleep(STUCK_SECONDS + 1)

        assert process.poll() is None
        kill(process)
