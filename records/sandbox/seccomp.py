"""A filter of system calls: no sockets, no other programs, no signals to others.

It holds where limits on processes do not: for root, and in containers that forbid
namespaces. Threads stay allowed: numpy and PDFium start some.
"""

import ctypes
import os
import struct

SET_SECCOMP, FILTER = 22, 2
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
KILL, ALLOW, REFUSE = 0x80000000, 0x7FFF0000, 0x00050000
EPERM, ENOSYS = 1, 38
NUMBER, MACHINE, FIRST_ARGUMENT = 0, 4, 16  # where they stand in what the filter sees
THREAD = 0x00010000  # CLONE_THREAD
OTHER_SET = 0x40000000  # numbers of the x32 set begin here: none of them is allowed
CLONE3 = 435
# The same on every machine: pidfd_send_signal, io_uring_*, process_madvise, pidfd_getfd.
NEWER = (424, 425, 426, 427, 440, 438)
MACHINES = {
    "x86_64": {
        "id": 0xC000003E,
        "clone": 56,
        # socket, connect, sendto, sendmsg, bind, listen, socketpair, fork, vfork, execve,
        # kill, ptrace, mount, rt_sigqueueinfo, tkill, tgkill, keys, unshare,
        # rt_tgsigqueueinfo, setns, process_vm_*, bpf, execveat, userfaultfd
        "refused": (
            41, 42, 44, 46, 49, 50, 53, 57, 58, 59, 62, 101, 165, 129, 200, 234,
            248, 249, 250, 272, 297, 308, 310, 311, 321, 322, 323,
        ),
    },
    "aarch64": {
        "id": 0xC00000B7,
        "clone": 220,
        "refused": (
            198, 203, 206, 211, 200, 201, 199, 221, 129, 117, 40, 138, 130, 131,
            217, 218, 219, 97, 240, 268, 270, 271, 280, 281, 282,
        ),
    },
}  # fmt: skip


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def lock() -> bool:
    """Forbids this process those calls for ever; False where that is not known how."""
    machine = MACHINES.get(os.uname().machine)
    if machine is None or os.uname().sysname != "Linux":
        return False
    code = b"".join(_filter(machine))
    held = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    return libc.prctl(SET_SECCOMP, FILTER, ctypes.byref(program), 0, 0) == 0


def _filter(machine: dict) -> list[bytes]:
    lines = [_line(LOAD, MACHINE), _line(EQUAL, machine["id"], 1, 0)]
    lines += [_line(RETURN, KILL), _line(LOAD, NUMBER)]
    lines += [_line(AT_LEAST, OTHER_SET, 0, 1), _line(RETURN, REFUSE | EPERM)]
    # The C library asks clone3 first and takes clone, whose flags can be read here.
    lines += [_line(EQUAL, CLONE3, 0, 1), _line(RETURN, REFUSE | ENOSYS)]
    for number in (*machine["refused"], *NEWER):
        lines += [_line(EQUAL, number, 0, 1), _line(RETURN, REFUSE | EPERM)]
    lines += [_line(EQUAL, machine["clone"], 0, 3), _line(LOAD, FIRST_ARGUMENT)]
    lines += [_line(ANY_BIT, THREAD, 1, 0), _line(RETURN, REFUSE | EPERM)]
    return [*lines, _line(RETURN, ALLOW)]


def _line(code: int, value: int, if_so: int = 0, if_not: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_so, if_not, value)
