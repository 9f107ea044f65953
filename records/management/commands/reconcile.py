"""`manage.py reconcile`: rows without a file, and files without a row."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from records import reconcile


class Command(BaseCommand):
    help = "Finds rows without a file and files without a row. Ends with 1 when there are any."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--fix",
            action="store_true",
            help="remove files without a row that are older than a day",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = reconcile.compare()
        for key in found.rows:
            self.stdout.write(f"a row without its file: {key}")
        for name in found.names:
            self.stdout.write(f"a file without a row: {name}")
        self.stdout.write(
            f"{len(found.rows)} rows without a file, "
            f"{len(found.names)} files without a row"
        )
        removed = reconcile.remove_orphans(found.names) if options["fix"] else 0
        if options["fix"]:
            self.stdout.write(f"{removed} files removed")
        if found.rows or len(found.names) > removed:
            raise SystemExit(1)
