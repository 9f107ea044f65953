"""Says in one sentence which library of the system is missing, and how to get it."""

from __future__ import annotations

from ctypes.util import find_library
from typing import Any

from django.core.management.base import BaseCommand, CommandError

# What WeasyPrint opens when it draws a case summary.
LIBRARIES = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz": "libharfbuzz0b",
    "harfbuzz-subset": "libharfbuzz-subset0",
}


class Command(BaseCommand):
    help = "Checks that the libraries for drawing PDFs are on this machine."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        missing = [
            package for name, package in LIBRARIES.items() if not find_library(name)
        ]
        if missing:
            raise CommandError(
                "The case summary needs Pango. Debian and Ubuntu: "
                f"apt-get install {' '.join(missing)}. macOS: brew install pango."
            )
