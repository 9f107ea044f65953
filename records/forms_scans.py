"""Whose disc it is, asked about each person the labels name."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

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
