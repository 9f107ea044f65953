"""`manage.py erase_case K7XR-9MWA`: only the audit trail is left, and it says nothing of it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from intake.models import Case
from records import erasing


class Command(BaseCommand):
    help = "Destroys the key of a case and everything in it. It cannot be undone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, reference: str, yes: bool, **options: Any) -> None:
        case = Case.objects.filter(reference=reference).first()
        if case is None:
            raise CommandError(f"there is no case {reference}")
        if not yes and input(f"Erase {reference} for ever? Write yes: ") != "yes":
            raise CommandError("nothing was erased")
        self.stdout.write(f"{erasing.erase(case, by=None)} files erased")
