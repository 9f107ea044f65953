"""Loads the demo world of invented people."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from portal.demo.load import load


class Command(BaseCommand):
    help = "Loads about 16 invented cases in every state, with their people and papers."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="do nothing when people exist already",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            if options["if_empty"]:
                return
            raise CommandError(
                "There are people already: the demo world needs an empty one."
            )
        self.stdout.write(f"The demo world is loaded: {load()} cases.")
