"""What lies on a disc of scans: whose it is, its studies and series, and what is shown of it.

All rows hang on the file they were read from. Several files may hold parts of one study: the
same `uid` says so, and pages show them as one.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.work import WorkRow
from intake.models import Case
from records.models.files import File
from records.models.stored import StoredBytes


class ImagingReading(WorkRow):
    """The reading of one file; the row is the work, and says what was left out."""

    class Held(models.TextChoices):
        """Why the team does not get the file as it is."""

        NOT = "", _("Nothing speaks against it")
        CHOOSE = (
            "choose",
            _("Several people are on it, and nobody said who is the patient"),
        )
        OTHERS = "others", _("Scans of somebody else lie in it, too")

    task_name = "records.tasks.read_scans"

    file = models.OneToOneField(
        File, on_delete=models.CASCADE, primary_key=True, related_name="scans"
    )
    programs = models.PositiveIntegerField(default=0, editable=False)  # never opened
    others = models.PositiveIntegerField(default=0, editable=False)  # no scans
    broken = models.PositiveIntegerField(default=0, editable=False)  # cannot be read
    # Studies of somebody else that were forgotten when the family said so.
    left_out = models.PositiveIntegerField(default=0, editable=False)
    held = models.CharField(
        max_length=8, choices=Held.choices, blank=True, editable=False
    )

    class Meta:
        verbose_name = _("reading of scans")
        verbose_name_plural = _("readings of scans")

    def __str__(self) -> str:
        return f"reading of {self.pk}"

    @property
    def is_under_way(self) -> bool:
        return self.work in {self.Work.QUEUED, self.Work.WORKING}


class ImagingPerson(models.Model):
    """One person a disc names, as far as the receipt needs it, and the family's answer."""

    class Answer(models.TextChoices):
        OURS = "ours", _("Yes, it is the patient’s")
        SPELLED = "spelled", _("Yes, the name is only spelled in another way")
        EARLIER = "earlier", _("Yes, it is an earlier name")
        NO = "no", _("No, it belongs to someone else")
        UNSURE = "unsure", _("I do not know, please ask the coordinator")

    YES = (Answer.OURS, Answer.SPELLED, Answer.EARLIER)

    reading = models.ForeignKey(
        ImagingReading, on_delete=models.CASCADE, related_name="people"
    )
    name = models.CharField(max_length=200, blank=True)  # as the disc writes it
    born_on = models.DateField(null=True)
    sex = models.CharField(max_length=1, blank=True)  # F, M or O
    answer = models.CharField(max_length=8, choices=Answer.choices, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("person on a disc")
        verbose_name_plural = _("people on discs")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"person {self.pk}"

    @property
    def is_ours(self) -> bool:
        """Somebody said that it is the patient."""
        return self.answer in self.YES


class ImagingStudy(models.Model):
    """One visit to a scanner, as far as this file holds it."""

    person = models.ForeignKey(
        ImagingPerson, on_delete=models.CASCADE, related_name="studies"
    )
    uid = models.CharField(max_length=64, blank=True, db_index=True)
    made_on = models.DateField(null=True)
    description = models.CharField(max_length=120, blank=True)
    institution = models.CharField(max_length=120, blank=True)

    class Meta:
        verbose_name = _("imaging study")
        verbose_name_plural = _("imaging studies")
        ordering = ["made_on", "pk"]

    def __str__(self) -> str:
        return f"study {self.pk}"


class ImagingSeries(models.Model):
    """One run of images of a study, or one paper in it."""

    study = models.ForeignKey(
        ImagingStudy, on_delete=models.CASCADE, related_name="series"
    )
    uid = models.CharField(max_length=64, blank=True)
    modality = models.CharField(max_length=16, blank=True)  # as DICOM writes it
    description = models.CharField(max_length=120, blank=True)
    body_part = models.CharField(max_length=40, blank=True)  # as DICOM writes it
    made_on = models.DateField(null=True)
    images = models.PositiveIntegerField(default=0)
    thickness_mm = models.FloatField(null=True)
    burned_in = models.BooleanField(default=False)  # words may be drawn in the pictures
    number = models.IntegerField(default=0)  # of its first image
    middle = models.JSONField(default=list)  # [place, frame] of what stands for it

    class Meta:
        verbose_name = _("imaging series")
        verbose_name_plural = _("imaging series")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"series {self.pk}"


class ImagingCopy(StoredBytes):
    """What was made from a scan to be looked at: a picture, or a paper packed in it."""

    class Kind(models.TextChoices):
        PICTURE = "picture", _("Picture")
        PDF = "pdf", _("PDF")
        TEXT = "text", _("Report in words")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    study = models.ForeignKey(
        ImagingStudy, on_delete=models.CASCADE, related_name="copies"
    )
    series = models.ForeignKey(
        ImagingSeries, null=True, on_delete=models.CASCADE, related_name="copies"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    title = models.CharField(max_length=120, blank=True)
    position = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("copy from a disc")
        verbose_name_plural = _("copies from discs")
        ordering = ["position"]

    def __str__(self) -> str:
        return f"copy {self.pk}"


class ImagingPictures(WorkRow):
    """The drawing of a few images of one file, once it was read."""

    task_name = "records.tasks.draw_scans"

    reading = models.OneToOneField(
        ImagingReading,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="pictures",
    )

    class Meta:
        verbose_name = _("pictures of scans")
        verbose_name_plural = _("pictures of scans")

    def __str__(self) -> str:
        return f"pictures of {self.pk}"
