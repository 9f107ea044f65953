"""Says in one sentence what is missing before the first table is made."""

from __future__ import annotations

from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portal.database import require_answer


class Command(BaseCommand):
    help = (
        "Checks that PDFs can be drawn on this machine and that the database answers."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        require_answer()
        try:
            with redirect_stdout(StringIO()):  # it prints a page of advice of its own
                import weasyprint  # noqa: F401
        except OSError:
            raise CommandError(
                "The case summary needs Pango, which is missing. Debian and Ubuntu: "
                "apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
                "libharfbuzz-subset0. macOS: brew install pango."
            ) from None
