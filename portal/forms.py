"""The check before starting. Nothing of it is stored."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import countries

NONE, SOME = "none", "some"


class SignsForm(forms.Form):
    """Is it safe to go on? One list and one answer, so that nobody ticks a symptom."""

    emergency_now = forms.ChoiceField(
        label=_("Is any of this happening now?"),
        choices=[(NONE, _("None of these")), (SOME, _("One or more of these"))],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose none of these, or one or more"),
            "invalid_choice": _("Choose none of these, or one or more"),
        },
    )


def _choice(label, choices, problem, help_text=""):
    return forms.ChoiceField(
        label=label,
        choices=choices,
        widget=forms.RadioSelect,
        help_text=help_text,
        error_messages={"required": problem, "invalid_choice": problem},
    )


class AboutYouForm(forms.Form):
    """Who asks, and for whom: decides which words and which way fit."""

    who_are_you = _choice(
        _("Who are you?"),
        [
            ("patient", _("I am the person who is ill")),
            ("family", _("I am family or a friend")),
            ("guardian", _("I am a parent or guardian")),
            ("clinician", _("I am a doctor or nurse")),
            ("other", _("Somebody else")),
        ],
        _("Choose who you are"),
    )
    has_diagnosis = _choice(
        _("Has a doctor said that it is cancer?"),
        [
            ("confirmed", _("Yes")),
            ("suspected", _("It is suspected, and tests are running")),
            ("unsure", _("I am not sure")),
        ],
        _("Choose yes, suspected, or not sure"),
        _("All 3 are fine. It changes what we ask for."),
    )
    patient_adult = _choice(
        _("How old is the person who is ill?"),
        [("adult", _("18 or older")), ("minor", _("Under 18"))],
        _("Choose 18 or older, or under 18"),
    )
    in_hospital_now = _choice(
        _("Is the person in hospital now?"),
        [
            ("no", _("No")),
            ("planned", _("Yes, it was planned")),
            ("emergency", _("Yes, as an emergency or in intensive care")),
        ],
        _("Choose no, or one of the 2 kinds of yes"),
    )
    country_residence = forms.ChoiceField(
        label=_("Where does the person live?"),
        choices=countries.choices,
        error_messages={
            "required": _("Choose a country or region"),
            "invalid_choice": _("Choose a country or region from the list"),
        },
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def hints(self) -> list[str]:
        """Which words of advice fit, in the order they are read."""
        answers = self.cleaned_data
        return [code for code, field, value in HINTS if answers[field] == value]


# The address of the next page carries these codes, never the answers themselves.
# The order is that of urgency: the next page shows each that applies, in this order.
HINTS = [
    ("1", "in_hospital_now", "emergency"),
    ("2", "patient_adult", "minor"),
    ("3", "has_diagnosis", "suspected"),
    ("4", "has_diagnosis", "unsure"),
    ("5", "in_hospital_now", "planned"),
    ("6", "who_are_you", "clinician"),
    ("7", "who_are_you", "family"),
    ("8", "who_are_you", "guardian"),
]
# These change what can be done next; the others are notes beside it.
SITUATIONS = {"1", "2", "3", "4"}
