"""Web server, worker and clock as separate processes, started and stopped together."""

from __future__ import annotations

import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from portal.broker import require_no_refusal
from portal.database import require_up_to_date
from portal.environment import BASE_DIR, Environment
from portal.supervisor import Child, Supervisor

DEMO = ["patient", "caregiver", "coordinator", "specialist"]
DEMO_PASSWORD = "sidelight-demo"  # noqa: S105  (of invented people, shown on purpose)


class Command(BaseCommand):
    help = "Runs the whole portal on this computer until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", default="8000")
        parser.add_argument("--host", default="127.0.0.1")

    def handle(self, *args: Any, **options: Any) -> None:
        host, port = options["host"], read_port(options["port"])
        Environment().web()  # else only the web child says so, again and again
        require_free(host, port)
        require_up_to_date()
        if away := require_no_refusal():
            self.tell(away)
        make_broker_folders()
        address = f"http://localhost:{port}"
        environment = dict(os.environ)
        # Links in mails follow the port, unless the place has an address of its own.
        environment.setdefault("SITE_URL", address)
        environment["PYTHONUNBUFFERED"] = "1"
        self.greet(address)
        Supervisor(programs(host, port), environment, self.tell).run()
        self.tell("Stopped. Your data is kept.")

    def tell(self, sentence: str) -> None:
        self.stdout.write(sentence)
        self.stdout.flush()

    def greet(self, address: str) -> None:
        self.tell(f"\nSidelight runs at {address}  (Ctrl-C stops it)")
        people = list(User.objects.filter(is_demo=True).values_list("email", flat=True))
        known = [f"{name}@demo.sidelight.test" for name in DEMO]
        shown = [email for email in known if email in people]
        if shown:
            self.tell(f"Demo people, password {DEMO_PASSWORD} (“Use my password”):")
            for email in shown:
                self.tell(f"  {email}")
        folder = settings.MAIL_DELIVERY.get("EMAIL_FILE_PATH")
        if folder:
            self.tell(f"Mail, with the sign-in codes, is written to {folder}\n")


def read_port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise CommandError(f"{text!r} is not a port. Use a number such as 8000.")
    return int(text)


def require_free(host: str, port: int) -> None:
    """Stops with one sentence when another program listens on the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise CommandError(
                f"Port {port} needs rights you lack. Use 8000."
            ) from None
        except OSError:
            raise CommandError(
                f"Port {port} is in use by another program. "
                f"Choose another one: make run PORT={port % 65535 + 1}"
            ) from None


def make_broker_folders() -> None:
    """The folder broker needs its folders before the first message."""
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    for name in ("data_folder_in", "control_folder"):
        if name in options:
            Path(options[name]).mkdir(parents=True, exist_ok=True)


def programs(host: str, port: int) -> list[Child]:
    """What runs: the web, one worker for every queue, and the clock."""
    python = [sys.executable, "-m"]
    celery = [*python, "celery", "--quiet", "-A", "portal", "--workdir", str(BASE_DIR)]
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = [*python, "gunicorn", "--config", "python:portal.gunicorn", "--bind", bind]
    worker = [
        *celery,
        "worker",
        "--queues=fast,inspect,build",
        "--concurrency=2",
        "--loglevel=WARNING",
        "--without-gossip",
        "--without-mingle",
    ]
    # No pid file: one left behind by a crash would keep the clock from starting.
    clock = [*celery, "beat", "--loglevel=WARNING", "--pidfile="]
    return [Child("Web", web), Child("Worker", worker), Child("Clock", clock)]
