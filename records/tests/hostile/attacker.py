"""A job that tries one forbidden deed and tells what came of it."""

import ctypes
import os
import socket
import struct
import subprocess
import sys
import time


def run(source, arguments, out):
    deed = DEEDS[arguments["deed"]]
    try:
        got = deed(arguments, out)
    except OSError as error:
        return {"refused": type(error).__name__}
    return {"did": got}


def connect(arguments, out):
    socket.create_connection(("127.0.0.1", arguments["port"]), timeout=2)
    return "connected"


def send_datagram(arguments, out):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        return sender.sendto(b"secret", ("127.0.0.1", arguments["port"]))


def read_file(arguments, out):
    with open(arguments["path"], "rb") as secret:
        return secret.read(20).decode("latin-1")


def list_folder(arguments, out):
    return os.listdir(arguments["path"])


def write_file(arguments, out):
    with open(arguments["path"], "wb") as made:
        made.write(b"canary")
        made.flush()
    return "written"


def start_program(arguments, out):
    return subprocess.run(["/bin/echo", "x"], capture_output=True).stdout.decode()


def fork_bomb(arguments, out):
    begun = 0
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(60)
        begun += 1
    return begun


def kill_parent(arguments, out):
    os.kill(arguments["pid"], 9)
    return "killed"


def look_at_parent(arguments, out):
    with open(f"/proc/{arguments['pid']}/environ", "rb") as environ:
        return environ.read().decode("latin-1")


def own_environment(arguments, out):
    return sorted(os.environ)


def eat_memory(arguments, out):
    eaten = []
    while True:
        eaten.append(bytearray(50_000_000))


def turn_in_circles(arguments, out):
    while True:
        pass


def stall(arguments, out):
    time.sleep(600)


def crash(arguments, out):
    ctypes.string_at(1)


def end_early(arguments, out):
    os._exit(0)


def dig_deep(arguments, out):
    return dig_deep(arguments, out)


def flood_outputs(arguments, out):
    for number in range(1000):
        out.emit(f"out-{number}", b"x")


def flood_bytes(arguments, out):
    with out.open("big") as made:
        while True:
            made.write(b"x" * 200_000)


def flood_by_passing(arguments, out):
    with out.open("big") as made:
        while True:
            made.pass_on(0, 18)


def ask_late_twice(arguments, out):
    first = bytes(out._line.late())
    return [first.decode(), len(out._line.late())]


def pass_without_name(arguments, out):
    out._line.send(b"V", struct.pack(">QI", 0, 4))
    time.sleep(600)


def flood_reads(arguments, out):
    while True:
        out._line.ask(0, 1)


def flood_result(arguments, out):
    return "x" * 50_000_000


def lie_about_length(arguments, out):
    os.write(out._line._handle, struct.pack(">cI", b"D", 0xFFFFFFFF))
    time.sleep(600)


def unknown_frame(arguments, out):
    out._line.send(b"Z", b"")
    time.sleep(600)


def huge_question(arguments, out):
    return len(out._line.ask(0, 0xFFFFFFFF))


def bad_name(arguments, out):
    out.emit("../../etc/passwd", b"x")
    time.sleep(600)


def same_name(arguments, out):
    out.emit("a", b"x")
    out.emit("a", b"y")
    time.sleep(600)


def data_without_name(arguments, out):
    out._line.send(b"D", b"x")
    time.sleep(600)


def no_json(arguments, out):
    out._line.send(b"X", b"{" * 1000)
    time.sleep(600)


def list_as_result(arguments, out):
    out._line.send(b"X", b"[]")
    time.sleep(600)


def say_nothing_slowly(arguments, out):
    while True:
        os.write(out._line._handle, b"")
        time.sleep(0.05)


def loaded(arguments, out):
    return sorted(name for name in sys.modules if name.startswith(("django", "celery")))


DEEDS = {name: deed for name, deed in list(globals().items()) if callable(deed)}
