"""What is asked to write a letter, and to say that it was sent."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from accounts import countries
from intake.dates import PartialDate
from intake.forms.fields import TextField, TicksField, WholeDateField
from records.cancer_items import named
from records.forms import FormBase
from records.kinds import BY_CODE
from records.letters.departments import KEPT_BY, Department, in_order, kept_by
from records.letters.known import Fact, told_of
from records.letters.language import LANGUAGES, suggested
from records.models import Letter

HELPERS = (Letter.Signs.HELPER.value, Letter.Signs.AUTHORITY.value)
_CHOOSE = {
    "required": _("Choose one answer"),
    "invalid_choice": _("Choose one from the list"),
}


class KindsField(TicksField):
    """Kinds and items. Which box offers one depends on what is missing at that moment."""

    def valid_value(self, value: str) -> bool:
        return kept_by(value) is not None


class FactsField(TicksField):
    """What the folder knows; a fact that is gone by now is left out without a word."""

    def valid_value(self, value: str) -> bool:
        return True


class LetterForm(FormBase):
    """One letter: to whom, what is asked for, who signs, in which languages."""

    # What the database keeps; two boxes of the page make its `kinds`.
    FIELDS: ClassVar = (
        *("department", "kinds", "facts", "hospital", "address", "country"),
        *("hospital_number", "language", "reading_language", "signs", "signer"),
        *("valid_until", "send_to", "note"),
    )

    hospital = TextField(
        label=_("Which hospital or laboratory?"),
        max_length=200,
        error_messages={"required": _("Write the name of the hospital or laboratory")},
    )
    address = TextField(
        label=_("Its address or e-mail (optional)"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
    country = forms.ChoiceField(
        label=_("In which country is it? (optional)"),
        help_text=_("The letter names the law of that country, where we know it."),
        required=False,
        error_messages=_CHOOSE,
    )
    department = forms.ChoiceField(
        label=_("Which department?"),
        help_text=_("If you are not sure, choose the records office."),
        choices=Department.choices,
        error_messages=_CHOOSE,
    )
    kinds = KindsField(label=_("What do you ask for?"))
    more_kinds = KindsField(label=_("Something else as well? (optional)"))
    facts = FactsField(
        label=_("What we know of them"),
        help_text=_(
            "These help the hospital to find them. Take the tick away where it belongs to "
            "another hospital."
        ),
    )
    hospital_number = TextField(
        label=_("The patient's number in that hospital (optional)"),
        help_text=_("It is on letters and on the hospital card."),
        max_length=100,
        required=False,
    )
    signs = forms.ChoiceField(
        label=_("Who signs the letter?"),
        widget=forms.RadioSelect,
        choices=Letter.Signs.choices,
        error_messages=_CHOOSE,
    )
    signer = TextField(
        label=_("Name of the helper who signs"),
        help_text=_("Leave it empty when the patient signs."),
        max_length=200,
        required=False,
    )
    valid_until = WholeDateField(
        label=_("Until when is the authorisation valid? (optional)"),
        help_text=_("Left empty, it is a line to fill in by hand."),
        required=False,
    )
    send_to = TextField(
        label=_("Where may the hospital send the copies?"),
        help_text=_("Your name with an e-mail or a postal address, never ours."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        error_messages={"required": _("Write where the copies may be sent")},
    )
    language = forms.ChoiceField(
        label=_("Language of the hospital"),
        choices=[("", _("The usual language of that country")), *LANGUAGES.items()],
        required=False,
        error_messages=_CHOOSE,
    )
    reading_language = forms.ChoiceField(
        label=_("A copy for you to read, in"),
        choices=list(LANGUAGES.items()),
        error_messages=_CHOOSE,
    )
    note = TextField(
        label=_("Anything to add, in your own words (optional)"),
        help_text=_("It is printed as you write it, in both copies."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=500,
        required=False,
    )
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)
    form_key = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, facts: Iterable[Fact], hospitals: Iterable[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_key", uuid.uuid4())
        self.hospitals, self.known = list(hospitals), list(facts)
        self.fields["hospital"].widget.attrs["list"] = "suggestions"
        self.fields["country"].choices = countries.choices()
        self._offer_kinds(self.initial.get("kinds") or [])
        for name in ("signer", "valid_until"):
            fits = HELPERS if name == "signer" else [Letter.Signs.HELPER]
            marks = {"data-after": "signs", "data-fits": " ".join(fits)}
            self.fields[name].widget.attrs |= marks  # for static/js/depends.js

    def _offer_kinds(self, first: list[str]) -> None:
        """What is asked for first, with what is known of it; the rest is folded away."""
        others = [code for code in KEPT_BY if code not in first]
        self.fields["kinds"].choices = [
            (code, kind.label) for code in first if (kind := named(code))
        ]
        self.fields["more_kinds"].choices = [(c, BY_CODE[c].label) for c in others]
        self.fields["more_kinds"].folded = bool(first)
        self.fields["facts"].choices = _grouped_facts(
            fact for fact in self.known if fact.kind in told_of(first)
        )

    def clean(self) -> dict[str, Any]:
        """A helper who signs has a name; the language follows the country unless chosen."""
        given = self.cleaned_data
        if self.errors.pop("form_key", None):  # a mark of ours: nothing to be told
            given["form_key"] = None
        self._need_signer(given)
        self._join_kinds(given)
        given["language"] = given.get("language") or suggested(given.get("country", ""))
        if given.get("valid_until"):
            given["valid_until"] = PartialDate.of(given["valid_until"])
        return given

    def _need_signer(self, given: dict[str, Any]) -> None:
        helps = given.get("signs") in HELPERS
        if helps and not given.get("signer") and "signer" not in self.errors:
            self.add_error("signer", _("Write the name of the helper who signs"))

    def _join_kinds(self, given: dict[str, Any]) -> None:
        """One list in the order of departments; of what was added all that is known is told."""
        added = given.get("more_kinds", [])
        ticked = {*given.get("kinds", []), *added}
        if not ticked:
            name = "kinds" if self.fields["kinds"].choices else "more_kinds"
            self.add_error(name, _("Tick at least one record"))
        kinds, of_added = told_of(ticked), told_of(added)
        told = {key for key in given.get("facts", []) if key.partition(":")[0] in kinds}
        told |= {fact.key for fact in self.known if fact.kind in of_added}
        given["kinds"] = in_order(ticked)
        given["facts"] = [fact.key for fact in self.known if fact.key in told]

    def answers(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.FIELDS}


class SentForm(FormBase):
    """On which day a letter went out."""

    sent_on = WholeDateField(
        label=_("On which day did you send it?"), latest_today=True
    )
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, written_on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.written_on = written_on

    def clean_sent_on(self) -> PartialDate:
        day = self.cleaned_data["sent_on"]
        if day is None:
            raise forms.ValidationError(_("Enter the day, the month and the year"))
        if day < self.written_on:
            raise forms.ValidationError(
                _("The letter was written on %(day)s, so it was not sent before"),
                params={"day": date_format(self.written_on)},
            )
        return PartialDate.of(day)


def _grouped_facts(facts: Iterable[Fact]) -> list[tuple[Any, list]]:
    groups: dict[str, list] = {}
    for fact in facts:
        groups.setdefault(fact.kind, []).append((fact.key, fact.label))
    return [(BY_CODE[kind].label, choices) for kind, choices in groups.items()]
