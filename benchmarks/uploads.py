"""Files by tus-js-client: our vault, sealed, against the tus server of the protocol's authors.

One file of 2 GB, then 20 files of 100 MB side by side. What counts is the ratio of the speeds
in one run, and by how much a web process grows meanwhile.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import servers
from benchmarks.pages import _python

TARGET = 0.7
MOST_GROWTH_MB = 64
MB = 1024 * 1024
HERE = Path(__file__).resolve().parent / "tus"
ROUNDS = 3
JOBS = {"1 file of 2 GB": (2048 * MB, 1), "20 files of 100 MB at once": (100 * MB, 20)}

SETUP = """
import django; django.setup()
from django.test import Client
from django.urls import reverse
from accounts.models import User
from intake.services import open_case_for_self
user = User.objects.create_user("bench@example.org", name="Bench")
case = open_case_for_self(by=user, full_name="Bench Person")
client = Client(); client.force_login(user)
client.get(reverse("records:record_list", args=[case.pk]), headers={"host": "127.0.0.1"})
print(reverse("records:upload_begin", args=[case.pk]))
print("; ".join(f"{name}={cookie.value}" for name, cookie in client.cookies.items()))
print(client.cookies["csrf"].value)
"""


def main() -> bool:
    if shutil.which("npm") is None:
        sys.exit("This benchmark needs Node: apt-get install nodejs npm")
    with tempfile.TemporaryDirectory(prefix="sidelight-bench-tus-") as name:
        work = Path(name)
        programs = _installed(work)
        return all([_job(title, *job, work, programs) for title, job in JOBS.items()])


def _installed(work: Path) -> Path:
    programs = work / "programs"
    shutil.copytree(HERE, programs)
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run(command, cwd=programs, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return programs


def _job(title: str, size: int, times: int, work: Path, programs: Path) -> bool:
    path = work / "file"
    with path.open("wb") as out:
        for _ in range(size // MB):
            out.write(os.urandom(MB))
    rates: list[tuple[float, float]] = []
    growth = 0.0
    for _ in range(ROUNDS):
        with _yardstick(work, programs) as site:
            theirs = _send(programs, f"{site}/files", path, times)
        with _ours(work) as (url, headers, memory):
            ours = _send(programs, url, path, times, headers)
        growth = max(growth, memory.growth_mb)
        rates.append((size * times / ours / MB, size * times / theirs / MB))
    mine, others = (statistics.median(pair) for pair in zip(*rates, strict=True))
    ratio = mine / others
    print(f"{title}: {mine:.0f} MB/s sealed, {others:.0f} MB/s by @tus/server")
    print(f"  ratio {ratio:.2f}, wanted {TARGET} or more")
    print(f"  a web process grew by {growth:.0f} MB, at most {MOST_GROWTH_MB}")
    return ratio >= TARGET and growth < MOST_GROWTH_MB


def _send(
    programs: Path, url: str, path: Path, times: int, headers: dict | None = None
) -> float:
    """Seconds until the last of the files is there."""
    out = subprocess.run(  # noqa: S603
        ["node", "client.mjs", url, str(path), str(times)],  # noqa: S607
        cwd=programs,
        env={**os.environ, "UPLOAD_HEADERS": json.dumps(headers or {})},
        capture_output=True,
        text=True,
    )
    if out.returncode:
        sys.exit(out.stderr)
    return float(out.stdout)


@contextmanager
def _yardstick(work: Path, programs: Path) -> Iterator[str]:
    port, folder = servers.free_port(), work / "theirs"
    command = ["node", "server.mjs", str(port), str(folder)]
    process = subprocess.Popen(command, cwd=programs, stdout=subprocess.DEVNULL)  # noqa: S603
    try:
        servers._wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)
        shutil.rmtree(folder, ignore_errors=True)


@dataclass
class Memory:
    """How much the largest web process grew over what it had before the files came."""

    pids: list[int]
    before: dict[int, float] = field(default_factory=dict)
    growth_mb: float = 0.0
    over: threading.Event = field(default_factory=threading.Event)

    def watch(self) -> None:
        self.before = {pid: _resident_mb(pid) for pid in self.pids}
        while not self.over.wait(0.05):
            for pid in self.pids:
                grown = _resident_mb(pid) - self.before[pid]
                self.growth_mb = max(self.growth_mb, grown)


def _resident_mb(pid: int) -> float:
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


@contextmanager
def _ours(work: Path) -> Iterator[tuple[str, dict, Memory]]:
    data = work / "ours"
    limits = {name: "900000" for name in ("MAX_CASE_MB", "MAX_DAY_MB")}
    env = servers.environment(DATA_DIR=str(data), REDIS_URL="", **limits)
    env.pop("DATABASE_URL", None)
    for command in (["migrate"], ["createcachetable"], ["collectstatic", "--no-input"]):
        _python(["manage.py", *command, "--verbosity", "0"], env)
    *_, path, cookie, token = _python(["-c", SETUP], env).splitlines()
    headers = {"Cookie": cookie, "X-CSRFToken": token}
    with servers.gunicorn("portal.wsgi:application", env) as site:
        _warm(site)
        memory = Memory(_children_of_gunicorn(site))
        watch = threading.Thread(target=memory.watch)
        watch.start()
        try:
            yield site + path, headers, memory
        finally:
            memory.over.set()
            watch.join()
    shutil.rmtree(data, ignore_errors=True)


def _warm(site: str) -> None:
    """Every process has drawn a page: what it loads for that is no growth by uploads."""
    for _ in range(20):
        servers.size_of(f"{site}/")
    time.sleep(0.5)


def _children_of_gunicorn(site: str) -> list[int]:
    port = site.rpartition(":")[2]
    found = subprocess.run(  # noqa: S603
        ["pgrep", "-f", f"gunicorn.*127.0.0.1:{port}"],  # noqa: S607
        capture_output=True,
        text=True,
        check=True,
    )
    pids = [int(pid) for pid in found.stdout.split()]
    return [pid for pid in pids if _parent(pid) in pids]


def _parent(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])


if __name__ == "__main__":
    sys.exit(not main())
