"""Servers a benchmark starts for itself, on ports and folders of its own, and stops."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


def environment(**more: str) -> dict[str, str]:
    """What every benchmark's processes see: no .env of this computer, plain HTTP."""
    base = {
        "SECRET_KEY": "benchmark-only-" + "abcdefghij" * 5,
        "MASTER_KEY": "benchmark-only-key-abcdefghijklmnopqrstuvwx",
        "LOCAL_HTTP": "on",
        "DJANGO_SETTINGS_MODULE": "portal.settings",
        "PYTHONPATH": str(ROOT),
    }
    return {**os.environ, **base, **more}


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty PostgreSQL: DATABASE_URL when set, else one of our own."""
    if os.environ.get("DATABASE_URL", "").startswith("postgres"):
        yield os.environ["DATABASE_URL"]
        return
    bins = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not bins:
        sys.exit("This benchmark needs PostgreSQL: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="sidelight-bench-pg-"))
    port = free_port()
    as_user = _not_root(folder)
    _run(
        [f"{bins[-1]}/initdb", "-D", f"{folder}/db", "-U", "bench", "-A", "trust"],
        as_user,
    )
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {folder}"
    start = ["-D", f"{folder}/db", "-o", options, "-w", "-l", f"{folder}/log", "start"]
    _run([f"{bins[-1]}/pg_ctl", *start], as_user)
    try:
        yield f"postgres://bench@127.0.0.1:{port}/postgres"
    finally:
        _run(
            [f"{bins[-1]}/pg_ctl", "-D", f"{folder}/db", "-m", "fast", "stop"], as_user
        )
        shutil.rmtree(folder, ignore_errors=True)


def database(server: str, name: str) -> str:
    """The URL of a new, empty database on this PostgreSQL; an older one is dropped."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
    return f"{server.rpartition('/')[0]}/{name}"


@contextmanager
def gunicorn(app: str, env: dict[str, str], *, workers: int = 2) -> Iterator[str]:
    """The address of a web server for this application, with the product's settings."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", app, "--config", "python:portal.gunicorn"),
        *("--workers", str(workers), "--bind", f"127.0.0.1:{port}"),
        # Each worker lives through all rounds.
        *("--max-requests", "0"),
    ]
    process = subprocess.Popen(command, env=env, cwd=ROOT)  # noqa: S603
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def requests_per_second(url: str, *, seconds: int = 6, cookie: str = "") -> float:
    """How many GETs a second, by wrk with 8 connections."""
    if shutil.which("wrk") is None:
        sys.exit("This benchmark needs wrk: apt-get install wrk")
    command = ["wrk", "-t1", "-c8", f"-d{seconds}s", url]
    if cookie:
        command += ["-H", f"Cookie: {cookie}"]
    out = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603
    if "Non-2xx" in out.stdout:
        sys.exit(f"{url} did not answer 200:\n{out.stdout}")
    line = next(row for row in out.stdout.splitlines() if "Requests/sec" in row)
    return float(line.split()[1])


def _not_root(folder: Path) -> int | None:
    """PostgreSQL refuses to run as root: then it runs as the user postgres."""
    if os.getuid() != 0:
        return None
    uid = pwd.getpwnam("postgres").pw_uid
    os.chown(folder, uid, -1)
    return uid


def _run(command: list[str], user: int | None) -> None:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(command, check=True, user=user, cwd="/", **quiet)  # noqa: S603


def _wait(port: int, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        with socket.socket() as sock:
            if sock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"The web server on port {port} did not start.")


def size_of(url: str, cookie: str = "") -> int:
    request = urllib.request.Request(url, headers={"Cookie": cookie})  # noqa: S310
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        return len(answer.read())
