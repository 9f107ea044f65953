"""The form of one question in the person's own words."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.translation import gettext_lazy as _

from consultations.models import Question

MOST = 1000


class Words(forms.CharField):
    """Text as a person wrote it, without the unseen signs no database keeps."""

    def to_python(self, value: Any) -> str:
        return super().to_python(str(value or "").replace("\x00", ""))


class QuestionForm(forms.Form):
    """Words and who asks. `form_key` makes the same form count once."""

    text = Words(
        label=_("Your question"),
        max_length=MOST,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        error_messages={
            "required": _("Write your question"),
            "max_length": _(
                "Your question has %(show_value)d characters. Make it shorter than "
                "1,000, or write it as 2 questions"
            ),
        },
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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
