"""The form of one question in the person's own words."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Question
from intake.forms.fields import TextField

MOST = 1000


class QuestionForm(forms.Form):
    """Words and who asks. `form_key` makes the same form count once."""

    text = TextField(
        label=_("Your question"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={"required": _("Write your question")},
    )
    who = forms.ChoiceField(
        label=_("Who asks this?"),
        choices=Question.Who.choices,
        error_messages={
            "required": _("Choose who asks this"),
            "invalid_choice": _("Choose who asks this"),
        },
    )
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
