"""What is asked about a parcel: what is inside, where from, and the days of its way."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import NumberField, TextField, WholeDateField
from records.called import called
from records.forms import FormBase
from records.models import Record
from records.parcels.states import TISSUE, Content

_CHOOSE = {
    "required": _("Choose one answer"),
    "invalid_choice": _("Choose one from the list"),
}


class BeginForm(FormBase):
    """The button that begins a parcel; the key makes a double click one parcel."""

    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())

    def clean(self) -> dict[str, Any]:
        if self.errors.pop("form_key", None):  # a mark of ours: nothing to be told
            self.cleaned_data["form_key"] = None
        return self.cleaned_data


class ItemForm(FormBase):
    """One kind of thing in the parcel. Tissue is offered only when the team asked for it."""

    content = forms.ChoiceField(label=_("What do you put in?"), error_messages=_CHOOSE)
    count = NumberField(
        label=_("How many?"),
        whole=True,
        min_value=1,
        max_value=500,
        error_messages={"required": _("Write how many, like 12")},
    )
    stain = TextField(
        label=_("Stain (optional)"),
        help_text=_("For slides: H&E, or the name of the marker on the label."),
        max_length=100,
        required=False,
    )
    specimen_numbers = TextField(
        label=_("Specimen numbers (optional)"),
        help_text=_("As they stand on the slides or the block."),
        max_length=200,
        required=False,
    )
    record = forms.ChoiceField(
        label=_("Which record of the folder belongs to it? (optional)"),
        required=False,
        error_messages=_CHOOSE,
    )
    note = TextField(label=_("A note (optional)"), max_length=200, required=False)

    def __init__(
        self, *args: Any, records: Iterable[Record], with_tissue: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.records = {str(record.pk): record for record in records}
        self.fields["content"].choices = [
            (code, label)
            for code, label in Content.choices
            if with_tissue or code not in TISSUE
        ]
        self.fields["record"].choices = [
            ("", _("None of them")),
            *((pk, f"{r.number}. {called(r)}") for pk, r in self.records.items()),
        ]
        self.initial.setdefault("count", 1)

    def answers(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["record"] = self.records.get(given["record"])
        return given


class SenderForm(FormBase):
    """Where the parcel comes from, and goes back to."""

    from_address = TextField(
        label=_("Your name and postal address"),
        help_text=_(
            "It stands on the label as the sender, and everything goes back to it."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=500,
        error_messages={"required": _("Write your name and postal address")},
    )
    wants_return = forms.BooleanField(
        label=_("Everything has to come back to me"), required=False
    )


class WayForm(FormBase):
    """Who carries it and since when; the same questions for both directions."""

    courier = TextField(
        label=_("Which courier or post?"),
        max_length=100,
        error_messages={"required": _("Write the name of the courier or the post")},
    )
    tracking = TextField(
        label=_("Tracking number"),
        help_text=_("It is on the receipt. Keep the receipt."),
        max_length=100,
        error_messages={"required": _("Write the tracking number from the receipt")},
    )
    day = WholeDateField(label=_("On which day did it leave?"), latest_today=True)
    expected_on = WholeDateField(
        label=_("When is it expected to arrive? (optional)"), required=False
    )

    def clean_day(self) -> date:
        return needed(self.cleaned_data["day"])

    def clean(self) -> dict[str, Any]:
        day, due = self.cleaned_data.get("day"), self.cleaned_data.get("expected_on")
        if day and due and due < day:
            self.add_error("expected_on", _("This is before the day it left"))
        return self.cleaned_data

    def facts(self) -> dict[str, Any]:
        told = self.cleaned_data
        names = ("courier", "tracking", "expected_on")
        return {"sent_on": told["day"]} | {name: told[name] for name in names}


class HomeForm(FormBase):
    day = WholeDateField(label=_("On which day did it come back?"), latest_today=True)
    complete = forms.BooleanField(label=_("Everything is there"), required=False)

    def clean_day(self) -> date:
        return needed(self.cleaned_data["day"])


def needed(day: date | None) -> date:
    if day is None:
        raise forms.ValidationError(_("Enter the day, the month and the year"))
    return day
