"""The case summary: a PDF for the specialists, in versions that are never overwritten."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.work import WorkRow
from consultations.models.requests import ConsultationRequest
from records.models import StoredBytes


class Summary(WorkRow, StoredBytes):
    """One version of the case summary; the row is the work of building it."""

    task_name = "consultations.tasks.build_summary"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, related_name="summaries"
    )
    version = models.PositiveIntegerField()
    pseudonymous = models.BooleanField(default=False)  # initials instead of the name
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    pages = models.PositiveIntegerField(null=True, editable=False)
    error_detail = models.CharField(max_length=300, blank=True, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("case summary")
        verbose_name_plural = _("case summaries")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "version"], name="summary_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.request.reference} v{self.version}"

    @property
    def begun_at(self) -> datetime:
        """From when on a changed answer may not be in it."""
        return self.started_at or self.queued_at
