"""Where a record stands that the team may need, and the reminders about it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.dates import PartialDateField
from intake.models import Case
from records.cancer_items import slot_choices


class ChecklistAnswer(models.Model):
    """Why a kind of record, or an item of this cancer, is here or not: five answers."""

    class Answer(models.TextChoices):
        UPLOADED = "uploaded", _("It is in the folder")
        REQUESTED = "requested", _("I asked for it")
        NONE = "none", _("It does not exist")
        CANNOT = "cannot", _("I cannot get it")
        UNSURE = "unsure", _("I am not sure what this is")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checklist")
    # A code of records/kinds.py or of records/cancer_items.py: no code is in both.
    kind = models.CharField(max_length=24, choices=slot_choices)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    requested_on = PartialDateField()
    requested_from = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    # Records said to hold it; one can hold several things. Ids, as answers name them.
    linked_records = models.JSONField(default=list, blank=True)
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


class AskedReminder(models.Model):
    """A reminder that was sent about a record the family asked a hospital for.

    It hangs on one asking: an answer that changed is another asking.
    """

    answer = models.ForeignKey(
        ChecklistAnswer, on_delete=models.CASCADE, related_name="reminders"
    )
    asked_at = models.DateTimeField()  # `at` of the answer it was sent for
    number = models.PositiveSmallIntegerField()  # 1 or 2
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "asked_at", "number"],
                name="one_reminder_of_each_number",
            )
        ]

    def __str__(self) -> str:
        return f"reminder {self.number} of answer {self.answer_id}"
