"""An intake page against a bare view: requests per second as a ratio, on PostgreSQL."""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile

from benchmarks import servers

TARGET = 0.06
STEP = "daily-life"

SETUP = """
import django; django.setup()
from django.test import Client
from django.urls import reverse
from accounts.models import User
from intake.services import open_case_for_self
user = User.objects.create_user("bench@example.org", name="Bench")
case = open_case_for_self(by=user, full_name="Bench Person")
client = Client(); client.force_login(user)
url = reverse("intake:step_edit", args=[case.pk, {step!r}])
client.get(url, headers={{"host": "127.0.0.1"}})
print(url)
print("; ".join(f"{{name}}={{cookie.value}}" for name, cookie in client.cookies.items()))
"""


def main() -> bool:
    with servers.postgres() as database, tempfile.TemporaryDirectory() as data:
        env = servers.environment(DATABASE_URL=database, DATA_DIR=data, REDIS_URL="")
        for command in (
            ["migrate"],
            ["createcachetable"],
            ["collectstatic", "--no-input"],
        ):
            _python(["manage.py", *command, "--verbosity", "0"], env)
        *_, path, cookie = _python(["-c", SETUP.format(step=STEP)], env).splitlines()
        with servers.gunicorn("portal.wsgi:application", env) as site:
            size = servers.size_of(site + path, cookie)
            bare_env = {**env, "BARE_BYTES": str(size)}
            del bare_env["DJANGO_SETTINGS_MODULE"]
            with servers.gunicorn("benchmarks.bare:application", bare_env) as yardstick:
                page, bare = _in_turn((site + path, cookie), (yardstick, ""))
    ratio = page / bare
    print(f"intake page {page:.0f}/s, bare view {bare:.0f}/s ({size} bytes)")
    print(f"ratio {ratio:.3f}, wanted {TARGET} or more")
    return ratio >= TARGET


def _in_turn(*asked: tuple[str, str]) -> list[float]:
    """The middle of five rounds each, one after the other: a busy moment harms both."""
    for url, cookie in asked:
        servers.requests_per_second(url, seconds=2, cookie=cookie)
    rounds = [
        [
            servers.requests_per_second(url, seconds=2, cookie=cookie)
            for url, cookie in asked
        ]
        for _ in range(5)
    ]
    return [statistics.median(rates) for rates in zip(*rounds, strict=True)]


def _python(args: list[str], env: dict[str, str]) -> str:
    out = subprocess.run(  # noqa: S603
        [sys.executable, *args],
        env=env,
        cwd=servers.ROOT,
        capture_output=True,
        text=True,
    )
    if out.returncode:
        sys.exit(out.stderr)
    return out.stdout


if __name__ == "__main__":
    sys.exit(not main())
