"""Checks the audit chain from its first entry to its last."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import audit
from accounts.models import AuditEntry


class Command(BaseCommand):
    help = "Finds any edit, gap or cut in the audit trail; exit 1 when there is one."

    def handle(self, *args: Any, **options: Any) -> None:
        faults = list(audit.faults())
        for fault in faults:
            self.stderr.write(fault)
        if faults:
            raise CommandError(f"The audit trail has {len(faults)} faults.")
        self.stdout.write(
            f"The audit trail is whole: {AuditEntry.objects.count()} entries."
        )
        if not audit.read_anchors()[0]:
            self.stdout.write("No anchor is there yet: a cut end could not be seen.")
