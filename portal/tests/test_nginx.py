"""U6: behind nginx slow lines stop nobody, and nothing of a patient waits on its disk."""

from __future__ import annotations

import hashlib
import http.client
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from portal.tests import served
from portal.tests.machine import (
    answers,
    environment,
    free_port,
    running,
    wait_until,
    web,
)
from portal.tests.proxy import NGINX, OURS, nginx
from portal.tests.served import MB

needs_nginx = pytest.mark.skipif(not NGINX, reason="needs nginx: .ci/run installs it")
pytestmark = pytest.mark.own_engines

SIZE_MB = 50


class Behind(served.Site):
    """What nginx gives, and uploads through it."""

    def begin(self, length: int) -> str:
        """The address of a new upload."""
        answer = self.ask("POST", f"/uploads/{self.case}/", Upload_Length=str(length))
        assert answer.status == 201
        return answer.headers["Location"]

    def send(self, url: str, body: bytes) -> http.client.HTTPResponse:
        kind = "application/offset+octet-stream"
        return self.ask("PATCH", url, body, Content_Type=kind, Upload_Offset="0")


@pytest.fixture(scope="module")
def portal(make_home, tmp_path_factory) -> Iterator[tuple]:
    """gunicorn with few threads, so that few slow lines would hold them all."""
    home, port = make_home(tmp_path_factory.mktemp("behind")), free_port()
    env = environment(home, TRUSTED_PROXIES="1", WEB_PROCESSES="1", WEB_THREADS="4")
    made = served.make(env, SIZE_MB)
    with running(web(env, port), env):
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/livez"))
        yield port, made


@contextmanager
def behind_nginx(portal: tuple, folder: Path, text: str) -> Iterator[Behind]:
    (behind, made), port = portal, free_port()
    with nginx(folder, text, port, behind):
        yield Behind(port, *made)


@pytest.fixture
def site(portal, tmp_path) -> Iterator[Behind]:
    with behind_nginx(portal, tmp_path / "nginx", OURS.read_text()) as site:
        yield site


# --- slow lines ----------------------------------------------------------------------------


@contextmanager
def slow_lines(port: int, heads: list[bytes]) -> Iterator[list[socket.socket]]:
    """A line for each head, on which a byte a second follows; from other addresses."""
    lines, over = [], threading.Event()
    for number, head in enumerate(heads):
        source = (f"127.0.0.{2 + number % 6}", 0)
        line = socket.create_connection(("127.0.0.1", port), 20, source_address=source)
        line.sendall(head)
        lines.append(line)

    def drip() -> None:
        while not over.wait(1):
            for line in lines:
                with suppress(OSError):
                    line.send(b"x")

    thread = threading.Thread(target=drip)
    thread.start()
    try:
        yield lines
    finally:
        over.set()
        thread.join()
        for line in lines:
            line.close()


def strangers() -> list[bytes]:
    """Heads that never end, and small forms that never come: 20 of each."""
    never = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: "
    forms = [
        f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 60000\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n\r\na=".encode()
        for path in ("/language/", "/me/")
    ]
    return [never, *forms] * 20


@pytest.mark.services
@needs_nginx
def test_u6_sixty_slow_strangers_stop_no_page(site):
    with slow_lines(site.port, strangers()):
        pages = [site.ask("GET", "/guide/").status for _page in range(20)]
        folder = site.ask("GET", f"/folders/{site.case}/records/")

    assert pages == [200] * 20
    assert folder.status == 200


@pytest.mark.services
@needs_nginx
def test_u6_slow_uploads_leave_threads_for_pages(site):
    """Some of them hold a thread each; the others are asked to wait."""
    heads = []
    for _number in range(12):
        lines = [f"PATCH {site.begin(3 * MB)} HTTP/1.1", f"Content-Length: {3 * MB}"]
        lines += [f"{name}: {value}" for name, value in site.headers.items()]
        lines += ["Upload-Offset: 0", "Content-Type: application/offset+octet-stream"]
        heads.append("\r\n".join([*lines, "", "%PDF"]).encode())

    with slow_lines(site.port, heads):
        pages = [site.ask("GET", "/guide/").status for _page in range(20)]

    assert pages == [200] * 20


@pytest.mark.services
@needs_nginx
def test_u6_one_address_has_only_so_many_lines(site):
    form = strangers()[1]
    lines = []
    for _number in range(70):
        line = socket.create_connection(("127.0.0.1", site.port), 20)
        line.sendall(form)
        lines.append(line)

    refused = site.ask("GET", "/guide/")
    for line in lines:
        line.close()
    wait_until(lambda: site.ask("GET", "/guide/").status == 200)

    assert refused.status == 429


# --- nothing on its disk -------------------------------------------------------------------


def received_late(site: Behind) -> bytes:
    """The file, by a reader who does not begin for a while: nginx has to wait with it."""
    answer = site.open("GET", site.file_url)
    threading.Event().wait(1.5)
    try:
        return answer.read()
    except http.client.IncompleteRead as error:
        return error.partial


def left_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"sidelight.log"}


@pytest.mark.services
@needs_nginx
def test_u6_no_body_and_no_answer_is_written_to_the_disk_of_nginx(site, tmp_path):
    head = b"PK\x03\x04"
    bodies = [head + bytes(MB), head + bytes(8 * MB)]

    sent = [site.send(site.begin(len(body)), body) for body in bodies]
    got = received_late(site)

    assert [answer.headers["Upload-Result"] for answer in sent] == ["kept"] * 2
    assert hashlib.sha256(got).hexdigest() == served.digest(SIZE_MB)
    assert left_in(tmp_path / "nginx") == {
        "pid",
        "errors",
        "nginx.conf",
        "sidelight.conf",
    }


@pytest.mark.services
@needs_nginx
@pytest.mark.parametrize(
    ("line", "is_written"),
    [
        (
            "proxy_max_temp_file_size 0;",
            lambda site: len(received_late(site)) < SIZE_MB * MB,
        ),
        (
            "proxy_request_buffering off;",
            lambda site: site.send(site.begin(8 * MB), bytes(8 * MB)).status == 500,
        ),
    ],
)
def test_u6_without_these_lines_it_would_be(portal, tmp_path, line, is_written):
    text = OURS.read_text()
    assert line in text

    with behind_nginx(portal, tmp_path / "nginx", text.replace(line, "")) as site:
        assert is_written(site)


@pytest.mark.services
@needs_nginx
def test_u6_a_body_of_unknown_length_is_not_taken(site):
    answer = site.ask("POST", "/me/", b"", Transfer_Encoding="chunked")

    assert answer.status == 411


# --- the example itself ----------------------------------------------------------------------


def test_u6_the_example_adds_no_header_and_logs_no_address():
    words = [line.split()[0] for line in OURS.read_text().splitlines() if line.strip()]
    lines = [line.strip() for line in OURS.read_text().splitlines()]

    assert "add_header" not in words
    assert lines.count("access_log off;") == 2
    assert "error_log /var/log/nginx/sidelight.log crit;" in lines
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in lines
