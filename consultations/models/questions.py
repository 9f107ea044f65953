"""What the requester wants answered. The opinion answers each by its number."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consultations.models.requests import ConsultationRequest


class Question(models.Model):
    class Who(models.TextChoices):
        PATIENT = "patient", _("The patient asks")
        CAREGIVER = "caregiver", _("The caregiver asks")
        BOTH = "both", _("Both of us ask")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(
        ConsultationRequest, on_delete=models.CASCADE, related_name="questions"
    )
    code = models.CharField(max_length=8, blank=True)  # of the bank; empty: own words
    text = models.TextField(max_length=1000)
    language = models.CharField(max_length=10, blank=True)  # of an own question
    who = models.CharField(max_length=10, choices=Who.choices, default=Who.BOTH)
    is_first = models.BooleanField(default=False)  # among the five to ask first
    position = models.PositiveIntegerField(default=0)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-is_first", "position", "added_at"]

    def __str__(self) -> str:
        return f"question {self.pk}"
