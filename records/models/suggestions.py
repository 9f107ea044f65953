"""What is offered about a record's date and kind, and what a person decided."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.work import WorkRow
from records.models.files import File


class Reading(WorkRow):
    """The work of finding what one file says of its own date and kind."""

    task_name = "records.tasks.read_file"

    file = models.OneToOneField(
        File, on_delete=models.CASCADE, related_name="reading", primary_key=True
    )
    recipe = models.PositiveSmallIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("reading of a file")
        verbose_name_plural = _("readings of files")

    def __str__(self) -> str:
        return f"reading of {self.pk}"

    @property
    def goes_on(self) -> bool:
        return self.work in {self.Work.QUEUED, self.Work.WORKING}


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def offered(self) -> Self:
        return self.filter(state=Suggestion.State.OFFERED)

    def decided(self) -> Self:
        return self.exclude(state=Suggestion.State.OFFERED)

    def said(self) -> Self:
        """A person told the fact; who only says "No" to an offer tells nothing."""
        return self.filter(state__in=[Suggestion.State.TAKEN, Suggestion.State.PASSED])

    def of_kept_files(self) -> Self:
        """Not of a file that was refused or that a newer one stands in for."""
        kept = self.filter(file__removed_at=None)
        return kept.exclude(file__verdict=File.Verdict.REFUSED)


class Suggestion(models.Model):
    """One offer. Once any of a record's offers about a fact is decided, none is made again.

    A person who answers without an offer leaves a row too, with no file and no choices.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("Offered")
        TAKEN = "taken", _("Used")
        DECLINED = "declined", _("Not used")
        PASSED = "passed", _("Answered by a person")

    record = models.ForeignKey(
        "records.Record", on_delete=models.CASCADE, related_name="suggestions"
    )
    file = models.ForeignKey(
        File, null=True, on_delete=models.CASCADE, related_name="suggestions"
    )
    fact = models.CharField(max_length=8)
    source = models.CharField(max_length=8, blank=True)
    strength = models.PositiveSmallIntegerField(default=0)
    page = models.PositiveIntegerField(null=True)
    # [{"value", "said", "words"}]: text of a stranger, to be shown as text.
    choices = models.JSONField(default=list)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OFFERED)
    answer = models.CharField(max_length=40, blank=True)
    found_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    at = models.DateTimeField(null=True)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        ordering = ["-strength", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["file", "fact", "source"], name="one_suggestion_of_each_source"
            ),
            models.CheckConstraint(
                condition=models.Q(state="offered") | models.Q(at__isnull=False),
                name="decided_suggestion_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["record", "fact", "state"])]

    def __str__(self) -> str:
        return f"suggestion {self.pk}"
