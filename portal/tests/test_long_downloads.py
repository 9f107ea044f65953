"""L4: a large file goes out as a stream, any part of it, and never a byte that was changed."""

from __future__ import annotations

import hashlib
import http.client
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import Popen

import pytest

from portal.tests import served
from portal.tests.machine import (
    answers,
    children_of,
    environment,
    free_port,
    running,
    wait_until,
    web,
)
from portal.tests.served import MB, Site

pytestmark = pytest.mark.own_engines

SIZE_MB = 200
MOST_GROWTH_MB = 64
PIECE = 256 * 1024


@pytest.fixture(scope="module")
def stored(make_home, tmp_path_factory) -> tuple[Path, list[str]]:
    """A data folder with a large file in it."""
    home = make_home(tmp_path_factory.mktemp("large"))
    return home, served.make(environment(home), SIZE_MB)


@contextmanager
def serving(stored: tuple[Path, list[str]]) -> Iterator[tuple[Popen, Site]]:
    home, made = stored
    env, port = environment(home, WEB_PROCESSES="1"), free_port()
    with running(web(env, port), env) as process:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/livez"))
        yield process, Site(port, *made)


def read(answer: http.client.HTTPResponse, after: bytes = b"") -> str:
    """The hash of what came, taken in pieces, and of what had come before."""
    found = hashlib.sha256(after)
    while piece := answer.read(PIECE):
        found.update(piece)
    return found.hexdigest()


def resident_mb(process: Popen) -> float:
    """Memory of all processes of the web server together."""
    pages = 0
    for pid in [process.pid, *children_of(process.pid)]:
        pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / MB


@contextmanager
def growth_of(process: Popen) -> Iterator[list[float]]:
    """The memory it had before, and then again and again until the end."""
    seen, over = [resident_mb(process)], threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            seen.append(resident_mb(process))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads Linux' /proc")
def test_l4_a_large_file_is_a_stream_and_memory_stays(stored):
    with serving(stored) as (process, site):
        site.ask(
            "GET", site.file_url, Range="bytes=0-9"
        )  # loads what it needs for that
        with growth_of(process) as seen:
            found = read(site.open("GET", site.file_url))

    assert found == served.digest(SIZE_MB)
    assert len(seen) > 2
    assert max(seen) - seen[0] < MOST_GROWTH_MB


def test_l4_a_download_that_broke_goes_on_from_there(stored):
    with serving(stored) as (_process, site):
        broken = site.open("GET", site.file_url)
        first = b"".join(broken.read(PIECE) for _piece in range(130))
        broken.close()

        rest = site.open("GET", site.file_url, Range=f"bytes={len(first)}-")
        told = (rest.status, rest.headers["Content-Range"])
        found = read(rest, first)

    size = SIZE_MB * MB
    assert told == (206, f"bytes {len(first)}-{size - 1}/{size}")
    assert found == served.digest(SIZE_MB)


def changed(parts: list[Path]) -> None:
    content = bytearray(parts[5].read_bytes())
    content[len(content) // 2] ^= 1
    parts[5].write_bytes(content)


def cut(parts: list[Path]) -> None:
    os.truncate(parts[5], parts[5].stat().st_size // 2)


def swapped(parts: list[Path]) -> None:
    other = parts[6].read_bytes()
    parts[6].write_bytes(parts[5].read_bytes())
    parts[5].write_bytes(other)


@pytest.mark.parametrize("harm", [changed, cut, swapped])
def test_l4_what_is_not_what_was_stored_ends_the_transfer_and_is_told(stored, harm):
    parts = sorted(
        path for path in stored[0].glob("files/cases/**/*") if path.is_file()
    )
    kept = {path: path.read_bytes() for path in parts[5:7]}
    with serving(stored) as (process, site):
        harm(parts)
        try:
            answer = site.open("GET", site.file_url)
            good = len(answer.read(20 * MB))  # what stands before it
            with pytest.raises(http.client.IncompleteRead) as ended:
                answer.read()
            part = site.ask("GET", site.file_url, Range=f"bytes={20 * MB}-")
        finally:
            for path, content in kept.items():
                path.write_bytes(content)
        process.terminate()
        said = process.stdout.read()

    assert (good, ended.value.partial, part.status) == (20 * MB, b"", 500)
    assert "CRITICAL records.vault.reading stored bytes are not what was stored" in said
