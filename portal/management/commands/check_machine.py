"""Says in one sentence what is missing before the first table is made."""

from __future__ import annotations

import shutil
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from portal.broker import require_no_refusal
from portal.database import require_answer
from portal.environment import Environment
from records.sandbox.cage import cage

WEAK_CAGES = {
    "landlock": (
        "bubblewrap does not work here, so files of strangers are looked at inside "
        "Landlock, the kernel's own means. Debian and Ubuntu: apt-get install bubblewrap."
    ),
    "limits": (
        "Neither bubblewrap nor Landlock works here: files of strangers are looked at with "
        "limits only. Debian and Ubuntu: apt-get install bubblewrap."
    ),
}
ROOM = 100  # megabytes: the tables, the demo world and the files of a first day


def require_room() -> None:
    folder = settings.DATA_DIR
    if shutil.disk_usage(folder).free < ROOM * 1024 * 1024:
        raise CommandError(
            f"DATA_DIR {folder} has less than {ROOM} MB left. Make room, or choose "
            "another folder."
        )


class Command(BaseCommand):
    help = (
        "Checks that PDFs can be drawn on this machine, that the database answers, "
        "that Redis does not refuse us and what holds a look inside a file."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        Environment().web()
        require_room()
        require_answer()
        if sentence := require_no_refusal():
            self.stderr.write(sentence)
        if sentence := WEAK_CAGES.get(cage()):
            self.stderr.write(sentence)
        try:
            with redirect_stdout(StringIO()):  # it prints a page of advice of its own
                import weasyprint  # noqa: F401
        except OSError:
            raise CommandError(
                "The case summary needs Pango, which is missing. Debian and Ubuntu: "
                "apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
                "libharfbuzz-subset0. macOS: brew install pango."
            ) from None
