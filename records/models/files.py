"""The bytes of a record as they came, and what became of them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.work import WorkRow
from intake.models import Case


class FileQuerySet(models.QuerySet["File"]):
    def kept(self) -> Self:
        """Files that count: not refused and not replaced."""
        return self.exclude(verdict=File.Verdict.REFUSED).filter(
            removed_at__isnull=True
        )

    def readable(self) -> Self:
        """Files that are given back: also an earlier version of a page."""
        here = models.Q(removed_at=None) | models.Q(replaced_by__isnull=False)
        return self.filter(here).exclude(verdict=File.Verdict.REFUSED)

    def stored(self) -> Self:
        """Files whose bytes lie in the vault."""
        return self.exclude(key="")


class File(WorkRow):
    """The stored bytes of a record, exactly as they came, and what inspection found.

    The row is work for the inspection task: `queued` means nobody has looked inside yet.
    """

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("We are checking it")
        KEPT = "kept", _("Arrived")
        WARNED = "warned", _("Arrived, with a note")
        REFUSED = "refused", _("Not kept")

    task_name = "records.tasks.inspect_file"
    when_failed: ClassVar[dict[str, Any]] = {
        "verdict": Verdict.WARNED,
        "verdict_code": "worker_lost",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(
        "records.Record", on_delete=models.CASCADE, related_name="files"
    )
    # For the door: the case of the record, without a join.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)  # page order within the record
    key = models.CharField(max_length=200, editable=False)  # name in the vault
    name = models.CharField(max_length=255)  # as the person's device called it
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    type = models.CharField(max_length=80, editable=False)  # sniffed, a MIME type
    pages = models.PositiveIntegerField(null=True, blank=True, editable=False)
    verdict = models.CharField(
        max_length=8, choices=Verdict.choices, default=Verdict.WAITING, editable=False
    )
    verdict_code = models.CharField(max_length=40, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    # Set with `replaced_by` when a newer version stands in for it.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["position", "added_at"]
        indexes = [models.Index(fields=["case", "sha256"])]

    def __str__(self) -> str:
        return f"file {self.pk}"
