"""One clinical document or image set, with a kind and a date of its own."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.dates import PartialDate, PartialDateField, span_words
from intake.models import Case
from records.kinds import BY_CODE, Kind, carries, kind_choices
from records.models.files import File

TAKE_BACK_DAYS = 30


class RecordQuerySet(models.QuerySet["Record"]):
    def here(self) -> Self:
        """Records that were not taken away."""
        return self.filter(removed_at__isnull=True)

    def unchecked(self) -> Self:
        """Records the desk has not compared as they are now."""
        never = Q(checked_at__isnull=True)
        return self.filter(never | Q(changed_at__gt=models.F("checked_at")))

    def recently_removed(self) -> Self:
        """Taken away within the last 30 days: these can be taken back."""
        since = timezone.now() - timedelta(days=TAKE_BACK_DAYS)
        return self.filter(removed_at__gte=since, part_of=None)

    def with_files(self) -> Self:
        """With their files in page order, in one more query."""
        kept = File.objects.kept().order_by("position", "added_at")
        kept = kept.select_related("added_by", "derivative", "reading")
        return self.prefetch_related(models.Prefetch("files", queryset=kept))

    def with_refused_files(self) -> Self:
        """With `refused_files`: what came and is not kept, in one more query."""
        refused = File.objects.filter(
            verdict=File.Verdict.REFUSED, removed_at__isnull=True
        ).select_related("same_as")
        return self.prefetch_related(
            models.Prefetch("files", queryset=refused, to_attr="refused_files")
        )

    def holding_files(self) -> Self:
        """Records with at least one kept file: the others are only a name so far."""
        kept = File.objects.kept().filter(record=models.OuterRef("pk"))
        return self.filter(models.Exists(kept))

    def oldest_first(self) -> Self:
        """By the date on the document; those without a date last, in order of arrival."""
        return self.order_by(
            models.Case(models.When(dated_on="", then=1), default=0),
            "dated_on",
            "added_at",
            "number",
        )


class Record(models.Model):
    """One clinical document or image set. Its date is the human's: nothing sets it alone."""

    class Translation(models.TextChoices):
        NOT_NEEDED = "not_needed", _("Not needed")
        NONE = "none", _("Not translated yet")
        INFORMAL = "informal", _("Translated by family or a friend")
        MACHINE = "machine", _("Translated by a computer")
        CERTIFIED = "certified", _("Certified translation")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="records")
    number = models.PositiveIntegerField(editable=False)  # 1, 2, ... within the case
    kind = models.CharField(max_length=24, choices=kind_choices)
    title = models.CharField(max_length=200, blank=True)
    dated_on = PartialDateField()  # the date on the document, never of the upload
    dated_to = PartialDateField()  # the last day, of a paper about several
    reported_on = PartialDateField()  # where that is not the date above
    specimen_number = models.CharField(max_length=100, blank=True)  # as printed
    body_part = models.CharField(max_length=100, blank=True)  # of a scan
    issued_by = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=20, blank=True)
    translation = models.CharField(
        max_length=10, choices=Translation.choices, blank=True
    )
    translation_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    note = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    # Taken away because its pages are pages of another record now.
    part_of = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record")
        verbose_name_plural = _("records")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="record_number_once_in_a_case"
            )
        ]
        indexes = [models.Index(fields=["case", "dated_on"])]

    def __str__(self) -> str:
        return f"record {self.number}"

    @property
    def about(self) -> Kind:
        return BY_CODE.get(self.kind, BY_CODE["other"])

    @property
    def heading(self) -> str:
        """The name a person gave it, else its kind."""
        return self.title or str(self.about.label)

    def told(self, fact: str) -> Any:
        """A fact where papers of its kind carry it; under another kind it stays unseen."""
        return getattr(self, fact) if carries(self.kind, fact) else None

    @property
    def is_unnamed(self) -> bool:
        """Nobody said yet what it is."""
        return self.kind == "other" and not self.title

    @property
    def days(self) -> str:
        """Its date or span in words; "" while nobody said."""
        return span_words(self.dated_on, self.dated_to) if self.dated_on else ""

    @property
    def last_on(self) -> PartialDate | None:
        """Its date; of a span the last."""
        return (self.dated_to or self.dated_on) if self.dated_on else None

    @property
    def is_here(self) -> bool:
        return self.removed_at is None

    @property
    def is_nothing_kept(self) -> bool:
        """Whatever came to it was refused. Ask a record `with_refused_files`."""
        refused = getattr(self, "refused_files", [])
        return bool(refused) and not self.files.all()

    @property
    def is_checked(self) -> bool:
        """The desk compared it, and nothing said of it and no page changed since."""
        checked, changed = self.checked_at, self.changed_at
        return checked is not None and (changed is None or changed <= checked)
