"""A sealed file of 3 GiB given out: by how much a web process grows meanwhile (L4)."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
import urllib.request

from benchmarks import servers
from benchmarks.pages import _python as python
from benchmarks.uploads import MOST_GROWTH_MB, Memory, _children_of_gunicorn, _warm

MB = 1024 * 1024
SIZE = 3 * 1024 * MB
SETUP = """
import os
import django; django.setup()
from django.test import Client
from django.urls import reverse
from accounts.models import User
from intake.services import open_case_for_self
from records import vault
from records.models import File, Record
user = User.objects.create_user("bench@example.org", name="Bench")
case = open_case_for_self(by=user, full_name="Bench Person")
record = Record.objects.create(case=case, number=1, kind="other", added_by=user)
sealed = vault.keep(case.pk, (os.urandom(2**20) for _ in range({size} // 2**20)))
file = File.objects.create(record=record, case=case, name="ct.zip", type="application/zip",
    verdict="kept", work="done", added_by=user, **sealed.columns())
client = Client(); client.force_login(user)
print(reverse("records:file_download", args=[case.pk, file.pk]))
print("; ".join(f"{{name}}={{cookie.value}}" for name, cookie in client.cookies.items()))
"""


def main() -> bool:
    with tempfile.TemporaryDirectory(prefix="sidelight-bench-out-") as data:
        env = servers.environment(DATA_DIR=data, REDIS_URL="")
        env.pop("DATABASE_URL", None)
        for command in (
            ["migrate"],
            ["createcachetable"],
            ["collectstatic", "--no-input"],
        ):
            python(["manage.py", *command, "--verbosity", "0"], env)
        *_, path, cookie = python(["-c", SETUP.format(size=SIZE)], env).splitlines()
        with servers.gunicorn("portal.wsgi:application", env) as site:
            _warm(site)
            memory = Memory(_children_of_gunicorn(site))
            watch = threading.Thread(target=memory.watch)
            watch.start()
            try:
                seconds = _fetch(site + path, cookie)
            finally:
                memory.over.set()
                watch.join()
    print(f"3 GiB in {seconds:.0f} s, {SIZE / MB / seconds:.0f} MB/s opened and sent")
    print(
        f"  a web process grew by {memory.growth_mb:.0f} MB, at most {MOST_GROWTH_MB}"
    )
    return memory.growth_mb < MOST_GROWTH_MB


def _fetch(url: str, cookie: str) -> float:
    """Seconds until the last byte is here."""
    request = urllib.request.Request(url, headers={"Cookie": cookie})  # noqa: S310
    count, begun = 0, time.monotonic()
    with urllib.request.urlopen(request) as answer:  # noqa: S310
        while piece := answer.read(MB):
            count += len(piece)
    if count != SIZE:
        sys.exit(f"Only {count} of {SIZE} bytes came.")
    return time.monotonic() - begun


if __name__ == "__main__":
    sys.exit(not main())
