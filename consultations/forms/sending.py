"""Forms of the last steps: the declaration before sending, the reason for taking it back."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import TextField


class PlainForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


def _tick(label: Promise, problem: Promise) -> forms.BooleanField:
    return forms.BooleanField(label=label, error_messages={"required": problem})


class DeclarationForm(PlainForm):
    """Three things a person says with their own tick; all are needed to send."""

    own_records = _tick(
        _("The records are those of the person this folder is for"),
        _("Tick the box if the records belong to the person this folder is for"),
    )
    true_answers = _tick(
        _("The answers are true, as far as I know"),
        _("Tick the box if the answers are true, as far as you know"),
    )
    no_emergency = _tick(
        _("This is not an emergency"),
        _(
            "Tick the box if this is not an emergency. If it is one, call your local "
            "emergency number now"
        ),
    )


class WithdrawForm(PlainForm):
    """Why the request is taken back; nobody has to say."""

    reason = TextField(
        label=_("Is there something you want us to know? (optional)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("You do not need a reason. Only our coordinators read this."),
    )
