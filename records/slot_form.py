"""What is asked about one slot of the checklist, in the words of patients."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from intake.forms.fields import PartialDateFormField, TextField
from intake.forms.papers import TICKED, PapersField
from intake.models import Case
from intake.papers import papers_of
from records.forms import FormBase
from records.models import ChecklistAnswer
from records.slots import Slot


class SlotForm(FormBase):
    """Why a record is here or not: five answers, each with what makes it clear."""

    WHY: ClassVar = {
        "cannot": _("Say in a few words why you cannot get it"),
        "none": _("Say in a few words why there is none, such as: it was never done"),
        "uploaded": _(
            "Tick the record that holds it, say where it is, or choose another answer"
        ),
        "requested": _("Say whom you asked, or when"),
    }

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
        label=_("When did you ask for it? (optional)"),
        latest_today=True,
        required=False,
    )
    requested_from = TextField(
        label=_("Whom did you ask? (optional)"), max_length=200, required=False
    )
    linked_records = PapersField(
        label=_("Which records hold it? (optional)"),
        help_text=_("One record can hold several things. Tick each that does."),
    )
    reason = TextField(
        label=_("A few words about it"),
        help_text=_("Why it is not here, or in which record it is."),
        max_length=300,
        required=False,
    )
    seen = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args: Any, slot: Slot, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slot = slot
        self.fields["linked_records"].offer(papers_of(case))

    @property
    def ticked(self) -> str:
        """For the page: each box that stands ticked on it."""
        boxes = self["linked_records"].value() or ()
        return " ".join(key for key in boxes if key in self._papers.names)

    @property
    def _papers(self) -> PapersField:
        return self.fields["linked_records"]

    def linked(self, stored: list[str]) -> list[str]:
        """The records to keep: a box is unticked only by who saw it ticked."""
        seen = set(str(self.data.get(TICKED, "")).split())
        return self._papers.kept(self.cleaned_data["linked_records"], stored, seen)

    def clean(self) -> dict[str, Any]:
        """Asks for what the chosen answer needs; a detail given earlier still counts."""
        given = {n: v or self.initial.get(n) for n, v in self.cleaned_data.items()}
        answer = given.get("answer", "")
        asked = given.get("requested_on") or given.get("requested_from")
        named = given.get("linked_records")
        lacking = self.slot.lacking(answer, given.get("reason"), asked, named)
        if lacking and lacking not in self.errors:
            self.add_error(lacking, self.WHY[answer])
        return self.cleaned_data
