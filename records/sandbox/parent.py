"""Runs one job on one file in a child process: no file can take the worker down.

The parent gives the child bytes when asked and takes what it made. It believes nothing:
every frame has a largest size, every budget is counted here, and a child that dies, hangs
or talks nonsense is a code in the answer, never an exception.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any, Protocol

from records.sandbox import cage, wire
from records.sandbox.limits import MB, Limits

JOBS = "records.sandbox.jobs"
TELL_SECONDS = 10
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,79}")
# A child may read its file over and over, but not for ever.
READ_FACTOR, READ_SPARE, READ_LEAST = 40, 64 * MB, 4096


class Source(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...
    def seek(self, offset: int, whence: int = 0, /) -> int: ...
    def tell(self) -> int: ...


class Place(Protocol):
    """Where one output goes. `close` is called of a complete output only."""

    def write(self, data: bytes, /) -> Any: ...
    def close(self) -> Any: ...


Sink = Callable[[str], Place]


class ChildError(Exception):
    """The child ended without an answer; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def run(
    job: str,
    source: Source,
    *,
    arguments: dict[str, Any] | None = None,
    limits: Limits | None = None,
    sink: Sink | None = None,
    progress: Callable[[int], Any] | None = None,
) -> dict[str, Any]:
    """What the job found about these bytes, or {"code": …} when it came to no end.

    Codes of children that failed: `broken` (a parser gave up or crashed), `slow`, `memory`,
    `flooded` (more output than allowed), `nonsense` (frames no job of ours sends), `killed`
    (by somebody else: worth another try) and `no_cage` (it needs bubblewrap). Outputs go to
    `sink(name)` as they come; after a code the caller throws away what it got. Errors of
    the source, the sink and `progress` are the caller's own and pass through.
    """
    with begun(job, limits or Limits()) as child:
        return child.run(source, arguments, sink=sink, progress=progress)


class Begun:
    """A child that locks itself in and loads its tools while its source is made ready."""

    def __init__(
        self, process: subprocess.Popen[bytes], line: socket.socket, limits: Limits
    ) -> None:
        self._process, self._line, self._limits = process, line, limits

    def run(
        self,
        source: Source,
        arguments: dict[str, Any] | None = None,
        *,
        sink: Sink | None = None,
        progress: Callable[[int], Any] | None = None,
        late: Sequence[Callable[[], bytes]] = (),
        output_bytes: int | None = None,
    ) -> dict[str, Any]:
        """As `run` says; once. `late` gives, one by one, what the job needs later.

        `output_bytes` stands for that of its limits, where it was not known before.
        """
        size = source.seek(0, os.SEEK_END)
        _tell(self._line, {"size": size, "arguments": arguments or {}})
        limits = self._limits
        if output_bytes is not None:
            limits = replace(limits, output_bytes=output_bytes)
        talk = Talk(self._line, source, size, limits, sink, progress, late)
        try:
            return talk.until_result()
        except ChildError as failed:
            return {"code": failed.code or _cause_of_death(self._process)}


class NoCage:
    """In the place of a child that needs bubblewrap, where there is none."""

    def run(self, *_source: Any, **_told: Any) -> dict[str, Any]:
        return {"code": "no_cage"}


@contextlib.contextmanager
def begun(job: str, limits: Limits) -> Iterator[Begun | NoCage]:
    """Starts the child of a job whose source is not ready yet."""
    job = _checked(job)
    if (limits.programs or limits.scratch_bytes) and cage.cage() != "bubblewrap":
        yield NoCage()
        return
    with _child(job, limits) as (process, line):
        yield Begun(process, line, limits)


def _checked(job: str) -> str:
    folder = cage.ROOT / JOBS.replace(".", "/")
    if not job.isidentifier() or not (folder / f"{job}.py").is_file():
        raise ValueError(f"no job {job!r}")
    return job


@contextlib.contextmanager
def _child(
    job: str, limits: Limits
) -> Iterator[tuple[subprocess.Popen[bytes], socket.socket]]:
    ours, theirs = socket.socketpair()
    told = {
        "job": f"{JOBS}.{job}",
        "limits": asdict(limits),
        "paths": [*cage.readable(JOBS), "/dev/null", "/dev/urandom"],
        "cage": cage.cage(),
        "parent": 0 if cage.cage() == "bubblewrap" else os.getpid(),
    }
    with ours, theirs:
        process = subprocess.Popen(  # noqa: S603 - our own module, fixed arguments
            cage.command([str(theirs.fileno())], limits, JOBS),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            env=cage.ENVIRONMENT,
            cwd="/",
            start_new_session=True,
        )
        theirs.close()
        try:
            _tell(ours, told)
            yield process, ours
        finally:
            _end(process)


def _tell(line: socket.socket, told: dict[str, Any]) -> None:
    """By the line, not by its arguments: those are shown to everybody on the machine."""
    data = json.dumps(told).encode("ascii")
    line.settimeout(TELL_SECONDS)
    with contextlib.suppress(OSError):  # a child that died says why later
        line.sendall(wire.SIZE.pack(len(data)) + data)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Nothing of the child is left, its own children included."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()


def _cause_of_death(process: subprocess.Popen[bytes]) -> str:
    """Why the line went dead: read from how the process ended."""
    try:
        ended = process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        return "nonsense"  # it lives and closed its line
    number = -ended if ended < 0 else ended - 128  # bubblewrap passes 128 + signal
    causes = {signal.SIGXCPU: "slow", signal.SIGKILL: "killed"}
    return causes.get(number, "broken")


class Talk:
    """One conversation with one child."""

    def __init__(
        self,
        line: socket.socket,
        source: Source,
        size: int,
        limits: Limits,
        sink: Sink | None,
        progress: Callable[[int], Any] | None,
        late: Sequence[Callable[[], bytes]],
    ) -> None:
        self._line = line
        self._source = source
        self._limits = limits
        self._sink = sink
        self._progress = progress
        self._late = iter(late)
        self._patience = limits.wall_seconds
        self._to_read = READ_FACTOR * size + READ_SPARE
        self._to_write = limits.output_bytes
        self._names: set[str] = set()
        self._place: Place | None = None
        self._told = 0

    def until_result(self) -> dict[str, Any]:
        answers = {
            wire.READ: self._read,
            wire.LATE: self._give_late,
            wire.OPEN: self._open,
            wire.DATA: self._write,
            wire.PASS: self._pass,
            wire.CLOSE: self._close,
            wire.PROGRESS: self._report,
        }
        while True:
            kind, length = wire.HEAD.unpack(self._take(wire.HEAD.size))
            if length > wire.MOST.get(kind, -1):
                raise ChildError("nonsense")
            data = self._take(length)
            if kind == wire.RESULT:
                return _result(data)
            answers[kind](data)

    def _read(self, data: bytes) -> None:
        found = self._asked_for(data)
        self._give(wire.SIZE.pack(len(found)))
        self._give(found)

    def _give_late(self, _data: bytes) -> None:
        late = next(self._late, None)
        if late is None:
            raise ChildError("nonsense")
        found = late()
        self._give(wire.SIZE.pack(len(found)))
        self._give(found)

    def _asked_for(self, data: bytes) -> bytes:
        if len(data) != wire.ASK.size:
            raise ChildError("nonsense")
        start, length = wire.ASK.unpack(data)
        if length > wire.MOST_ASKED or start > 1 << 62:
            raise ChildError("nonsense")
        self._to_read -= max(length, READ_LEAST)
        if self._to_read < 0:
            raise ChildError("slow")
        self._source.seek(start)
        return _exactly(self._source, length)

    def _pass(self, data: bytes) -> None:
        self._write(self._asked_for(data))

    def _open(self, data: bytes) -> None:
        name = data.decode("ascii", "replace")
        if self._sink is None or self._place or name in self._names:
            raise ChildError("nonsense")
        if not _NAME.fullmatch(name):
            raise ChildError("nonsense")
        if len(self._names) >= self._limits.outputs:
            raise ChildError("flooded")
        self._names.add(name)
        self._place = self._sink(name)

    def _write(self, data: bytes) -> None:
        if self._place is None:
            raise ChildError("nonsense")
        self._to_write -= len(data)
        if self._to_write < 0:
            raise ChildError("flooded")
        self._place.write(data)

    def _close(self, data: bytes) -> None:
        if self._place is None:
            raise ChildError("nonsense")
        self._place.close()
        self._place = None

    def _report(self, data: bytes) -> None:
        """Only forwards, so that a child makes at most a hundred updates of a row."""
        told = data[0] if data else 0
        if self._progress is not None and self._told < told <= 100:
            self._told = told
            self._progress(told)

    def _take(self, size: int) -> bytes:
        taken = bytearray(size)
        left = memoryview(taken)
        while left:
            count = self._patiently(partial(self._line.recv_into, left))
            if not count:
                raise ChildError("")
            left = left[count:]
        return bytes(taken)

    def _give(self, data: bytes) -> None:
        self._patiently(lambda: self._line.sendall(data))

    def _patiently(self, deed: Callable[[], Any]) -> Any:
        """Waits for the child, out of the one budget it has for the whole job."""
        begun = time.monotonic()
        try:
            self._line.settimeout(max(0.001, self._patience))
            return deed()
        except TimeoutError:
            raise ChildError("slow") from None
        except OSError:
            raise ChildError("") from None
        finally:
            self._patience -= time.monotonic() - begun


def _exactly(source: Source, length: int) -> bytes:
    found = source.read(length)
    while len(found) < length:
        more = source.read(length - len(found))
        if not more:
            break
        found += more
    return found


def _result(data: bytes) -> dict[str, Any]:
    try:
        found = json.loads(data)
    except (ValueError, RecursionError):
        raise ChildError("nonsense") from None
    if not isinstance(found, dict):
        raise ChildError("nonsense")
    return found
