"""What the child takes from itself before it looks at the first byte of a stranger."""

import ctypes
import os
import resource
import sys

from records.sandbox import landlock, seccomp

DIE_WITH_PARENT, DUMPABLE, NO_NEW_PRIVILEGES = 1, 4, 38
SIGKILL = 9
FILES_OPEN = 64
PROCESSES = 64  # of the same user, threads included


def take_away(limits: dict, paths: list[str], *, cage: str) -> None:
    """Memory, time, files, privileges, system calls; the paths where bubblewrap has not."""
    _limit(limits)
    if not sys.platform.startswith("linux"):
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(DIE_WITH_PARENT, SIGKILL, 0, 0, 0)
    libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    if limits["programs"]:  # bubblewrap alone holds a job that starts programs
        return
    libc.prctl(DUMPABLE, 0, 0, 0, 0)
    if cage == "landlock":
        landlock.lock(paths)
    if not seccomp.lock():
        _set("RLIMIT_NPROC", PROCESSES)


def _limit(limits: dict) -> None:
    written = limits["scratch_bytes"]
    _set("RLIMIT_AS", limits["memory"])
    # At the first limit the child is told so, at the second it is stopped.
    seconds = limits["cpu_seconds"]
    _set("RLIMIT_CPU", seconds, seconds + 2)
    _set("RLIMIT_FSIZE", written)
    _set("RLIMIT_CORE", 0)
    if not limits["programs"]:
        _set("RLIMIT_NOFILE", FILES_OPEN)


def _set(name: str, soft: int, hard: int | None = None) -> None:
    which = getattr(resource, name, None)
    if which is None:
        return
    most = resource.getrlimit(which)[1]
    wanted = [soft, soft if hard is None else hard]
    if most != resource.RLIM_INFINITY:
        wanted = [min(value, most) for value in wanted]
    try:
        resource.setrlimit(which, tuple(wanted))
    except (ValueError, OSError):
        if sys.platform.startswith("linux"):
            raise  # without its limits nothing is opened


def leave_when_orphaned(parent: int) -> None:
    """The parent died before we asked to die with it. Inside bubblewrap we see nobody."""
    if parent and os.getppid() != parent:
        os._exit(1)
