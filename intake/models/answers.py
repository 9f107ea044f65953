"""The answers of the intake: one table per part of the story, one row per repeated thing.

Every field may be empty: a draft needs nothing. What sending needs is said once, by the
steps in intake/steps.py. `not_known` lists fields the person answered with "I do not know".
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake import choices
from intake.dates import PartialDate, PartialDateField
from intake.models.cases import Case

NAME = 200
LINE = 300
TEXT = 4000  # characters a person may write in a long answer
OF_AGE = 18


def _yes_no_unknown() -> models.CharField:
    return models.CharField(
        max_length=10, choices=choices.YesNoUnknown.choices, blank=True
    )


class Answered(models.Model):
    """Fields a person fills in on pages: who changed them last, and which are unknown.

    `revision` counts the saves, so that two people on one page do not overwrite each other.
    """

    revision = models.PositiveIntegerField(default=0, editable=False)
    not_known = models.JSONField(default=list, blank=True, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    class Meta:
        abstract = True


class Section(Answered):
    """One part of the story; there is at most one row of each kind in a case."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} of {self.case_id}"


class Row(Answered):
    """One repeated thing: a treatment, a medicine. Removed rows are kept, unseen."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # The form that made the row: the same form sent twice makes one row.
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    title_field: ClassVar[str]

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self._meta.model_name} {self.pk}"


class Patient(Section):
    """Who the folder is for, how to reach them, what they know and wish to know."""

    full_name = models.CharField(_("full name"), max_length=NAME, blank=True)
    name_in_script = models.CharField(max_length=NAME, blank=True)
    name_note = models.CharField(max_length=LINE, blank=True)
    date_of_birth = models.DateField(null=True, blank=True)
    sex_at_birth = models.CharField(
        max_length=12, choices=choices.Sex.choices, blank=True
    )
    pronoun = models.CharField(max_length=40, blank=True)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1 alpha-2
    city = models.CharField(max_length=100, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    messenger = models.CharField(max_length=100, blank=True)
    contact_ways = models.JSONField(default=list, blank=True)  # ContactWay
    time_zone = models.CharField(max_length=50, blank=True)  # IANA
    best_hours = models.CharField(max_length=LINE, blank=True)
    language = models.CharField(max_length=20, blank=True)  # ISO 639, or BCP 47
    other_languages = models.JSONField(default=list, blank=True)
    interpreter = models.CharField(
        max_length=4, choices=choices.Interpreter.choices, blank=True
    )
    interpreter_language = models.CharField(max_length=20, blank=True)
    interpreter_gender = models.CharField(
        max_length=8, choices=choices.InterpreterGender.choices, blank=True
    )
    access_needs = models.JSONField(default=list, blank=True)  # Access
    knows_diagnosis = models.CharField(
        max_length=10, choices=choices.Knows.choices, blank=True
    )
    disclosure = models.CharField(
        max_length=14, choices=choices.Disclosure.choices, blank=True
    )
    disclosure_note = models.TextField(max_length=TEXT, blank=True)
    wants_numbers = models.CharField(
        max_length=10, choices=choices.Numbers.choices, blank=True
    )

    class Meta:
        verbose_name = _("patient")

    def age_on(self, day: object) -> int | None:
        """Whole years on that day; None while the birth date is missing."""
        born = self.date_of_birth
        if born is None:
            return None
        return day.year - born.year - ((day.month, day.day) < (born.month, born.day))

    def is_under_age_on(self, day: object) -> bool:
        """Under 18; not while the birth date is missing."""
        age = self.age_on(day)
        return age is not None and age < OF_AGE

    @property
    def short_name(self) -> str:
        """How pages call the person: the name as given, or nothing yet."""
        return self.full_name or self.name_in_script


class TreatingDoctor(Section):
    """The clinician at home, who stays responsible. Never forced."""

    name = models.CharField(max_length=NAME, blank=True)
    specialty = models.CharField(max_length=100, blank=True)
    hospital = models.CharField(max_length=NAME, blank=True)
    country = models.CharField(max_length=2, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=20, blank=True)
    knows = models.CharField(
        max_length=12, choices=choices.DoctorKnows.choices, blank=True
    )
    may_contact = models.CharField(
        max_length=10, choices=choices.MayContact.choices, blank=True
    )

    class Meta:
        verbose_name = _("treating doctor")


class Diagnosis(Section):
    """The cancer, in the patient's words and the report's."""

    site = models.CharField(max_length=20, choices=choices.Site.choices, blank=True)
    site_other = models.CharField(max_length=NAME, blank=True)
    side = models.CharField(max_length=10, choices=choices.Side.choices, blank=True)
    as_written = models.TextField(max_length=TEXT, blank=True)
    diagnosed_on = PartialDateField()
    first_symptom_on = PartialDateField()
    first_symptom = models.CharField(max_length=LINE, blank=True)
    grade = models.CharField(max_length=100, blank=True)
    stage = models.CharField(max_length=14, choices=choices.Stage.choices, blank=True)
    stage_text = models.CharField(max_length=100, blank=True)
    tnm = models.CharField(max_length=100, blank=True)  # as written, e.g. cT3N1M0
    situation = models.CharField(
        max_length=12, choices=choices.Situation.choices, blank=True
    )
    spread_to = models.JSONField(default=list, blank=True)  # Spread
    no_biomarkers = models.BooleanField(default=False)
    no_previous_cancers = models.BooleanField(default=False)
    no_family_cancers = models.BooleanField(default=False)
    no_lab_values = models.BooleanField(default=False)
    no_treatment_yet = models.BooleanField(default=False)
    all_treatments_listed = models.BooleanField(default=False)
    next_treatment = models.TextField(max_length=TEXT, blank=True)
    next_treatment_on = PartialDateField()
    do_not_miss = models.CharField(max_length=LINE, blank=True)

    class Meta:
        verbose_name = _("diagnosis")


class Health(Section):
    """How the patient is now."""

    ecog = models.CharField(max_length=1, choices=choices.Ecog.choices, blank=True)
    ecog_change = models.CharField(
        max_length=14, choices=choices.Change.choices, blank=True
    )
    aids = models.JSONField(default=list, blank=True)  # Aid
    height_cm = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(40), MaxValueValidator(260)],
    )
    weight_kg = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(2), MaxValueValidator(400)],
    )
    # Positive: gained; negative: lost; over the last three months.
    weight_change_kg = models.DecimalField(
        max_digits=4,
        decimal_places=1,
        null=True,
        blank=True,
        validators=[MinValueValidator(-150), MaxValueValidator(150)],
    )
    symptoms = models.JSONField(default=dict, blank=True)  # Symptom -> 0..10, not_known
    other_illness = models.JSONField(default=list, blank=True)  # OtherIllness
    other_illness_note = models.TextField(max_length=TEXT, blank=True)
    implants = models.JSONField(default=list, blank=True)  # Implant
    pregnancy = models.CharField(
        max_length=10, choices=choices.Pregnancy.choices, blank=True
    )
    fertility = models.CharField(
        max_length=10, choices=choices.Fertility.choices, blank=True
    )
    no_medicines = models.BooleanField(default=False)
    blood_thinner = models.CharField(
        max_length=10, choices=choices.YesNoUnknown.choices, blank=True
    )
    blood_thinner_name = models.CharField(max_length=NAME, blank=True)
    no_allergies = models.BooleanField(default=False)
    no_supplements = models.BooleanField(default=False)
    smoking = models.CharField(
        max_length=10, choices=choices.Smoking.choices, blank=True
    )
    alcohol = models.CharField(
        max_length=10, choices=choices.Alcohol.choices, blank=True
    )
    lives_with = models.TextField(max_length=TEXT, blank=True)

    class Meta:
        verbose_name = _("health")


class Biomarker(Row):
    title_field = "marker"

    marker = models.CharField(max_length=100, blank=True)
    result = models.CharField(max_length=LINE, blank=True)
    method = models.CharField(max_length=100, blank=True)
    specimen_number = models.CharField(max_length=100, blank=True)  # as printed
    tested_on = PartialDateField()  # the day of the sample
    reported_on = PartialDateField()
    linked_records = models.JSONField(default=list, blank=True)  # ids, intake.papers

    class Meta:
        verbose_name = _("biomarker")
        ordering = ["added_at"]


class PreviousCancer(Row):
    title_field = "kind"

    kind = models.CharField(max_length=NAME, blank=True)
    found_on = PartialDateField()
    treatment = models.CharField(max_length=LINE, blank=True)

    class Meta:
        verbose_name = _("earlier cancer")
        ordering = ["found_on", "added_at"]


class FamilyCancer(Row):
    title_field = "kind"

    relation = models.CharField(
        max_length=12, choices=choices.Relation.choices, blank=True
    )
    kind = models.CharField(max_length=NAME, blank=True)
    age = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(120)]
    )

    class Meta:
        verbose_name = _("cancer in the family")
        ordering = ["added_at"]


class TreatmentLine(Row):
    title_field = "name"

    type = models.CharField(
        max_length=14, choices=choices.TreatmentType.choices, blank=True
    )
    name = models.CharField(max_length=LINE, blank=True)  # drug or operation
    intent = models.CharField(max_length=12, choices=choices.Intent.choices, blank=True)
    began_on = PartialDateField()
    ended_on = PartialDateField()
    is_ongoing = models.BooleanField(default=False)
    cycles = models.CharField(max_length=60, blank=True)  # cycles or fractions
    dose = models.CharField(max_length=LINE, blank=True)
    response = models.CharField(
        max_length=14, choices=choices.Response.choices, blank=True
    )
    why_stopped = models.CharField(
        max_length=14, choices=choices.WhyStopped.choices, blank=True
    )
    why_stopped_note = models.CharField(max_length=LINE, blank=True)
    side_effects = models.TextField(max_length=TEXT, blank=True)
    hospital = models.CharField(max_length=NAME, blank=True)
    linked_records = models.JSONField(default=list, blank=True)  # ids, intake.papers

    class Meta:
        verbose_name = _("treatment")
        ordering = ["began_on", "added_at"]

    @property
    def first_told(self) -> PartialDate | None:
        """Its start; where nobody told that, its end."""
        return self.began_on or self.ended_on or None

    @property
    def end_is_untold(self) -> bool:
        """It began at some time, and nobody said whether it still goes on."""
        once = self.type in choices.DONE_ONCE and self.began_on is not None
        return not (self.is_ongoing or self.ended_on or once)

    def has_ended(self, today: date) -> bool:
        """Whether it is certainly over."""
        if self.is_ongoing or self.end_is_untold:
            return False
        return (self.ended_on or self.began_on).last_day <= today


class Medicine(Row):
    title_field = "name"

    name = models.CharField(max_length=NAME, blank=True)
    dose = models.CharField(max_length=100, blank=True)
    how_often = models.CharField(max_length=100, blank=True)
    since = PartialDateField()
    what_for = models.CharField(max_length=NAME, blank=True)

    class Meta:
        verbose_name = _("medicine")
        ordering = ["added_at"]


class Allergy(Row):
    title_field = "substance"

    substance = models.CharField(max_length=NAME, blank=True)
    reaction = models.CharField(max_length=LINE, blank=True)
    is_contrast = models.BooleanField(default=False)  # contrast medium of a scan

    class Meta:
        verbose_name = _("allergy")
        verbose_name_plural = _("allergies")
        ordering = ["added_at"]


class Supplement(Row):
    """A herb, a supplement or a TCM formula. Asked in a neutral tone (safety wording)."""

    title_field = "name"

    name = models.CharField(max_length=NAME, blank=True)
    ingredients = models.TextField(max_length=TEXT, blank=True)
    form = models.CharField(max_length=10, choices=choices.HerbForm.choices, blank=True)
    prescriber = models.CharField(max_length=NAME, blank=True)
    since = PartialDateField()
    with_chemo = _yes_no_unknown()
    with_thinner = _yes_no_unknown()
    with_surgery = _yes_no_unknown()
    stopped_before = _yes_no_unknown()  # before the operation
    tested_on = PartialDateField()  # liver and kidneys

    class Meta:
        verbose_name = _("herb or supplement")
        ordering = ["added_at"]
