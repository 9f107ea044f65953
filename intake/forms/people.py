"""Inviting a caregiver, and what a caregiver may do."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import MailField, WholeDateField
from intake.models import CaseMember, Scope


class AccessForm(forms.Form):
    """What a caregiver may do and until when; nothing is ticked beforehand."""

    scopes = forms.MultipleChoiceField(
        label=_("What may this person do?"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least 1 thing this person may do"),
            "invalid_choice": _("Choose from the list"),
        },
    )
    until = WholeDateField(
        label=_("Until when? (optional)"),
        help_text=_("Leave it empty to end it yourself. You can end it on any day."),
        required=False,
    )

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < timezone.localdate():
            raise forms.ValidationError(_("Choose a date from today on"))
        return until

    @property
    def given(self) -> dict[str, bool]:
        chosen = self.cleaned_data["scopes"]
        return {scope: scope in chosen for scope in Scope.values}


class InviteForm(AccessForm):
    email = MailField(
        label=_("E-mail address of the person"),
        error_messages={"required": _("Enter the e-mail address of the person")},
    )
    relationship = forms.ChoiceField(
        label=_("Who is this person to you?"),
        choices=CaseMember.Relationship.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who this person is to you")},
    )
    field_order = ("email", "relationship", "scopes", "until")


class InvitePatientForm(forms.Form):
    """A caregiver who began the folder invites the patient into it."""

    email = MailField(
        label=_("E-mail address of the patient"),
        error_messages={"required": _("Enter the e-mail address of the patient")},
    )
