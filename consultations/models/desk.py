"""What coordinators write: notes, facts compared with a record, flags looked at."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.requests import ConsultationRequest
from intake.models import Case
from records.models import Record


class InternalNote(models.Model):
    """A note only the desk sees. Never shown to patients, never edited."""

    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, related_name="notes"
    )
    text = models.TextField(max_length=4000)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("desk note")
        verbose_name_plural = _("desk notes")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"note {self.pk}"


class FactCheck(models.Model):
    """Where a fact comes from: read from a record, and perhaps compared by a coordinator.

    `fact` names it: "diagnosis.stage", or "treatmentline:<uuid>" for a row. A fact without
    a row here was entered by the patient or caregiver. When the answer changes after `at`,
    the mark no longer counts.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    fact = models.CharField(max_length=80)
    record = models.ForeignKey(
        Record, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("checked fact")
        verbose_name_plural = _("checked facts")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "fact"], name="one_source_of_a_fact"
            )
        ]

    def __str__(self) -> str:
        return self.fact


class FlagSeen(models.Model):
    """A coordinator looked at a flag. `fingerprint` is its data: new data raises it again."""

    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, related_name="flags_seen"
    )
    code = models.CharField(max_length=40)
    fingerprint = models.CharField(max_length=64)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "code", "fingerprint"], name="flag_seen_once"
            )
        ]

    def __str__(self) -> str:
        return self.code
