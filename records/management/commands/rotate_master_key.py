"""`manage.py rotate_master_key`: wraps the keys of all cases with the newest master key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from records import keys, master_key


class Command(BaseCommand):
    help = (
        "Wraps the key of each case with the first key of MASTER_KEY, or with that of "
        "MASTER_KEY_URI. Files stay as they are. Run again, it goes on where it stopped."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        try:
            while some := keys.rewrap():
                done += some
        except master_key.MasterKeyError as error:
            raise CommandError(f"{done} keys wrapped anew, then: {error}") from error
        self.stdout.write(f"{done} keys wrapped anew by {master_key.name()}")
