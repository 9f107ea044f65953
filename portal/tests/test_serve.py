"""`serve`: web, worker and clock run together, start again alone, and stop together."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

import pytest

from portal.tests.machine import (
    answers,
    children_of,
    environment,
    free_port,
    manage,
    running,
    wait_until,
    web,
)

pytestmark = pytest.mark.own_engines


@pytest.fixture(scope="module")
def home(make_home, tmp_path_factory) -> Path:
    """The data folder of the tests of this file."""
    return make_home(tmp_path_factory.mktemp("serve"))


def serve(port: int) -> list[str]:
    return ["manage.py", "serve", "--port", str(port)]


def parts(pid: int) -> set[str]:
    """Which of the three programs run below `serve`."""
    lines = " ".join(children_of(pid).values())
    marks = {"web": "gunicorn", "worker": "worker --queues", "clock": "beat"}
    return {name for name, mark in marks.items() if mark in lines}


def started(process, port: int) -> bool:
    everything = {"web", "worker", "clock"}
    return parts(process.pid) == everything and answers(
        f"http://127.0.0.1:{port}/livez"
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_serve_runs_three_programs_and_stops_all_of_them(home, number):
    port = free_port()
    with running(serve(port), environment(home)) as process:
        wait_until(lambda: started(process, port))
        family = children_of(process.pid)

        process.send_signal(number)
        code = process.wait(25)

        left = [pid for pid in family if Path(f"/proc/{pid}").exists()]
        said = process.stdout.read()
    assert (code, left) == (0, [])
    assert f"Sidelight runs at http://localhost:{port}" in said
    assert f"is written to {home / 'mail'}" in said
    assert "Stopped. Your data is kept." in said


def test_serve_that_is_killed_takes_its_programs_along_and_starts_again(home):
    port = free_port()
    with running(serve(port), environment(home)) as process:
        wait_until(lambda: started(process, port))
        family = children_of(process.pid)
        process.kill()
        process.wait()
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in family))

    with running(serve(port), environment(home)) as process:
        assert wait_until(lambda: started(process, port))


@pytest.fixture(scope="module")
def portal(home) -> Iterator[tuple[Popen, int]]:
    """A portal that runs, and its port, for the tests that leave it running."""
    port = free_port()
    with running(serve(port), environment(home)) as process:
        wait_until(lambda: started(process, port))
        yield process, port


def test_program_that_dies_is_started_again(portal):
    process, port = portal
    family = children_of(process.pid)
    clock = next(pid for pid, line in family.items() if " beat" in line)

    os.kill(clock, signal.SIGKILL)

    wait_until(lambda: not Path(f"/proc/{clock}").exists())
    assert wait_until(lambda: started(process, port))


def test_mail_of_a_page_is_delivered_into_readable_files(home, portal):
    words = "from django.core.mail import send_mail; "
    words += "send_mail('Hello', 'Read me', 'a@example.org', ['w@example.org'])"

    done = manage("shell", "-c", words, env=environment(home))

    assert done.returncode == 0, done.stderr
    # At once, by the bell: the sweep alone would take half a minute.
    folder = home / "mail"
    # The file is there a moment before its words are.
    wait_until(lambda: "".join(f.read_text() for f in folder.glob("*")), seconds=10)
    (written,) = folder.glob("*")
    assert "Read me" in written.read_text()


def test_links_in_mail_follow_the_port(portal):
    process, port = portal
    family = children_of(process.pid)
    worker = next(pid for pid, line in family.items() if "worker --queues" in line)

    variables = Path(f"/proc/{worker}/environ").read_bytes().split(b"\0")

    assert f"SITE_URL=http://localhost:{port}".encode() in variables


# --- nobody unauthenticated can make the server read a body -----------------------------


ANNOUNCED = 100 * 1024 * 1024


def send_until_refused(port: int, *, method: str, headers: dict[str, str]) -> tuple:
    """Announces 100 MiB and sends until the server answers or hangs up.

    Returns how many bytes went out and the first line of the answer.
    """
    lines = [f"{method} /me/ HTTP/1.1", "Host: localhost"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    head = "\r\n".join(lines) + "\r\n\r\n"
    chunk, sent = b"x" * 65536, 0
    with socket.create_connection(("127.0.0.1", port), timeout=5) as link:
        link.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 65536)
        link.sendall(head.encode())
        answer = b""
        try:
            while sent < ANNOUNCED and not answer:
                sent += link.send(chunk)
                link.setblocking(False)
                try:
                    answer = link.recv(4096)
                except BlockingIOError:
                    answer = b""
                link.settimeout(5)
            answer = answer or link.recv(4096)
        except OSError:
            pass
    return sent, answer.split(b"\r\n")[0].decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
@pytest.mark.parametrize(
    "kind",
    ["multipart/form-data; boundary=x", "application/x-www-form-urlencoded", "a/b"],
)
@pytest.mark.parametrize("csrf", [False, True])
def test_stranger_cannot_make_the_server_read_a_large_body(
    upload_gate, method, kind, csrf
):
    port, home = upload_gate
    token = "a" * 32
    headers = {"Content-Type": kind, "Content-Length": str(ANNOUNCED)}
    if csrf:
        headers |= {"Cookie": f"csrf={token}", "X-CSRFToken": token}

    sent, answer = send_until_refused(port, method=method, headers=headers)

    # What left us may wait in buffers of the system; the server itself reads far less.
    assert sent < 8 * 1024 * 1024
    # A client that goes on sending may see the line cut before it reads the answer.
    assert answer.split(" ")[1:2] in ([], ["302"], ["411"])
    assert 0 < bytes_read(home) <= 1024 * 1024
    assert files_in(home) == []


def test_stranger_cannot_send_a_body_of_unknown_length(upload_gate):
    port, home = upload_gate
    headers = {"Content-Type": "a/b", "Transfer-Encoding": "chunked"}

    _sent, answer = send_until_refused(port, method="POST", headers=headers)

    assert answer.split(" ")[1:2] in ([], ["411"])
    assert 0 < bytes_read(home) <= 1024 * 1024


# A web server that counts what it reads from each connection.
COUNTING = """
from gunicorn.http import unreader
from portal.gunicorn import *
import os

plain = unreader.SocketUnreader.chunk


def counted(self, *args):
    data = plain(self, *args)
    with open(os.environ["COUNT_FILE"], "a") as f:
        f.write(f"{len(data)}\\n")
    return data


unreader.SocketUnreader.chunk = counted
"""


@pytest.fixture(scope="module")
def counting_server(home):
    config = home / "counting.py"
    config.write_text(COUNTING)
    port = free_port()
    temporary = home / "temporary"
    temporary.mkdir()
    env = environment(
        home, COUNT_FILE=str(home / "count"), TMPDIR=str(temporary), WEB_PROCESSES="1"
    )
    command = web(env, port)
    command[command.index("--config") + 1] = str(config)
    with running(command, env):
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/livez"))
        yield port, home


@pytest.fixture
def upload_gate(counting_server):
    (counting_server[1] / "count").write_text("")
    return counting_server


def bytes_read(home: Path) -> int:
    return sum(int(line) for line in (home / "count").read_text().split())


def files_in(home: Path) -> list[Path]:
    return [path for path in (home / "temporary").rglob("*") if path.is_file()]


# --- the database of the embedded default --------------------------------------------------


def test_embedded_database_writes_ahead(home):
    with sqlite3.connect(home / "sidelight.sqlite3") as link:
        mode = link.execute("PRAGMA journal_mode").fetchone()

    assert mode == ("wal",)
