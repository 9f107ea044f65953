"""What surrounds a child: bubblewrap where the machine allows it, else the kernel's own means.

Limits on memory, time and files and a filter of system calls (`locks.py`) hold always.
Around them stands one of two cages: `bubblewrap`, in which only Python's own files exist,
or `landlock`, in which only those can be opened. Where neither works, `limits`.
"""

from __future__ import annotations

import functools
import shutil
import subprocess
import sys
from pathlib import Path

from records.sandbox import landlock
from records.sandbox.limits import Limits

ROOT = Path(__file__).resolve().parent.parent.parent
CHILD = Path(__file__).with_name("child.py")
# The only files of ours that a child can read.
OURS = (
    "records/__init__.py",
    "records/names.py",
    "records/sniff.py",
    "records/sandbox",
)
SYSTEM = ("/usr", "/lib", "/lib64", "/lib32", "/bin", "/etc/ld.so.cache")
ENVIRONMENT = {
    "PATH": "/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "HOME": "/tmp",  # noqa: S108 - exists only for jobs that have scratch
    "OPENBLAS_NUM_THREADS": "1",  # each thread would reserve memory for itself
}
PROBE_SECONDS = 10


@functools.cache
def cage() -> str:
    """Which cage works on this machine: found out once in each process."""
    if _bubblewrap_works():
        return "bubblewrap"
    return "landlock" if landlock.version() else "limits"


def command(arguments: list[str], limits: Limits, package: str) -> list[str]:
    """The line that starts the child, inside bubblewrap where that works."""
    # -B: nothing is written beside our own modules.
    python = [sys.executable, "-I", "-B", str(CHILD), *arguments]
    if cage() != "bubblewrap":
        return python
    return [*_bubblewrap(limits, package), "--", *python]


def readable(package: str) -> list[str]:
    """Paths a child needs to run: Python, its libraries, and our few files."""
    jobs = ROOT / package.replace(".", "/")
    above = [jobs.parent / "__init__.py"]
    ours = [*(ROOT / path for path in OURS), *above, *([jobs] if package else [])]
    found = [*SYSTEM, sys.base_prefix, sys.prefix, *map(str, ours)]
    return [
        path for path in dict.fromkeys(found) if path != "/" and Path(path).exists()
    ]


def _bubblewrap(limits: Limits, package: str) -> list[str]:
    line = ["bwrap", "--unshare-all", "--die-with-parent", "--new-session"]
    line += ["--uid", "65534", "--gid", "65534", "--hostname", "sandbox"]
    if limits.scratch_bytes:
        line += ["--size", str(limits.scratch_bytes), "--tmpfs", "/tmp"]  # noqa: S108
    for path in [*readable(package), *limits.binds]:
        if Path(path).is_symlink() and path.count("/") == 1:  # /lib is usr/lib
            line += ["--symlink", str(Path(path).readlink()), path]
        else:
            line += ["--ro-bind-try", path, path]
    if limits.programs:
        line += ["--proc", "/proc"]
    line += ["--dev", "/dev"]
    return [*line, "--remount-ro", "/", "--chdir", "/"]


def _bubblewrap_works() -> bool:
    if not sys.platform.startswith("linux") or shutil.which("bwrap") is None:
        return False
    probe = [*_bubblewrap(Limits(), ""), "--", sys.executable, "-I", "-c", "print(1)"]
    try:
        found = subprocess.run(  # noqa: S603 - our own line, fixed arguments
            probe,
            capture_output=True,
            timeout=PROBE_SECONDS,
            env=ENVIRONMENT,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return found.stdout.strip() == b"1"
