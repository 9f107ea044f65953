"""Records: clinical documents and images, each with a kind and a date of its own."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.work import WorkRow
from intake.dates import PartialDateField
from intake.models import Case
from records.kinds import BY_CODE, Kind, carries, kind_choices

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
        return self.filter(removed_at__gte=since)

    def with_files(self) -> Self:
        """With their files in page order, in one more query."""
        kept = File.objects.kept().order_by("position", "added_at")
        kept = kept.select_related("added_by")
        return self.prefetch_related(models.Prefetch("files", queryset=kept))

    def with_refused_files(self) -> Self:
        """With `refused_files`: what came and is not kept, in one more query."""
        refused = File.objects.filter(
            verdict=File.Verdict.REFUSED, removed_at__isnull=True
        )
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
    def is_here(self) -> bool:
        return self.removed_at is None

    @property
    def is_checked(self) -> bool:
        """The desk compared it, and nothing said of it and no page changed since."""
        checked, changed = self.checked_at, self.changed_at
        return checked is not None and (changed is None or changed <= checked)


class FileQuerySet(models.QuerySet["File"]):
    def kept(self) -> Self:
        """Files that count: not refused and not replaced."""
        return self.exclude(verdict=File.Verdict.REFUSED).filter(
            removed_at__isnull=True
        )

    def stored(self) -> Self:
        """Files whose bytes lie in the vault."""
        return self.exclude(key="")


class File(WorkRow):
    """The stored bytes of a record, exactly as they came, and what inspection found.

    The row is work for the inspection task: `queued` means nobody has looked inside yet.
    """

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("We are checking it")
        KEPT = "kept", _("Arrived")
        WARNED = "warned", _("Arrived, with a note")
        REFUSED = "refused", _("Not kept")

    task_name = "records.tasks.inspect_file"
    when_failed: ClassVar[dict[str, Any]] = {
        "verdict": Verdict.WARNED,
        "verdict_code": "worker_lost",
    }

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="files")
    # For the door: the case of the record, without a join.
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)  # page order within the record
    key = models.CharField(max_length=200, editable=False)  # name in the vault
    name = models.CharField(max_length=255)  # as the person's device called it
    size_bytes = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, editable=False, db_index=True)
    type = models.CharField(max_length=80, editable=False)  # sniffed, a MIME type
    pages = models.PositiveIntegerField(null=True, blank=True, editable=False)
    verdict = models.CharField(
        max_length=8, choices=Verdict.choices, default=Verdict.WAITING, editable=False
    )
    verdict_code = models.CharField(max_length=40, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = FileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["position", "added_at"]
        indexes = [models.Index(fields=["case", "sha256"])]

    def __str__(self) -> str:
        return f"file {self.pk}"


class ChecklistAnswer(models.Model):
    """Why a kind of record is here or not: five answers, not two."""

    class Answer(models.TextChoices):
        UPLOADED = "uploaded", _("It is in the folder")
        REQUESTED = "requested", _("I asked for it")
        NONE = "none", _("It does not exist")
        CANNOT = "cannot", _("I cannot get it")
        UNSURE = "unsure", _("I am not sure what this is")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checklist")
    kind = models.CharField(max_length=24, choices=kind_choices)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    requested_on = PartialDateField()
    requested_from = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("checklist answer")
        verbose_name_plural = _("checklist answers")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], name="one_answer_for_each_kind"
            ),
            models.CheckConstraint(
                condition=~Q(answer=""), name="checklist_answer_is_given"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.answer}"
