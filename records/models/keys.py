"""The key of a case: every stored byte of the case is sealed with it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from intake.models import Case


class CaseKey(models.Model):
    """A key wrapped by the master key. Without this row the files of the case are noise."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    wrapped = models.BinaryField(editable=False)
    master = models.CharField(max_length=200, editable=False)  # name of the master key
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"key of {self.case_id}"
