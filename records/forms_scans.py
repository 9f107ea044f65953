"""Whose disc it is, asked about each person the labels name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from accounts.listing import listed
from records.forms import FormBase
from records.imaging import answers
from records.imaging.people import Match
from records.imaging.receipt import Receipt, State
from records.imaging.shown import Person
from records.models import ImagingPerson

Answer = ImagingPerson.Answer
ASKED = (State.ASK, State.UNSURE, State.CHOOSE)
OTHER_NAME = {Match.NAME, Match.SCRIPT}


class WhoseForm(FormBase):
    """One question for each person. `asks` is false where nothing is to be said."""

    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    all_ours = forms.BooleanField(
        label=_lazy("Yes, all of them are the patient"), required=False
    )

    def __init__(self, data: Any = None, *, receipt: Receipt) -> None:
        groups = [person.rows for person in receipt.people]
        super().__init__(data, initial={"seen": answers.mark_of_people(groups)})
        self.receipt = receipt
        self.several = len(receipt.people) > 1
        choose = _("Choose an answer, or “I do not know”")
        for person in receipt.people:
            self.fields[name_of(person)] = forms.ChoiceField(
                label=self._label(person),
                choices=self._choices(person),
                widget=forms.RadioSelect,
                initial=person.answer,
                error_messages=dict.fromkeys(("required", "invalid_choice"), choose),
            )

    def _label(self, person: Person) -> str:
        if not self.several:
            return _("Is this the patient’s disc?")
        if not person.name:
            return _("Are the scans without a name the patient’s?")
        return _("Are the scans of %s the patient’s?") % person.name

    def clean(self) -> dict[str, Any]:
        """Two people who are all the patient are more often a wrong tick: asked once more."""
        names = [
            person.name
            for person in self.receipt.people
            if person.name
            and self.cleaned_data.get(name_of(person)) in ImagingPerson.YES
        ]
        if len(names) > 1 and not self.cleaned_data.get("all_ours"):
            asked = _(
                "On this disc are %(n)s different people: %(names)s. Are all of them the "
                "patient? Tick the box if it is so, or change an answer"
            )
            self.add_error(
                "all_ours", asked % {"n": len(names), "names": listed(names)}
            )
        return self.cleaned_data

    @property
    def asks_once_more(self) -> bool:
        return "all_ours" in self.errors or bool(self["all_ours"].data)

    @property
    def asks(self) -> bool:
        """There is a question, or an answer that may be changed."""
        said = any(person.answer for person in self.receipt.people)
        return bool(self.receipt.people) and (self.receipt.state in ASKED or said)

    @property
    def questions(self) -> list[dict[str, Any]]:
        """Each person with the field that asks about them."""
        return [
            {"person": person, "field": self[name_of(person)]}
            for person in self.receipt.people
        ]

    def said(self) -> dict[int, str]:
        return {
            person.number: self.cleaned_data[name_of(person)]
            for person in self.receipt.people
        }

    def _choices(self, person: Person) -> list[tuple[str, str]]:
        unsure = (Answer.UNSURE.value, Answer.UNSURE.label)
        if self.several:
            yes = (Answer.OURS.value, _("Yes, they are the patient’s"))
            return [
                yes,
                (Answer.NO.value, _("No, they belong to someone else")),
                unsure,
            ]
        asked = [Answer.OURS]
        if person.match in OTHER_NAME:
            asked = [Answer.SPELLED, Answer.EARLIER]
        return [*((word.value, word.label) for word in (*asked, Answer.NO)), unsure]


def name_of(person: Person) -> str:
    return f"person_{person.number}"
