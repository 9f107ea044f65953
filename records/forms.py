"""What is asked about a record, in the words of patients."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from intake import languages
from intake.forms.fields import PartialDateFormField, TextField
from records.kinds import KINDS
from records.models import ChecklistAnswer, Record

_KINDS = [
    ("", _("I am not sure")),
    *((kind.code, kind.label) for kind in KINDS if kind.code != "other"),
    ("other", _("Something else")),
]


class FormBase(forms.Form):
    """Crispy draws the fields; the template owns the form."""

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class RecordDetailsForm(FormBase):
    """Facts about one document; all optional: a draft needs nothing."""

    kind = forms.ChoiceField(label=_("What is it?"), choices=_KINDS, required=False)
    title = TextField(
        label=_("A name for it (optional)"),
        help_text=_("For example: CT of chest and belly"),
        max_length=200,
        required=False,
    )
    dated_on = PartialDateFormField(
        label=_("The date on the paper (optional)"),
        help_text=_(
            "The day of the test or visit, not today. A month or a year is enough."
        ),
        required=False,
    )
    issued_by = TextField(
        label=_("Which hospital, laboratory or doctor? (optional)"),
        max_length=200,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Language of the paper (optional)"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages.choices()

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or "other"


class UploadForm(RecordDetailsForm):
    """The plain form for several files at once; the files themselves are judged one by one."""

    one_document = forms.BooleanField(
        label=_("These files are the pages of one document"), required=False
    )


class RecordForm(RecordDetailsForm):
    """Everything that can be said about a record that is here."""

    translation = forms.ChoiceField(
        label=_("Is it translated? (optional)"),
        choices=[("", _("I do not know")), *Record.Translation.choices],
        required=False,
    )
    note = TextField(
        label=_("A note for the team (optional)"), max_length=300, required=False
    )


class SlotForm(FormBase):
    """Why a record is here or not: five answers."""

    answer = forms.ChoiceField(
        label=_("Where does this record stand?"),
        choices=ChecklistAnswer.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose one answer"),
            "invalid_choice": _("Choose one answer"),
        },
    )
    requested_on = PartialDateFormField(
        label=_("When did you ask for it? (optional)"), required=False
    )
    requested_from = TextField(
        label=_("Whom did you ask? (optional)"), max_length=200, required=False
    )
    reason = TextField(
        label=_("Why can you not get it? (optional)"), max_length=300, required=False
    )
