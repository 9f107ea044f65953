"""Pages about the person: who they are, how to reach them, what they wish to hear."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import countries, zones
from accounts.forms import time_zones
from intake import choices, languages
from intake.forms.base import AnswerForm
from intake.forms.fields import TextField, TicksField
from intake.forms.names import LatinNameField, ScriptNameField
from intake.models import Patient, TreatingDoctor
from intake.models.answers import NAME


def country_field(label: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=countries.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose a country or region")},
        **kwargs,
    )


def language_field(label: Any, **kwargs: Any) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        choices=languages.choices,
        required=False,
        error_messages={"invalid_choice": _("Choose a language from the list")},
        **kwargs,
    )


class NameForm(AnswerForm):
    full_name = LatinNameField(
        label=_("Full name of the patient, in Latin letters"),
        help_text=_("As in the passport. For example, Elena Sokolova"),
        max_length=NAME,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )
    name_in_script = ScriptNameField(
        label=_("The name in its own script (optional)"),
        help_text=_("For example, 李文 or Елена Соколова"),
        max_length=NAME,
        required=False,
        widget=forms.TextInput({"dir": "auto"}),
    )

    class Meta(AnswerForm.Meta):
        model = Patient
        fields = ("full_name", "name_in_script", "name_note")
        labels = {
            "name_note": _("Anything about the name? (optional)"),
        }
        help_texts = {
            "name_note": _(
                "For example, a former name on older papers, or which part is the "
                "family name."
            ),
        }


class BirthForm(AnswerForm):
    country = country_field(_("Country or region where the patient lives"))

    class Meta(AnswerForm.Meta):
        model = Patient
        fields = ("date_of_birth", "sex_at_birth", "pronoun", "country", "city")
        labels = {
            "date_of_birth": _("Date of birth"),
            "sex_at_birth": _("Sex at birth"),
            "pronoun": _("How we speak of the patient (optional)"),
            "city": _("Town or city (optional)"),
        }
        help_texts = {
            "date_of_birth": _("For example, 6 November 1964"),
            "sex_at_birth": _("Some cancers and some doses depend on it."),
            "pronoun": _("For example, she, he or they"),
        }


class ReachForm(AnswerForm):
    contact_ways = TicksField(
        label=_("How may we give news?"),
        choices=choices.ContactWay.choices,
        help_text=_("Choose all that fit. Health matters stay here in the folder."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [("", _("Choose")), *time_zones()],
        required=False,
        help_text=_("We write every time in this time zone too."),
        error_messages={"invalid_choice": _("Choose a time zone from the list")},
    )

    class Meta(AnswerForm.Meta):
        model = Patient
        fields = (
            "email",
            "phone",
            "messenger",
            "contact_ways",
            "time_zone",
            "best_hours",
        )
        labels = {
            "email": _("E-mail address"),
            "phone": _("Telephone (optional)"),
            "messenger": _("WhatsApp, WeChat or Telegram (optional)"),
            "best_hours": _("Good hours to call (optional)"),
        }
        help_texts = {
            "phone": _("With the country code. For example, +52 55 1234 5678"),
            "messenger": _(
                "Which one, and the name there. For example, WeChat: liwen64"
            ),
            "best_hours": _("For example, after 5 in the afternoon, not on Fridays"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        likely = zones.of_country(self.instance.country)
        if likely and not self.instance.time_zone:
            self.initial["time_zone"] = likely
            self.fields["time_zone"].help_text = _(
                "We chose it by the country. Choose another if your clock shows another "
                "time."
            )

    def clean_contact_ways(self) -> list[str]:
        ways = self.cleaned_data["contact_ways"]
        if {"phone", "no_phone"} <= set(ways):
            raise forms.ValidationError(
                _("Choose a telephone call, or no telephone, not both")
            )
        return ways


class LanguageForm(AnswerForm):
    language = language_field(
        _("Language the patient speaks best"),
        help_text=_("If it is not in the list, choose “Another language” at the end."),
    )
    other_languages = TextField(
        label=_("Other languages (optional)"),
        required=False,
        max_length=200,
        help_text=_("With a comma between them. For example, Spanish, English"),
    )
    interpreter_language = language_field(_("Into which language? (optional)"))
    access_needs = TicksField(
        label=_("What makes reading and talking easier? (optional)"),
        choices=choices.Access.choices,
    )

    class Meta(AnswerForm.Meta):
        model = Patient
        fields = (
            "language",
            "other_languages",
            "interpreter",
            "interpreter_language",
            "interpreter_gender",
            "access_needs",
        )
        labels = {
            "interpreter": _("Is an interpreter needed for a talk?"),
            "interpreter_gender": _("Who may interpret? (optional)"),
        }
        help_texts = {
            "interpreter": _("We bring the interpreter. Nobody of the family has to.")
        }
        depends = {
            "interpreter_language": ("interpreter", {"yes"}),
            "interpreter_gender": ("interpreter", {"yes"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if isinstance(self.instance.other_languages, list):
            listed = ", ".join(str(one) for one in self.instance.other_languages)
            self.initial["other_languages"] = listed

    def clean_other_languages(self) -> list[str]:
        text = self.cleaned_data["other_languages"]
        for comma in "，、;؛،\n":
            text = text.replace(comma, ",")
        return [part.strip() for part in text.split(",") if part.strip()]


class DoctorForm(AnswerForm):
    country = country_field(_("Country or region of the doctor (optional)"))
    language = language_field(_("Language of the doctor (optional)"))

    class Meta(AnswerForm.Meta):
        model = TreatingDoctor
        fields = (
            "name",
            "specialty",
            "hospital",
            "country",
            "email",
            "phone",
            "language",
            "knows",
            "may_contact",
        )
        labels = {
            "name": _("Name of the doctor who treats the patient (optional)"),
            "specialty": _("Kind of doctor (optional)"),
            "hospital": _("Hospital or practice (optional)"),
            "email": _("E-mail of the doctor (optional)"),
            "phone": _("Telephone of the doctor (optional)"),
            "knows": _("Does this doctor know about the second opinion?"),
            "may_contact": _("May we write to this doctor?"),
        }
        help_texts = {
            "specialty": _("For example, oncologist, surgeon or family doctor"),
            "knows": _("Most doctors are glad of it. You choose whether to tell."),
            "may_contact": _("We never write without your yes."),
        }


class TellingForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = Patient
        fields = ("knows_diagnosis", "disclosure", "disclosure_note", "wants_numbers")
        labels = {
            "knows_diagnosis": _("What does the patient know about the illness?"),
            "disclosure": _("How does the patient wish to hear the opinion?"),
            "disclosure_note": _("In your own words (optional)"),
            "wants_numbers": _("Numbers about how long or how likely? (optional)"),
        }
        help_texts = {
            "knows_diagnosis": _("There is no wrong answer. Families differ."),
            "disclosure": _("We write the opinion and our messages so that it fits."),
            "disclosure_note": _(
                "For example: “Tell my daughter first, and me after that”."
            ),
            "wants_numbers": _("You can change this at any time."),
        }
