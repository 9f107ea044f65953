"""Pages about how the patient is now, and one row for each medicine, allergy and herb."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake import choices
from intake.forms.base import UNKNOWN, AnswerForm
from intake.forms.cancer import past
from intake.forms.fields import TicksField
from intake.forms.measures import CENTIMETRES, KILOGRAMS, MeasureField
from intake.models import Allergy, Health, Medicine, Supplement

ONE_DIGIT = {"max_digits": 4, "decimal_places": 1, "required": False}
SCORES = [
    ("", _("Choose")),
    ("0", _("0: none")),
    *((str(n), str(n)) for n in range(1, 10)),
    ("10", _("10: the worst one can think of")),
    (choices.SYMPTOM_NOT_KNOWN, _("I do not know")),
]


class DailyLifeForm(AnswerForm):
    aids = TicksField(
        label=_("Things the patient uses (optional)"),
        choices=choices.Aid.choices,
        alone=("none", "not_known"),
        help_text=_("Choose all that fit."),
    )
    height_cm = MeasureField(
        label=_("Height in centimetres"),
        help_text=_("For example, 165. In feet and inches: 5 ft 5 in"),
        units=CENTIMETRES,
        invalid=_("Write the number, like 165, or with its unit, like 5 ft 5 in"),
        min_value=40,
        max_value=260,
        **ONE_DIGIT,
    )
    weight_kg = MeasureField(
        label=_("Weight in kilograms"),
        help_text=_("For example, 61.5. In pounds: 136 lb"),
        units=KILOGRAMS,
        invalid=_("Write the number, like 61.5, or with its unit, like 136 lb"),
        min_value=2,
        max_value=400,
        **ONE_DIGIT,
    )
    weight_change_kg = MeasureField(
        label=_("Weight change in 3 months, in kilograms (optional)"),
        help_text=_("With a minus when weight was lost. For example, -4, or -9 lb"),
        units=KILOGRAMS,
        invalid=_("Write the number, like -4, or with its unit, like -9 lb"),
        min_value=-150,
        max_value=150,
        **ONE_DIGIT,
    )

    class Meta(AnswerForm.Meta):
        model = Health
        fields = (
            "ecog",
            "ecog_change",
            "aids",
            "height_cm",
            "weight_kg",
            "weight_change_kg",
        )
        labels = {
            "ecog": _("Which sentence fits the patient best?"),
            "ecog_change": _("Compared with a month ago, it is"),
        }
        help_texts = {
            "ecog": _("Think of the last 7 days, as the patient would say it."),
        }
        unknowable = (
            "ecog",
            "ecog_change",
            "height_cm",
            "weight_kg",
            "weight_change_kg",
        )


class SymptomsForm(AnswerForm):
    """Each symptom from 0 to 10. A symptom left out keeps the number it had."""

    class Meta(AnswerForm.Meta):
        model = Health
        fields = ("symptoms",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance.symptoms or {}
        for code, label in choices.Symptom.choices:
            self.fields[f"symptom_{code}"] = forms.ChoiceField(
                label=label,
                choices=SCORES,
                required=False,
                error_messages={"invalid_choice": _("Choose a number from 0 to 10")},
            )
            self.initial[f"symptom_{code}"] = str(stored.get(code, ""))

    def answers(self) -> dict[str, Any]:
        scores = dict(self.instance.symptoms or {})
        for code in choices.Symptom.values:
            given = self.cleaned_data.get(f"symptom_{code}", "")
            if given != "":
                scores[code] = int(given) if given.isdecimal() else given
        return {"symptoms": scores}

    def label_of(self, name: str) -> str:
        return str(_("The numbers of all symptoms"))


class IllnessForm(AnswerForm):
    other_illness = TicksField(
        label=_("Other illnesses, now or before"),
        choices=choices.OtherIllness.choices,
        alone=("none", "not_known"),
        help_text=_("Choose all that fit."),
    )
    implants = TicksField(
        label=_("Is something in the body? (optional)"),
        choices=choices.Implant.choices,
        alone=("none", "not_known"),
        help_text=_("Some scans and radiotherapy must know."),
    )

    class Meta(AnswerForm.Meta):
        model = Health
        fields = ("other_illness", "other_illness_note", "implants")
        labels = {"other_illness_note": _("More about these illnesses (optional)")}
        help_texts = {
            "other_illness_note": _("For example, diabetes since 2010, with insulin")
        }


class PregnancyForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = Health
        fields = ("pregnancy", "fertility")
        labels = {
            "pregnancy": _("Pregnant or breastfeeding?"),
            "fertility": _("Is having children later important? (optional)"),
        }
        help_texts = {
            "fertility": _("Some steps to keep it possible come before treatment.")
        }
        unknowable = ("pregnancy",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.facts and self.facts.patient.sex_at_birth == choices.Sex.MALE:
            self.answer_names.remove("pregnancy")
            del self.fields["pregnancy"], self.fields["pregnancy" + UNKNOWN]


class BloodThinnerForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = Health
        fields = ("blood_thinner", "blood_thinner_name")
        labels = {
            "blood_thinner": _("Does the patient take a blood thinner?"),
            "blood_thinner_name": _("Which blood thinner? (optional)"),
        }
        help_texts = {
            "blood_thinner": _(
                "For example, warfarin, apixaban, clopidogrel or aspirin"
            )
        }
        unknowable = ("blood_thinner_name",)
        depends = {"blood_thinner_name": ("blood_thinner", {"yes"})}


class HabitsForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = Health
        fields = ("smoking", "alcohol", "lives_with")
        labels = {
            "smoking": _("Smoking (optional)"),
            "alcohol": _("Alcohol (optional)"),
            "lives_with": _("Who lives with the patient, and who helps? (optional)"),
        }
        help_texts = {
            "lives_with": _("For example, with my husband; our son drives us.")
        }
        widgets = {"lives_with": forms.Textarea({"rows": 3, "dir": "auto"})}


class MedicineForm(AnswerForm):
    since = past(_("Since when? (optional)"))

    class Meta(AnswerForm.Meta):
        model = Medicine
        fields = ("name", "dose", "how_often", "since", "what_for")
        labels = {
            "name": _("Name of the medicine"),
            "dose": _("Dose (optional)"),
            "how_often": _("How often? (optional)"),
            "what_for": _("What is it for? (optional)"),
        }
        help_texts = {
            "name": _("Copy it from the box. A near spelling is fine."),
            "dose": _("For example, 5 mg"),
            "how_often": _("For example, once in the morning"),
            "what_for": _("For example, blood pressure"),
        }
        unknowable = ("name", "dose", "how_often", "since", "what_for")


class AllergyForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = Allergy
        fields = ("substance", "reaction", "is_contrast")
        labels = {
            "substance": _("Allergic to what?"),
            "reaction": _("What happens? (optional)"),
            "is_contrast": _("It is the liquid given for a scan (contrast medium)"),
        }
        help_texts = {
            "substance": _("For example, penicillin"),
            "reaction": _("For example, a rash, or hard to breathe"),
        }
        unknowable = ("substance", "reaction")


class SupplementForm(AnswerForm):
    since = past(_("Since when? (optional)"))
    tested_on = past(
        _("When were the liver and kidneys last tested? (optional)"),
        _("The date of the last blood test of them. A month is fine."),
    )

    class Meta(AnswerForm.Meta):
        model = Supplement
        fields = (
            "name",
            "ingredients",
            "form",
            "prescriber",
            "since",
            "with_chemo",
            "with_thinner",
            "with_surgery",
            "stopped_before",
            "tested_on",
        )
        labels = {
            "name": _("Name"),
            "ingredients": _("What is in it? (optional)"),
            "form": _("In which form? (optional)"),
            "prescriber": _("Who recommended it? (optional)"),
            "with_chemo": _("Is it taken in the same days as cancer treatment?"),
            "with_thinner": _("Is it taken together with a blood thinner?"),
            "with_surgery": _(
                "Was there an operation while taking it, or is one planned?"
            ),
            "stopped_before": _("Was it stopped before the operation, or will it be?"),
        }
        help_texts = {
            "name": _("As on the packet or as you call it, in any language."),
            "ingredients": _(
                "Copy the list, or add a photo of the packet to the records."
            ),
            "prescriber": _("For example, a TCM doctor, a friend, nobody"),
        }
        widgets = {"ingredients": forms.Textarea({"rows": 2, "dir": "auto"})}
        unknowable = ("name", "ingredients", "form", "prescriber", "since", "tested_on")
        depends = {"stopped_before": ("with_surgery", {"yes"})}

    def _is_asked(self, name: str) -> bool:
        """Nothing is taken beside a treatment that never began."""
        if name == "with_chemo" and self.facts and not self.instance.with_chemo:
            return not self.facts.diagnosis.no_treatment_yet
        return super()._is_asked(name)
