"""What the family said of a long time of which the folder tells nothing."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.models import Case


class QuietAnswer(models.Model):
    """What happened between two days. It holds for every shorter gap between them too."""

    class Answer(models.TextChoices):
        NOTHING = "nothing", _("No, nothing happened")
        TREATMENT = "treatment", _("There was treatment")
        NO_PAPERS = "no_papers", _("I do not have papers")
        LATER = "later", _("Ask me later")

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="quiet")
    began_on = models.DateField()  # the last day before it that is told of
    ended_on = models.DateField()  # the first day after it
    answer = models.CharField(max_length=10, choices=Answer.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("answer about a gap in time")
        verbose_name_plural = _("answers about gaps in time")
        constraints = [
            models.UniqueConstraint(
                fields=["case", "began_on", "ended_on"], name="one_answer_for_each_gap"
            ),
            models.CheckConstraint(
                condition=Q(began_on__lt=F("ended_on")), name="gap_ends_after_it_began"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.began_on} to {self.ended_on}: {self.answer}"
