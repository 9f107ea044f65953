"""Landlock, the kernel's own cage: after `lock` only the named paths can be opened, to read.

Called by system call, as Python has no binding. Linux 5.13 or newer; elsewhere `version`
is 0 and nothing is locked.
"""

import ctypes
import os
import struct
import sys

CREATE, ADD_RULE, RESTRICT_SELF = 444, 445, 446  # the same numbers on every machine
ASK_VERSION = 1
RULE_PATH = 1
EXECUTE, READ_FILE, READ_DIR = 1, 4, 8
# What each version can forbid: files and folders; connections over TCP; abstract sockets
# and signals to others.
FILES = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
TCP, SCOPES = 3, 3


def version() -> int:
    """The version of Landlock on this machine; 0 for none."""
    if not sys.platform.startswith("linux"):
        return 0
    found = _libc().syscall(CREATE, None, 0, ASK_VERSION)
    return max(0, found)


def lock(paths: list[str]) -> bool:
    """Leaves this process only these paths, to read and run; False without Landlock."""
    known = version()
    if not known:
        return False
    libc = _libc()
    rules = _rules(known)
    ruleset = libc.syscall(CREATE, rules, len(rules), 0)
    if ruleset < 0:
        return False
    for path in paths:
        _allow(libc, ruleset, path)
    done = libc.syscall(RESTRICT_SELF, ruleset, 0) == 0
    os.close(ruleset)
    return done


def _rules(known: int) -> bytes:
    files = FILES[max(least for least in FILES if least <= known)]
    if known < 4:
        return struct.pack("=Q", files)
    if known < 6:
        return struct.pack("=QQ", files, TCP)
    return struct.pack("=QQQ", files, TCP, SCOPES)


def _allow(libc: ctypes.CDLL, ruleset: int, path: str) -> None:
    try:
        handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    rights = EXECUTE | READ_FILE | (READ_DIR if os.path.isdir(path) else 0)
    libc.syscall(ADD_RULE, ruleset, RULE_PATH, struct.pack("=Qi", rights, handle), 0)
    os.close(handle)


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.syscall.restype = ctypes.c_long
    return libc
