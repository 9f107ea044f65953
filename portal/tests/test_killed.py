"""A web process that is killed in the middle leaves nothing half kept (J7)."""

from __future__ import annotations

import json
import os
import shutil
import socket
import time
from pathlib import Path

import pytest

from portal.tests.machine import (
    answers,
    environment,
    free_port,
    kill,
    manage,
    running,
    wait_until,
    web,
)

pytestmark = pytest.mark.own_engines

TOKEN = "a" * 32
MAKE = """
import json
from django.conf import settings
from django.test import Client
from accounts.models import User
from consultations.tests.make import fill_folder
from intake import services
user = User.objects.create_user("wen@example.org", name="Wen")
case = services.open_case_for_self(by=user, full_name="Wen Li")
fill_folder(case, user)
client = Client()
client.force_login(user)
print(json.dumps([str(case.pk), client.cookies[settings.SESSION_COOKIE_NAME].value]))
"""
COUNT = """
import json
from consultations.models import RequestEvent, Summary
from records.models import File
sent = RequestEvent.objects.filter(to_status="submitted").count()
print(json.dumps([File.objects.count(), sent, Summary.objects.count()]))
"""


@pytest.fixture(scope="module")
def filled(make_home, tmp_path_factory) -> tuple[Path, list]:
    """A data folder with a folder of Wen's in it. Only to be copied."""
    home = make_home(tmp_path_factory.mktemp("filled"))
    return home, told(environment(home), MAKE)


@pytest.fixture
def folder(filled, tmp_path):
    home, made = filled
    shutil.copytree(home, tmp_path, dirs_exist_ok=True)
    return environment(tmp_path, WEB_PROCESSES="1"), *made


def told(env, code: str) -> list:
    done = manage("shell", "-v0", "-c", code, env=env)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def post(port: int, path: str, session: str, kind: str, body: bytes, *, cut: int):
    """Sends the head and the first `cut` bytes of the body; the line stays open."""
    head = (
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: {kind}\r\n"
        f"Content-Length: {len(body)}\r\nX-CSRFToken: {TOKEN}\r\n"
        f"Cookie: csrf={TOKEN}; session={session}\r\n\r\n"
    )
    link = socket.create_connection(("127.0.0.1", port), timeout=10)
    link.sendall(head.encode() + body[:cut])
    return link


def test_web_killed_in_the_middle_of_files_leaves_no_row_without_bytes(
    folder, tmp_path
):
    env, case, session = folder
    told(
        env,
        "from records.models import Record; Record.objects.all().delete(); print(0)",
    )
    before = told(env, COUNT)
    part = (
        b"--mark\r\nContent-Disposition: form-data; name=files; filename=a.pdf\r\n\r\n"
    )
    body = part + b"%PDF-1.4\n" + b"x" * 8_000_000 + b"\r\n--mark--\r\n"
    port = free_port()
    with running(web(env, port), env) as process:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/livez"))
        kind = "multipart/form-data; boundary=mark"
        link = post(
            port, f"/folders/{case}/records/", session, kind, body, cut=5_000_000
        )
        time.sleep(1)

        kill(process)
        link.close()

    # What had come is removed when it is a day old; no row knows of it.
    found = manage("reconcile", env=env).stdout.splitlines()
    assert told(env, COUNT) == before
    left = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert found[-1] == f"0 rows without a file, {len(left)} files without a row"
    assert len(left) > 0
    for path in left:
        os.utime(path, (0, 0))
    assert manage("reconcile", "--fix", env=env).returncode == 0
    assert manage("reconcile", env=env).stdout.startswith(
        "0 rows without a file, 0 files"
    )


@pytest.mark.parametrize("moment", [0.0, 0.1, 3.0])
def test_web_killed_while_sending_sends_all_or_nothing(folder, moment):
    """Whatever was reached: a request that is sent has its summary and its receipt."""
    env, case, session = folder
    port = free_port()
    with running(web(env, port), env) as process:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/livez"))
        body = b"own_records=on&true_answers=on&no_emergency=on"
        kind = "application/x-www-form-urlencoded"
        path = f"/folders/{case}/send/"
        link = post(port, path, session, kind, body, cut=len(body))
        time.sleep(moment)

        kill(process)
        link.close()

    _files, sent, summaries = told(env, COUNT)
    assert sent == summaries
    assert moment < 1 or sent == 1
