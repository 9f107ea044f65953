"""nginx as `deploy/nginx.conf` sets it up, on a port and in a folder of a test."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from portal.environment import BASE_DIR
from portal.tests.machine import answers, wait_until

OURS = BASE_DIR / "deploy" / "nginx.conf"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
AROUND = """
{user}
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 1024; }}
http {{
{paths}
include {folder}/sidelight.conf;
}}
"""


def here(text: str, folder: Path, port: int, behind: int) -> str:
    """Our example with the ports and folders of a test, and without its certificate."""
    text = re.sub(r"server \{\s+listen 80;.*?\n\}\n", "", text, flags=re.DOTALL)
    text = re.sub(r"(?m)^ *(ssl_|listen \[).*\n", "", text)
    return (
        text.replace("listen 443 ssl;", f"listen 127.0.0.1:{port};")
        .replace("portal.example.org", "localhost")
        .replace("127.0.0.1:8000", f"127.0.0.1:{behind}")
        .replace("/var/log/nginx", str(folder))
    )


@contextmanager
def nginx(folder: Path, text: str, port: int, behind: int) -> Iterator[None]:
    """nginx in front of a port. It finds no folder for temporary files: who needs one fails."""
    folder.mkdir()
    paths = "\n".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    user = "user root;" if os.geteuid() == 0 else ""
    around = AROUND.format(user=user, folder=folder, paths=paths)
    (folder / "nginx.conf").write_text(around)
    (folder / "sidelight.conf").write_text(here(text, folder, port, behind))
    command = [NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]
    process = subprocess.Popen(command)
    try:
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/livez"))
        for name in TEMPORARY:
            shutil.rmtree(folder / name, ignore_errors=True)
        yield
    finally:
        process.terminate()
        process.wait(20)
