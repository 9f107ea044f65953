"""Inviting a caregiver, and what a caregiver may do."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import MailField, WholeDateField
from intake.last_day import today_of
from intake.models import SHOWN_WITH, Case, CaseMember, Scope

OPEN, DATE = "open", "date"


class AccessForm(forms.Form):
    """What a caregiver may do and until when; nothing is ticked beforehand.

    Three empty boxes never make an access longer: the person says so ("Until I end it").
    """

    scopes = forms.MultipleChoiceField(
        label=_("What may this person do?"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Who may fill in the answers or send the folder also sees the records and "
            "answers: the pages show them."
        ),
        error_messages={
            "required": _("Choose at least 1 thing this person may do"),
            "invalid_choice": _("Choose from the list"),
        },
    )
    lasts = forms.ChoiceField(
        label=_("Until when?"),
        choices=[(OPEN, _("Until I end it")), (DATE, _("Until a date I choose"))],
        widget=forms.RadioSelect,
        required=False,
        error_messages={"invalid_choice": _("Choose from the list")},
    )
    until = WholeDateField(
        label=_("The last day"),
        help_text=_("Only if you chose a date. You can end it earlier on any day."),
        required=False,
    )
    field_order = ("scopes", "lasts", "until")

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until and until < today_of(self.case):
            raise forms.ValidationError(_("Choose a date from today on"))
        return until

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        lasts, until = answers.get("lasts"), answers.get("until")
        if "until" in self.errors or "lasts" in self.errors:
            return answers
        if lasts == DATE and until is None:
            text = _("Enter the last day, or choose “Until I end it”")
            self.add_error("until", text)
        elif lasts == OPEN and until is not None and "until" in self.changed_data:
            text = _("Choose “Until a date I choose”, or empty the boxes of the date")
            self.add_error("lasts", text)
        elif lasts == OPEN:
            answers["until"] = None
        elif until is None:
            answers["until"] = self.initial.get("until")
        return answers

    @staticmethod
    def initial_of(member: CaseMember) -> dict[str, Any]:
        """What this caregiver may do today."""
        return {
            "scopes": [name for name in Scope.values if getattr(member, name)],
            "lasts": DATE if member.expires_on else OPEN,
            "until": member.expires_on,
        }

    @property
    def given(self) -> dict[str, bool]:
        """What was ticked, with seeing where nothing could be done without it."""
        chosen = set(self.cleaned_data["scopes"])
        if chosen & SHOWN_WITH:
            chosen.add(Scope.SEE)
        return {scope: scope in chosen for scope in Scope.values}


class NewAddress(forms.Form):
    """Refuses one's own address and those of people who are in the folder already."""

    def __init__(
        self, *args: Any, own: str = "", here: Collection[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.here = own.lower(), {address.lower() for address in here}

    def clean_email(self) -> str:
        email = self.cleaned_data["email"].lower()
        if email == self.own:
            raise forms.ValidationError(
                _("This is your own address. Enter the address of the other person")
            )
        if email in self.here:
            raise forms.ValidationError(
                _("This person is in the folder already. Look at the names above")
            )
        return email


class InviteForm(NewAddress, AccessForm):
    email = MailField(
        label=_("E-mail address of the person"),
        help_text=_("They sign in with this address. Nobody needs your code."),
        error_messages={"required": _("Enter the e-mail address of the person")},
    )
    relationship = forms.ChoiceField(
        label=_("Who is this person to you?"),
        choices=CaseMember.Relationship.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose who this person is to you"),
            "invalid_choice": _("Choose from the list"),
        },
    )
    field_order = ("email", "relationship", "scopes", "lasts", "until")


class InvitePatientForm(NewAddress):
    """A caregiver who began the folder invites the patient into it."""

    email = MailField(
        label=_("E-mail address of the patient"),
        error_messages={"required": _("Enter the e-mail address of the patient")},
    )
