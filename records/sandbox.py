"""Runs a look inside a file in a child process with limits: no file can take the worker down.

The child gets little memory, little time, may write nothing, and says its result as JSON.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MEMORY = 1024 * 1024 * 1024
SECONDS = 20


def look_inside(path: str, type_: str) -> dict[str, Any]:
    """What the child found: {"pages": n} and perhaps {"code": …}.

    A child that dies, hangs or runs out of memory gives {"code": "broken"} or "slow".
    """
    try:
        child = subprocess.run(  # noqa: S603 - our own module, fixed arguments
            [sys.executable, "-I", str(ROOT / "records" / "inside.py"), path, type_],
            capture_output=True,
            timeout=SECONDS + 5,
            env={"PATH": os.defpath, "LANG": "C.UTF-8"},
            cwd="/",
            preexec_fn=_limit,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return {"code": "slow"}
    try:
        found = json.loads(child.stdout or b"")
    except ValueError:
        slow = child.returncode == -signal.SIGXCPU
        return {"code": "slow" if slow else "broken"}
    return found if isinstance(found, dict) else {"code": "broken"}


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    # At the first limit the child is told so, at the second it is stopped.
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
