"""Why a kind of record is here or not."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.dates import PartialDateField
from intake.models import Case
from records.kinds import kind_choices


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
