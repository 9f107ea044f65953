"""The page of records while 20 bombs are looked into beside it: how much slower (F3).

Web and worker share the processors of one machine, which is the worst place for both.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import servers
from benchmarks.pages import _python as python

TARGET = 2.0
SECONDS = 10
LOOK = "import django; django.setup()\nfrom benchmarks import bombs\n"
COOKIE = """
from accounts.models import User
from django.test import Client
client = Client()
client.force_login(User.objects.get(email="bench20@example.org"))
print("; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items()))
"""


def main() -> bool:
    with servers.postgres() as server, tempfile.TemporaryDirectory() as data:
        database = servers.database(server, "bombs")
        env = servers.environment(DATABASE_URL=database, DATA_DIR=data, REDIS_URL="")
        for command in (
            ["migrate"],
            ["createcachetable"],
            ["collectstatic", "--no-input"],
        ):
            python(["manage.py", *command, "--verbosity", "0"], env)
        *_, path = python(["-c", f"{LOOK}bombs.fill()"], env).splitlines()
        cookie = python(["-c", LOOK + COOKIE], env).strip()
        with servers.gunicorn("portal.wsgi:application", env) as site:
            _times(site + path, cookie, 3)
            alone = _p95(_times(site + path, cookie, SECONDS))
            with _worker(env):
                before = _when_begun(env)
                beside = _p95(_times(site + path, cookie, SECONDS))
                after = _left(env)
    ratio = beside / alone
    print(f"p95 {alone:.0f} ms alone, {beside:.0f} ms while files were looked into")
    print(f"  {before - after} bombs were done meanwhile and {after} were left")
    print(f"  ratio {ratio:.2f}, wanted {TARGET} or less")
    return ratio <= TARGET and after < before


def _times(url: str, cookie: str, seconds: float) -> list[float]:
    """Milliseconds of each look, one after the other, for so long."""
    times, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        begun = time.perf_counter()
        servers.size_of(url, cookie)
        times.append((time.perf_counter() - begun) * 1000)
    return times


def _p95(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.95)]


@contextmanager
def _worker(env: dict[str, str]) -> Iterator[None]:
    words = ["worker", "--queues=inspect", f"--concurrency={os.cpu_count()}"]
    command = [sys.executable, "-m", "celery", "-A", "portal", *words, "-lERROR"]
    process = subprocess.Popen(command, env=env, cwd=servers.ROOT)  # noqa: S603
    try:
        yield
    finally:
        process.terminate()
        process.wait(60)


def _when_begun(env: dict[str, str]) -> int:
    """How many are left once the first is done: from then on they are being looked into."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        left = _left(env)
        if left < 20:
            return left
    sys.exit("The worker looked into nothing.")


def _left(env: dict[str, str]) -> int:
    return int(python(["-c", f"{LOOK}print(bombs.left())"], env))


if __name__ == "__main__":
    sys.exit(not main())
