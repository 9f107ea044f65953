"""What every PDF that a worker draws for a folder has in common."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from records.models.stored import StoredBytes


class Printed(StoredBytes):
    """Beside WorkRow: the bytes in the vault once they are there, and who asked for them."""

    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)
    error_detail = models.CharField(max_length=300, blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True

    @property
    def is_busy(self) -> bool:
        return self.work in {self.Work.QUEUED, self.Work.WORKING}

    @property
    def is_ready(self) -> bool:
        return self.work == self.Work.DONE
