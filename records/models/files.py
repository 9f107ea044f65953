"""The bytes of a record as they came, and what became of them."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.work import WorkRow
from intake.models import Case
from records.models.stored import StoredBytes


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


class File(WorkRow, StoredBytes):
    """The stored bytes of a record, exactly as they came, and what inspection found.

    The row is work for the inspection task: `queued` means nobody has looked inside yet.
    """

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("We are checking it")
        KEPT = "kept", _("Arrived")
        WARNED = "warned", _("Arrived, with a note")
        REFUSED = "refused", _("Not kept")

    class Scan(models.TextChoices):
        """What the virus scanner said. Never clean without an answer of its own."""

        NOT_CONFIGURED = "not_configured", _("No virus check here")
        WAITING = "waiting", _("Waiting for the virus check")
        CLEAN = "clean", _("Virus check passed")
        NOT_SCANNED = "not_scanned", _("Too large for the virus check")
        FOUND = "found", _("Harmful")

    class Content(models.TextChoices):
        """What a zip file holds, once somebody looked."""

        SCANS = "scans", _("Scan images")
        PAPERS = "papers", _("Papers")
        MIXED = "mixed", _("Scan images and papers")
        NOTHING = "nothing", _("Nothing to read")

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
    name = models.CharField(max_length=255)  # as the person's device called it
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    type = models.CharField(max_length=80, editable=False)  # sniffed, a MIME type
    pages = models.PositiveIntegerField(null=True, blank=True, editable=False)
    verdict = models.CharField(
        max_length=8, choices=Verdict.choices, default=Verdict.WAITING, editable=False
    )
    verdict_code = models.CharField(max_length=40, blank=True, editable=False)
    scan = models.CharField(
        max_length=14, choices=Scan.choices, default=Scan.NOT_CONFIGURED, editable=False
    )
    content = models.CharField(
        max_length=8, choices=Content.choices, blank=True, editable=False
    )
    # Of a picture, as it is meant to be seen.
    width = models.PositiveIntegerField(null=True, editable=False)
    height = models.PositiveIntegerField(null=True, editable=False)
    # The record that holds the same bytes, of a file refused for that.
    same_as = models.ForeignKey(
        "records.Record",
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
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

    @property
    def is_being_checked(self) -> bool:
        """Nobody looked inside yet, or the virus scanner has not answered."""
        return self.verdict == self.Verdict.WAITING or self.scan == self.Scan.WAITING

    @property
    def is_being_shown(self) -> bool:
        """Pictures of its pages are being made."""
        copy = getattr(self, "derivative", None)
        return copy is not None and copy.is_being_made

    @property
    def is_being_read(self) -> bool:
        """Somebody looks what it says of its own date and kind."""
        reading = getattr(self, "reading", None)
        return reading is not None and reading.goes_on

    @property
    def is_in_quarantine(self) -> bool:
        """Harmful bytes that are kept and given to nobody."""
        return self.scan == self.Scan.FOUND and bool(self.key)


class VirusCheck(WorkRow):
    """The virus check of one file: tried for weeks, as a scanner may be away for days.

    A row of its own, so that the look inside the file need not wait for the scanner.
    """

    task_name = "records.tasks.check_for_viruses"
    most_attempts = 10_000
    longest_wait = timedelta(minutes=15)

    file = models.OneToOneField(
        File, on_delete=models.CASCADE, related_name="virus_check", primary_key=True
    )

    class Meta:
        verbose_name = _("virus check")
        verbose_name_plural = _("virus checks")

    def __str__(self) -> str:
        return f"virus check of {self.pk}"

    def next_try(self) -> datetime | None:
        """Soon at first, then every quarter of an hour; what a scan gave is never made up."""
        wait = self.back_off * 4 ** min(self.attempts - 1, 4)
        return timezone.now() + min(wait, self.longest_wait)
