"""`manage.py quarantine`: harmful files that are kept and given to nobody."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from accounts import audit
from records import vault
from records.models import NOTHING, File

REASON = re.compile(r"[A-Za-z0-9 .,#-]{3,80}")


class Command(BaseCommand):
    help = "Lists files in which a virus was found, or erases one of them for a reason."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--erase", metavar="FILE", help="the id of the file")
        parser.add_argument("--reason", default="", help="written into the audit trail")

    def handle(self, *args: Any, **options: Any) -> None:
        held = File.objects.stored().filter(scan=File.Scan.FOUND).select_related("case")
        if options["erase"]:
            self._erase(held, options["erase"], options["reason"])
            return
        for file in held.order_by("added_at"):
            self.stdout.write(
                f"{file.pk} {file.case.reference} {file.added_at:%Y-%m-%d} "
                f"{file.size_bytes} bytes"
            )
        self.stdout.write(f"{held.count()} files in quarantine")

    def _erase(self, held: Any, file_id: str, reason: str) -> None:
        if not REASON.fullmatch(reason):
            raise CommandError("Give a short --reason in plain letters, without names.")
        try:
            file = held.get(pk=file_id)
        except (File.DoesNotExist, ValidationError):
            raise CommandError("No such file is in quarantine.") from None
        with transaction.atomic():
            held.filter(pk=file.pk).update(
                **NOTHING.columns() | {"size_bytes": file.size_bytes}
            )
            audit.note(by=None, verb="removed", obj=file, reason=reason)
        vault.delete(file)  # once the row says so
        self.stdout.write("erased")
