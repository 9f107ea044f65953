"""Keeps a few processes running together and ends all of them together."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

SETTLED_SECONDS = 60
LONGEST_WAIT_SECONDS = 30
GRACE_SECONDS = 15
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One program that is to run for as long as we do."""

    name: str
    command: list[str]
    process: subprocess.Popen | None = None
    started: float = 0.0
    failures: int = 0
    start_again_at: float = 0.0

    def start(self, environment: dict[str, str]) -> None:
        """Runs the program in a process group of its own."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603  (commands are our own)
            self.command,
            env=environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=end_with_parent,
        )

    def has_ended(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def send(self, number: int) -> None:
        """Signals the program and every process it started."""
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, number)
        except (ProcessLookupError, PermissionError):
            return


@dataclass
class Supervisor:
    """Starts children, starts one again that died, and stops all on SIGINT or SIGTERM."""

    children: list[Child]
    environment: dict[str, str]
    say: Callable[[str], object]
    stopping: bool = field(default=False, init=False)

    def run(self) -> None:
        """Returns when asked to stop, after every child has ended."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._ask_to_stop)
        try:
            for child in self.children:
                child.start(self.environment)
            while not self.stopping:
                self._look_after_children()
                time.sleep(0.2)
        finally:
            self._stop_children()

    def _ask_to_stop(self, number: int, frame: object) -> None:
        self.stopping = True

    def _look_after_children(self) -> None:
        now = time.monotonic()
        for child in self.children:
            if child.has_ended():
                self._bury(child, now)
            elif child.process is None and now >= child.start_again_at:
                child.start(self.environment)

    def _bury(self, child: Child, now: float) -> None:
        if now - child.started > SETTLED_SECONDS:
            child.failures = 0
        wait = min(2**child.failures, LONGEST_WAIT_SECONDS)
        child.failures += 1
        child.send(signal.SIGKILL)  # what it may have left behind in its group
        code = child.process.returncode if child.process else "?"
        self.say(f"{child.name} ended ({code}); starting it again in {wait} s.")
        child.process = None
        child.start_again_at = now + wait

    def _stop_children(self) -> None:
        running = [child for child in self.children if child.process is not None]
        # To the leader only: gunicorn and Celery tell their own workers what to do.
        for child in running:
            if not child.has_ended():
                child.process.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + GRACE_SECONDS
        for child in running:
            try:
                child.process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                self.say(f"{child.name} did not end in time and was stopped hard.")
            child.send(signal.SIGKILL)
            child.process.wait()


def end_with_parent() -> None:
    """In a new child on Linux: end when the parent ends, even when it is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
