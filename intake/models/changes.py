"""The history of the answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.models.cases import Case


class AnswerChange(models.Model):
    """Who gave which answer when. The newest change of a field names its author.

    `section` is a model name, `row` the id of a repeated row or empty, `before` the answer
    that was replaced: nothing a person entered is ever lost.
    """

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="changes")
    section = models.CharField(max_length=40)
    row = models.CharField(max_length=40, blank=True)
    field = models.CharField(max_length=60)
    before = models.JSONField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["case", "section", "row", "field"])]

    def __str__(self) -> str:
        return f"{self.section}.{self.field}"
