"""What is shown of a file: made from its original, which nobody changes."""

from __future__ import annotations

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.work import WorkRow
from records import sniff
from records.models.files import File
from records.models.stored import StoredBytes

PAGES_AT_ONCE = 60  # pictures made without being asked for


class DerivativeQuerySet(models.QuerySet["Derivative"]):
    def joinable_of(self, record_id: uuid.UUID | str) -> Self:
        """Copies of a record's files that a PDF can be made of, in page order."""
        files = File.objects.kept().filter(record_id=record_id)
        joinable = self.filter(file__in=files, type__in=[sniff.PDF, sniff.JPEG])
        return joinable.exclude(key="").order_by("file__position", "file__added_at")


class Derivative(WorkRow, StoredBytes):
    """The clean copy of one file, and the work of making it and the pictures of its pages.

    The stored bytes are the copy: a rebuilt PDF, an upright JPEG or plain text. It holds no
    script, no attached file, no place where a photo was taken. `queued` means that what is
    here, if anything, is old.
    """

    task_name = "records.tasks.build_derivative"

    file = models.OneToOneField(
        File, on_delete=models.CASCADE, related_name="derivative", primary_key=True
    )
    type = models.CharField(max_length=80, blank=True, editable=False)  # of the copy
    pages = models.PositiveIntegerField(null=True, editable=False)
    # Of a JPEG: width, height and channels, so that a page is made of it without a look.
    pixels = models.JSONField(default=list, editable=False)
    wanted = models.PositiveIntegerField(default=PAGES_AT_ONCE, editable=False)
    recipe = models.PositiveSmallIntegerField(default=0, editable=False)
    # Codes of `records/remarks.py`: what a person is told about the copy.
    remarks = models.JSONField(default=list, editable=False)

    objects = DerivativeQuerySet.as_manager()

    class Meta:
        verbose_name = _("copy of a file")
        verbose_name_plural = _("copies of files")

    def __str__(self) -> str:
        return f"copy of {self.pk}"

    @property
    def is_being_made(self) -> bool:
        return self.work in {self.Work.QUEUED, self.Work.WORKING}


class PageShape(models.Model):
    """How a person wants one page seen. It wins over what the camera wrote, for ever.

    `turns` are quarter turns clockwise. `corners` are those of the paper within the turned
    picture: x and y of upper left, upper right, lower right and lower left, each in
    ten-thousandths of its width or height.
    """

    WHOLE = 10_000

    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="shapes")
    number = models.PositiveIntegerField(default=1)
    turns = models.PositiveSmallIntegerField(default=0)
    corners = models.JSONField(default=list)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["file", "number"], name="one_shape_for_each_page"
            ),
            models.CheckConstraint(
                condition=models.Q(turns__lt=4), name="page_turns_are_quarters"
            ),
        ]

    def __str__(self) -> str:
        return f"shape of page {self.number}"


class PagePreview(StoredBytes):
    """A picture (WebP) of one page. A page that is drawn anew gets a new row and address."""

    class Size(models.TextChoices):
        SMALL = "small", _("Small")
        LARGE = "large", _("Large")
        UNCROPPED = "uncropped", _("Before cropping")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.ForeignKey(File, on_delete=models.CASCADE, related_name="previews")
    number = models.PositiveIntegerField()
    size = models.CharField(max_length=9, choices=Size.choices)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    # How it was drawn: another recipe or shape makes it old.
    drawn_as = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("picture of a page")
        verbose_name_plural = _("pictures of pages")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "number", "size"], name="one_preview_of_each_size"
            )
        ]

    def __str__(self) -> str:
        return f"page {self.number}, {self.size}"


class JoinedPdf(WorkRow, StoredBytes):
    """One PDF of all pages of a record, in their order. `made_of` says of which copies."""

    task_name = "records.tasks.build_joined"

    record = models.OneToOneField(
        "records.Record",
        on_delete=models.CASCADE,
        related_name="joined",
        primary_key=True,
    )
    pages = models.PositiveIntegerField(null=True, editable=False)
    made_of = models.JSONField(default=list, editable=False)  # keys of the copies

    class Meta:
        verbose_name = _("PDF of all pages")
        verbose_name_plural = _("PDFs of all pages")

    def __str__(self) -> str:
        return f"all pages of {self.pk}"

    @property
    def is_being_made(self) -> bool:
        return self.work in {self.Work.QUEUED, self.Work.WORKING}

    @property
    def is_current(self) -> bool:
        """It is made of the pages as they are now: none turned, moved, gone or come since."""
        copies = Derivative.objects.joinable_of(self.pk)
        return bool(self.key) and self.made_of == list(
            copies.values_list("key", flat=True)
        )
