"""A file that is still coming, in pieces, over a line that may break."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from intake.models import Case
from records.models.stored import StoredBytes


class UploadQuerySet(models.QuerySet["Upload"]):
    def coming(self) -> Self:
        """Not whole yet, and not given up."""
        return self.filter(ended_at__isnull=True, expires_at__gt=timezone.now())

    def over(self) -> Self:
        """Given up: nothing more came for too long."""
        return self.filter(ended_at__isnull=True, expires_at__lte=timezone.now())

    def forgotten(self) -> Self:
        """Ended so long ago that nobody asks for it any more."""
        return self.filter(ended_at__lte=timezone.now() - kept_for())


def kept_for() -> timedelta:
    return timedelta(days=settings.UPLOAD_DAYS)


class Upload(StoredBytes):
    """What came so far is in the vault; `size_bytes` of it, and the whole is `length`.

    The row is the truth of how far it is. Whoever sends the next piece takes the claim; one
    who lost it keeps nothing. Once whole, it is a file of the folder or says why not.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(max_length=255)  # a label, as the person's device called it
    length = models.PositiveBigIntegerField()  # bytes, as announced
    told = models.JSONField(default=dict)  # what stood beside it in the form
    metadata = models.TextField(blank=True)  # given back as it came
    claim = models.UUIDField(null=True)
    begun_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=40, blank=True)  # why it is not kept
    record = models.ForeignKey(  # that holds it, or holds the same bytes already
        "records.Record", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    file = models.ForeignKey(
        "records.File", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = UploadQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["case", "ended_at"]),
            models.Index(fields=["expires_at"]),
        ]

    def __str__(self) -> str:
        return f"upload {self.pk}"

    @property
    def is_whole(self) -> bool:
        return self.size_bytes == self.length
