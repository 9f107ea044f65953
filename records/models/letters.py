"""A letter that asks a hospital for records, and the PDFs made of it."""

from __future__ import annotations

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.work import WorkRow
from intake.dates import PartialDateField
from intake.models import Case
from records.cancer_items import Item, named
from records.kinds import Kind
from records.letters.departments import Department
from records.letters.language import LANGUAGES
from records.models.printed import Printed


class LetterQuerySet(models.QuerySet["Letter"]):
    def here(self) -> Self:
        """Letters that were not taken away."""
        return self.filter(removed_at__isnull=True)

    def with_pdfs(self) -> Self:
        """With their PDFs, the newest first, in one more query."""
        return self.prefetch_related(
            models.Prefetch("pdfs", queryset=LetterPdf.objects.order_by("-revision"))
        )


class Letter(models.Model):
    """One letter to one department, in the hospital's language and in the reader's.

    `sheets` is what it says, kept with it: a letter that was sent goes on saying the same.
    """

    class Signs(models.TextChoices):
        PATIENT = "patient", _("The patient signs")
        HELPER = "helper", _("I sign, and the patient signs an authorisation for me")
        AUTHORITY = "authority", _("I sign: I may act for the patient by law")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="letters")
    number = models.PositiveIntegerField(editable=False)  # 1, 2, ... within the case
    department = models.CharField(max_length=14, choices=Department.choices)
    kinds = models.JSONField(default=list)  # of record, and items, asked for
    facts = models.JSONField(
        default=list, blank=True
    )  # those told, records.letters.known
    hospital = models.CharField(max_length=200)
    address = models.TextField(max_length=500, blank=True)
    country = models.CharField(max_length=2, blank=True)
    hospital_number = models.CharField(max_length=100, blank=True)
    language = models.CharField(max_length=2, choices=LANGUAGES.items())
    reading_language = models.CharField(max_length=2, choices=LANGUAGES.items())
    signs = models.CharField(max_length=10, choices=Signs.choices)
    signer = models.CharField(max_length=200, blank=True)  # of a helper
    send_to = models.TextField(max_length=500)
    valid_until = PartialDateField()  # of the authorisation
    note = models.TextField(max_length=500, blank=True)
    sheets = models.JSONField(default=list, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_on = PartialDateField(editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to a hospital")
        verbose_name_plural = _("letters to hospitals")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="letter_number_once_in_a_case"
            )
        ]

    def __str__(self) -> str:
        return f"letter {self.number}"

    @property
    def asked_kinds(self) -> list[Kind | Item]:
        return [kind for code in self.kinds if (kind := named(code))]

    @property
    def is_sent(self) -> bool:
        return bool(self.sent_on)

    @property
    def has_form(self) -> bool:
        """An authorisation is printed with it."""
        return self.signs == self.Signs.HELPER

    @property
    def pdf(self) -> LetterPdf | None:
        """Of the letter as it is now; one of an earlier text does not count."""
        return next((p for p in self.pdfs.all() if p.revision == self.revision), None)


class LetterPdf(Printed, WorkRow):
    """One text of a letter as a PDF; the row is the work of drawing it."""

    task_name = "records.tasks.print_letter"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="pdfs")
    revision = models.PositiveIntegerField()
    sheets = models.JSONField(default=list, editable=False)  # of the letter, as printed

    class Meta:
        verbose_name = _("letter as PDF")
        verbose_name_plural = _("letters as PDF")
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "revision"], name="pdf_once_for_each_text_of_a_letter"
            )
        ]

    def __str__(self) -> str:
        return f"{self.letter} r{self.revision}"

    @property
    def case_id(self) -> Any:
        return self.letter.case_id
