"""Clients of tus that nobody here wrote, over a line that breaks, against the real server."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tusclient.client import TusClient

from portal.tests.machine import (
    answers,
    environment,
    free_port,
    manage,
    running,
    wait_until,
    web,
)
from tests.line import line_to

pytestmark = [pytest.mark.own_engines, pytest.mark.services]

MB = 1024 * 1024
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
NODE_CLIENT = Path(  # see .ci/run
    os.environ.get("TUS_CLIENT") or CACHE / "sidelight-ci/tus-js-client-4.3.1"
)
SECRET = "c" * 32
# Said to `manage.py shell`: a patient with a folder and a session; what the folder holds.
MAKE = """
from django.test import Client
from accounts.models import User
from intake.models import Case, CaseMember, Patient
count = User.objects.count()
wen = User.objects.create_user(email=f"wen{count}@example.org", name="Wen")
case = Case.objects.create(created_by=wen)
CaseMember.objects.create(case=case, user=wen, role="patient")
Patient.objects.create(case=case, full_name="Wen Li")
client = Client()
client.force_login(wen)
print(case.pk, client.cookies["session"].value)
"""
LOOK = """
import hashlib
from records import vault
from records.models import File, Upload
files = File.objects.filter(case="{case}")
found = [hashlib.sha256(vault.open_(file).read()).hexdigest() for file in files]
print(Upload.objects.filter(case="{case}").count(), *found)
"""


def shell(home: Path, code: str) -> list[str]:
    done = manage("shell", "-v0", "-c", code, env=environment(home))
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture(scope="module")
def server(make_home, tmp_path_factory) -> Iterator[tuple[Path, str]]:
    """A data folder and the address of gunicorn upon it."""
    home, port = make_home(tmp_path_factory.mktemp("tus")), free_port()
    env = environment(home)
    with running(web(env, port), env):
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/livez"))
        yield home, f"http://127.0.0.1:{port}"


@pytest.fixture
def scan(tmp_path) -> Path:
    path = tmp_path / "ct.zip"
    path.write_bytes(b"PK\x03\x04" + random.Random(7).randbytes(50 * MB))
    return path


def by_node(endpoint: str, path: Path, headers: dict[str, str]) -> None:
    library = str(NODE_CLIENT / "node_modules/tus-js-client")
    script = str(Path(__file__).parent / "clients/send.js")
    words = ["node", script, library, endpoint, str(path), json.dumps(headers)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=120)
    assert (done.stdout.strip(), done.stderr) == ("kept", "")


def by_python(endpoint: str, path: Path, headers: dict[str, str]) -> None:
    client = TusClient(endpoint, headers=headers)
    sender = client.uploader(
        str(path),
        chunk_size=20 * MB,
        retries=5,
        retry_delay=1,
        metadata={"filename": "ct.zip"},
    )
    sender.upload()


needs_node = pytest.mark.skipif(
    not shutil.which("node") or not NODE_CLIENT.is_dir(),
    reason="needs Node and tus-js-client: .ci/run installs them",
)


@pytest.mark.parametrize(
    "sends", [pytest.param(by_node, marks=needs_node), by_python], ids=["js", "python"]
)
def test_client_sends_a_large_file_over_a_line_that_is_cut(
    server, scan, sends: Callable[..., Any]
):
    home, address = server
    case, session = shell(home, MAKE)
    headers = {"Cookie": f"session={session}; csrf={SECRET}", "X-CSRFToken": SECRET}

    with line_to(address) as line:
        line.cuts = [15 * MB, 35 * MB]
        sends(f"{line.url}/uploads/{case}/", scan, headers)
        left, sent = line.cuts, line.sent

    digest = hashlib.sha256(scan.read_bytes()).hexdigest()
    assert shell(home, LOOK.format(case=case)) == ["1", digest]
    assert left == []  # it was cut twice
    assert sent < 80 * MB  # and went on from where it stopped


def test_line_counts_and_cuts(server):
    """The line itself: a request passes and is counted; one past the cut does not."""
    _home, address = server
    with line_to(address) as line:
        passed = answers(f"{line.url}/livez")
        counted = line.sent
        line.cuts = [counted + 1]
        cut = answers(f"{line.url}/livez")

    assert (passed, counted > 0, cut) == (True, True, False)
