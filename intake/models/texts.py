"""The exact words people agreed to."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class ConsentText(models.Model):
    """One text of a statement as it was shown, found again by its hash. Never edited.

    Recipients are settings and translations change with releases: only the kept words say
    what a person read. Many consents share one row.
    """

    text_hash = models.CharField(max_length=64, primary_key=True)
    code = models.CharField(max_length=4)
    version = models.CharField(max_length=12)
    language = models.CharField(max_length=10)
    parts = models.JSONField()  # intake.statements.Shown.parts
    kept_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")

    def __str__(self) -> str:
        return f"{self.code} {self.version} {self.language}"
