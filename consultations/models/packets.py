"""The packet for the team: one PDF and one zip, in versions that are never overwritten."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.work import WorkRow
from consultations.models.requests import ConsultationRequest
from consultations.models.summaries import Summary
from records.models import StoredBytes


class PacketQuerySet(models.QuerySet["Packet"]):
    def finished(self) -> Self:
        """Packets that were built and are still kept."""
        return self.filter(work=Packet.Work.DONE, files__isnull=False).distinct()

    def with_files(self) -> Self:
        return self.prefetch_related("files")


class Packet(WorkRow):
    """One version of the packet; the row is the work of building it."""

    class PerSheet(models.IntegerChoices):
        TWO = 2, _("2 images of scans to a sheet")
        FOUR = 4, _("4 images of scans to a sheet")

    task_name = "consultations.tasks.build_packet"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, related_name="packets"
    )
    version = models.PositiveIntegerField()
    nameless = models.BooleanField(default=False)  # de-identified
    per_sheet = models.PositiveSmallIntegerField(choices=PerSheet.choices)
    # What it was built from: the summary, how much, and which files lie in it.
    summary = models.ForeignKey(
        Summary, null=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    pages = models.PositiveIntegerField(null=True, editable=False)
    records = models.PositiveIntegerField(default=0, editable=False)
    left_out = models.PositiveIntegerField(default=0, editable=False)
    made_of = models.JSONField(default=list, editable=False)  # ids of files
    # Names in the vault of what an attempt writes: a killed one leaves it there.
    begun = models.JSONField(default=list, editable=False)
    error_detail = models.CharField(max_length=300, blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = PacketQuerySet.as_manager()

    class Meta:
        verbose_name = _("packet")
        verbose_name_plural = _("packets")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "version"], name="packet_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request.reference} packet v{self.version}"

    @property
    def begun_at(self) -> datetime:
        """From when on a changed answer or record may not be in it."""
        return self.started_at or self.queued_at

    @property
    def is_under_way(self) -> bool:
        return self.work in {self.Work.QUEUED, self.Work.WORKING}


class PacketFile(StoredBytes):
    """The PDF or the zip of a finished packet."""

    class Kind(models.TextChoices):
        PDF = "pdf", _("PDF")
        ZIP = "zip", _("Zip with the originals")

    packet = models.ForeignKey(Packet, on_delete=models.CASCADE, related_name="files")
    kind = models.CharField(max_length=3, choices=Kind.choices)
    sha256 = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("file of a packet")
        verbose_name_plural = _("files of packets")
        ordering = ["kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["packet", "kind"], name="packet_file_of_a_kind_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} of packet {self.packet_id}"
