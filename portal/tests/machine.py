"""Starts this portal's own programs the way a person would, on ports and folders of a test."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from portal.environment import BASE_DIR

SECRET = "test-only-" + "klmnopqrst" * 6
MASTER = "test-only-key-ABCDEFGHIJKLMNOPQRSTUVWXYZ012"
PASSED_ON = ("PATH", "HOME", "LANG", "LD_LIBRARY_PATH", "VIRTUAL_ENV")


def environment(data_dir: Path, **more: str) -> dict[str, str]:
    """A clean environment: nothing of the tests' own settings leaks in."""
    kept = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    ours = {
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "SECRET_KEY": SECRET,
        "MASTER_KEY": MASTER,
        "LOCAL_HTTP": "on",
        "DATA_DIR": str(data_dir),
        # Named even when empty, so that a developer's .env is not used.
        "DATABASE_URL": f"sqlite:///{data_dir / 'sidelight.sqlite3'}",
        "REDIS_URL": "",
        "PYTHONUNBUFFERED": "1",
    }
    return kept | ours | more


def manage(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextlib.contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A program that is stopped at the end, with everything it started."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=BASE_DIR,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        process.stdout.close()


def wait_until(what: Callable[[], object], *, seconds: float = 30) -> object:
    """The first true answer of `what`; fails when the time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = what()
        if answer:
            return answer
        time.sleep(0.1)
    raise AssertionError(f"Not so after {seconds} seconds.")


def answers(url: str) -> bool:
    """True when the address gives any answer at all."""
    try:
        urllib.request.urlopen(url, timeout=5).close()  # noqa: S310
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def web(env: dict[str, str], port: int) -> list[str]:
    """The command of the web server alone, as `serve` starts it."""
    bind = f"127.0.0.1:{port}"
    return ["-m", "gunicorn", "--config", "python:portal.gunicorn", "--bind", bind]


def children_of(pid: int) -> dict[int, str]:
    """Every descendant of a process, with its command line."""
    found: dict[int, str] = {}
    listing = subprocess.run(
        ["ps", "-ww", "-eo", "pid=,ppid=,args="],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()]
    parents = {pid}
    while parents:
        born = {
            int(row[0]): row[2] if len(row) > 2 else ""
            for row in rows
            if int(row[1]) in parents
        }
        found |= born
        parents = set(born)
    return found


def kill(process: subprocess.Popen[str]) -> None:
    """Kills a program and all it started, the last first: none is missed, none ends before."""
    for pid in [*reversed(children_of(process.pid)), process.pid]:
        os.kill(pid, signal.SIGKILL)
    process.wait()
