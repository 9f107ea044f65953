"""One line for each printed value of a blood test."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake import lab_tests
from intake.forms.base import AnswerForm
from intake.forms.cancer import its_papers, past
from intake.forms.papers import PaperForm
from intake.models import LabValue


class LabValueForm(PaperForm):
    sampled_on = past(
        _("When was the sample taken?"), _("As printed. A month and a year is enough.")
    )

    linked_records = its_papers()

    class Meta(AnswerForm.Meta):
        model = LabValue
        fields = (
            "test",
            "test_name",
            "value",
            "unit",
            "sampled_on",
            "reference",
            "laboratory",
            "linked_records",
        )
        labels = {
            "test": _("Which test?"),
            "test_name": _("Its name, if it is another test"),
            "value": _("Value"),
            "unit": _("Unit"),
            "reference": _("Reference range (optional)"),
            "laboratory": _("Laboratory (optional)"),
        }
        help_texts = {
            "test": _("If it is not in the list, choose “Another test”."),
            "test_name": _("Copy it from the paper. For example, ferritin"),
            "value": _("Exactly as printed. For example, 12.5, <0.5 or negative"),
            "unit": _("As printed beside the value. For example, U/mL or g/dL"),
            "reference": _("As printed. For example, 0–35"),
            "laboratory": _("For example, Central Hospital, laboratory"),
        }
        widgets = {"test": forms.Select}
        unknowable = ("value", "unit", "sampled_on")
        depends = {"test_name": ("test", {lab_tests.LabTest.OTHER.value})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = self.facts.diagnosis.site if self.facts else ""
        self.variant = site
        self.fields["test"].choices = [("", _("Choose")), *lab_tests.offered(site)]
