"""Real processes in tests: finding the children that look inside files, and killing them."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from records.sandbox import cage


def children(of: int | None = None) -> set[int]:
    """The children that look inside files, of this process or another."""
    line = ["/usr/bin/ps", "-eo", "pid=,ppid="]
    told = subprocess.run(line, capture_output=True, text=True)
    pairs = [tuple(map(int, line.split())) for line in told.stdout.splitlines()]
    family = {of or os.getpid()}
    for _ in range(4):
        family |= {pid for pid, parent in pairs if parent in family}
    return {pid for pid in family if runs_child(pid)}


def runs_child(pid: int) -> bool:
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    return str(cage.CHILD).encode() in words and b"bwrap" not in words


@contextmanager
def every_child_killed() -> Iterator[None]:
    """As by the out-of-memory killer: each child of this process, as soon as it is seen."""
    over = threading.Event()

    def watch() -> None:
        while not over.wait(0.1):
            for pid in children():
                os.kill(pid, 9)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def wait_until(true: Callable[[], Any], seconds: float = 8) -> None:
    end = time.monotonic() + seconds
    while not true() and time.monotonic() < end:
        threading.Event().wait(0.02)
