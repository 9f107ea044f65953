"""One printed value of one blood test on one day, as the paper has it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from intake.dates import PartialDateField
from intake.lab_numbers import number_in
from intake.lab_tests import LabTest, grouped
from intake.models.answers import NAME, Row


class LabValue(Row):
    """Never judged: kept as typed, and read as a number only to be drawn."""

    title_more = ("sampled_on",)  # one test stands in the list many times

    test = models.CharField(max_length=20, choices=grouped, blank=True)
    test_name = models.CharField(max_length=100, blank=True)  # of another test
    value = models.CharField(max_length=60, blank=True)
    unit = models.CharField(max_length=40, blank=True)
    sampled_on = PartialDateField()
    reference = models.CharField(max_length=100, blank=True)
    laboratory = models.CharField(max_length=NAME, blank=True)
    linked_records = models.JSONField(default=list, blank=True)  # ids, intake.papers

    class Meta:
        verbose_name = _("value of a blood test")
        ordering = ["test", "test_name", "sampled_on", "added_at"]

    @property
    def title_field(self) -> str:
        return "test" if self.is_listed or not self.test_name else "test_name"

    @property
    def is_listed(self) -> bool:
        """Whether the test is one of the list, so that its own words say no more."""
        return self.test not in ("", LabTest.OTHER)

    @property
    def name(self) -> Any:
        return self.get_test_display() if self.is_listed else self.test_name

    @property
    def amount(self) -> str:
        return f"{self.value} {self.unit}".strip()

    @property
    def number(self) -> Decimal | None:
        return number_in(self.value)
