"""The question before a folder is there: for whom it is."""

from __future__ import annotations

import uuid
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from accounts import people
from accounts.forms import name_field
from accounts.models import User
from intake import services
from intake.forms.base import choice_of
from intake.models import Case, CaseMember

ME, OTHER = "me", "other"
NAMELESS = _("Write your own name")


class CaseNewForm(forms.Form):
    """For oneself or for somebody else; then how one is related, and by which right."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    whom = choice_of(
        [(ME, _("For me: I am the patient")), (OTHER, _("For somebody else"))],
        label=_("Who is the folder for?"),
    )
    relationship = choice_of(
        CaseMember.Relationship.choices,
        label=_("Who are you to the patient?"),
        help_text=_("Only when the folder is for somebody else."),
    )
    basis = choice_of(
        CaseMember.Basis.choices,
        label=_("Why may you act for the patient?"),
        help_text=_(
            "Only when the folder is for somebody else. We may ask for a paper that "
            "shows it before anything is sent."
        ),
    )

    name = name_field(
        _(
            "Only when the folder is for somebody else. Your own name, not the "
            "patient's: it stands beside what you add."
        )
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.initial.setdefault("form_key", uuid.uuid4())
        self.initial.setdefault("name", by.name)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if self.errors.pop("form_key", None):
            cleaned["form_key"] = None
        if "whom" not in self.errors and not cleaned.get("whom"):
            self.add_error("whom", _("Choose for whom the folder is"))
        if cleaned.get("whom") == OTHER:
            if "relationship" not in self.errors and not cleaned.get("relationship"):
                self.add_error("relationship", _("Choose who you are to the patient"))
            if "basis" not in self.errors and not cleaned.get("basis"):
                self.add_error("basis", _("Choose why you may act for the patient"))
            if "name" not in self.errors and not (cleaned["name"] or self.by.name):
                self.add_error("name", NAMELESS)
        else:
            self.errors.pop("name", None)  # it is asked of a caregiver only
        return cleaned

    def open_case(self) -> Case:
        """The folder; the same form sent twice leads to the one it made."""
        given, by = self.cleaned_data, self.by
        key = given["form_key"]
        if given["whom"] == ME:
            return services.open_case_for_self(by=by, key=key)
        people.keep_name(by, given["name"])
        return services.open_case_for_other(
            by=by, key=key, relationship=given["relationship"], basis=given["basis"]
        )


class HelperForm(forms.Form):
    """Who says yes to an invitation tells by which name the family sees them."""

    name = name_field(_("The family and our team read it beside what you add."))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.initial.setdefault("name", by.name)

    def clean_name(self) -> str:
        name = self.cleaned_data["name"] or self.by.name
        if not name:
            raise forms.ValidationError(NAMELESS)
        return name

    def keep(self) -> None:
        people.keep_name(self.by, self.cleaned_data["name"])
