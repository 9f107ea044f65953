"""Virus scanners for tests: ClamAV's own daemon, and one that answers what it is told to."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from records.tests.processes import wait_until

# Every scanner knows this harmless text. In two halves, so that none finds it here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD" + rb"-ANTIVIRUS-TEST-FILE!$H+H*"
CONFIGURATION = """
LocalSocket {folder}/clamd.ctl
DatabaseDirectory {folder}/db
LogFile {folder}/log
Foreground yes
StreamMaxLength {most}
"""


@contextlib.contextmanager
def clamav(*, most: str = "25M") -> Iterator[str]:
    """ClamAV's daemon with one signature of our own; gives its address."""
    # A socket's path may have 100 letters, a test's folder has more.
    folder = Path(tempfile.mkdtemp(prefix="clam-"))
    (folder / "db").mkdir()
    (folder / "db" / "own.ndb").write_text(f"Test.Eicar:0:*:{EICAR.hex()}\n")
    configuration = folder / "clamd.conf"
    configuration.write_text(CONFIGURATION.format(folder=folder, most=most))
    program = shutil.which("clamd") or "/usr/sbin/clamd"
    daemon = subprocess.Popen(
        [program, f"--config-file={configuration}"], stdout=subprocess.DEVNULL
    )
    try:
        wait_until((folder / "clamd.ctl").exists)
        yield f"unix:{folder}/clamd.ctl"
    finally:
        daemon.terminate()
        daemon.wait()
        shutil.rmtree(folder)


class Scanner:
    """Answers each question with the next of `answers`, the last one for ever."""

    def __init__(self, *answers: bytes) -> None:
        self.answers = list(answers)
        self.asked: list[bytes] = []
        self._server = socket.create_server(("127.0.0.1", 0))
        self.url = f"tcp://127.0.0.1:{self._server.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        self._server.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                line, _address = self._server.accept()
                with line, line.makefile("rb") as read:
                    self._answer(line, read)

    def _answer(self, line, read) -> None:
        if read.read(10) != b"zINSTREAM\0":
            return
        data = b""
        while size := int.from_bytes(read.read(4), "big"):
            data += read.read(size)
        self.asked.append(data)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        line.sendall(answer)
