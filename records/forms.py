"""What is asked about a record, in the words of patients."""

from __future__ import annotations

import json
from collections.abc import Container, Iterable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from intake import languages
from intake.dates import PartialDate
from intake.forms.fields import PartialDateFormField, TextField
from intake.forms.reported import SPECIMEN_HELP, SPECIMEN_LABEL, report_problem
from records import body_parts, days, services, suggestions
from records.called import numbered
from records.checklist import LATE
from records.kinds import KINDS, ONLY_OF, carries
from records.models import Record

NOT_ONE = "none"
_KINDS = [
    ("", _("I am not sure")),
    *((kind.code, kind.label) for kind in KINDS if kind.code != "other"),
    ("other", _("Something else")),
]
_CHOOSE = {"invalid_choice": _("Choose one from the list")}


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

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=_KINDS, required=False, error_messages=_CHOOSE
    )
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
        label=_("Language of the paper (optional)"),
        required=False,
        error_messages=_CHOOSE,
    )

    def __init__(self, *args: Any, born: date | None = None, **kwargs: Any) -> None:
        self.born = born
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = languages.choices()

    def clean(self) -> dict[str, Any]:
        self._check_days(self.cleaned_data.get("kind") or "other")
        return self.cleaned_data

    def _check_days(self, kind: str, before: Container[PartialDate] = ()) -> None:
        """Not in the future, not before birth. A day from `before` is nobody's answer now."""
        for name in ("dated_on", "dated_to"):
            day = self.cleaned_data.get(name)
            if day is None or day in before:
                continue
            if problem := days.problem(day, kind, self.born):
                self.add_error(name, problem)


class UploadForm(RecordDetailsForm):
    """The plain form for several files at once; the files themselves are judged one by one.

    Until the folder is sent, the choice says of some papers that it is too early for them.
    """

    one_document = forms.BooleanField(
        label=_("These files are the pages of one document"), required=False
    )
    # The line of answers the page was opened from, such as "biomarkers:<id>".
    for_line = forms.CharField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, is_sent: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_sent:
            self.fields["kind"].choices = [_not_now(*choice) for choice in _KINDS]


class RecordForm(RecordDetailsForm):
    """Everything that can be said about a record that is here."""

    FACTS = (
        "kind",
        "title",
        "dated_on",
        "dated_to",
        "issued_by",
        "language",
        "translation",
    )
    FACTS += ("translation_of", "note", *ONLY_OF)

    specimen_number = TextField(
        label=SPECIMEN_LABEL, help_text=SPECIMEN_HELP, max_length=100, required=False
    )
    reported_on = PartialDateFormField(
        label=_("When was the report written? (optional)"),
        help_text=_("If it is another day than the day of the sample."),
        latest_today=True,
        required=False,
    )
    body_part = TextField(
        label=_("Which part of the body does the scan show? (optional)"),
        help_text=_("For example, chest, abdomen or whole body"),
        max_length=100,
        required=False,
    )
    dated_to = PartialDateFormField(
        label=_("Until when? (optional)"),
        help_text=_("Only if the paper covers several days, such as March to June."),
        required=False,
    )
    one_day = forms.BooleanField(label=_("It is about one day only"), required=False)
    undated = forms.BooleanField(label=_("Take this date away"), required=False)
    translation = forms.ChoiceField(
        label=_("Is it translated? (optional)"),
        choices=[("", _("I do not know")), *Record.Translation.choices],
        required=False,
        error_messages=_CHOOSE,
    )
    translation_of = forms.ChoiceField(
        label=_("Is it the translation of another record? (optional)"),
        required=False,
        error_messages=_CHOOSE,
    )
    note = TextField(
        label=_("A note for the team (optional)"), max_length=300, required=False
    )
    revision = forms.IntegerField(
        required=False, min_value=0, widget=forms.HiddenInput()
    )
    # The facts the page was drawn with: only what differs is this person's change.
    drawn = forms.Field(required=False, widget=forms.HiddenInput())

    def __init__(
        self, *args: Any, record: Record, others: Iterable[Record], **kwargs: Any
    ) -> None:
        self.record = record
        self.is_sorted = suggestions.is_sorted(record)
        self.others = {str(other.pk): other for other in others}
        born = record.case.patient.date_of_birth
        super().__init__(*args, initial=self._now(), born=born, **kwargs)
        self.fields["translation_of"].choices = [
            ("", _("Choose")),
            (NOT_ONE, _("No, it is not a translation")),
            *((pk, numbered(other)) for pk, other in self.others.items()),
        ]
        self.fields["dated_on"].help_text = record.about.date_asked
        self._ask_of_the_kind()
        if not self.others:
            del self.fields["translation_of"]
        if record.dated_on is None:
            del self.fields["undated"]
        if record.dated_to is None:
            del self.fields["one_day"]
        shown = [name for name in self.FACTS if name in self.fields]
        self.initial["drawn"] = json.dumps(services.facts_of(record, shown))

    def _ask_of_the_kind(self) -> None:
        """Leaves out what such a paper does not carry; while nobody said, all is asked.

        Marks the rest for static/js/depends.js, which follows the choice on the page.
        """
        self.body_parts = body_parts.offered(get_language() or "")
        self.fields["body_part"].widget.attrs["list"] = "suggestions"
        for name, kinds in ONLY_OF.items():
            if self.is_sorted and not carries(self.record.kind, name):
                del self.fields[name]
                continue
            marks = {"data-after": "kind", "data-fits": " ".join(sorted(kinds))}
            self.fields[name].widget.attrs |= marks

    def _now(self) -> dict[str, Any]:
        now = {name: getattr(self.record, name) for name in self.FACTS}
        if not self.is_sorted:
            now["kind"] = ""  # nobody said yet
        now["translation_of"] = str(self.record.translation_of_id or "")
        return now | {"revision": self.record.revision}

    def clean(self) -> dict[str, Any]:
        """What the chosen kind does not carry is ignored, not an error."""
        kind = self.cleaned_data.get("kind") or self.record.kind
        for name in ONLY_OF:
            if kind != "other" and not carries(kind, name):
                self.errors.pop(name, None)
                self.cleaned_data.pop(name, None)
        self._check_days(kind, {self.record.dated_on, self.record.dated_to})
        self._compare_span()
        self._compare_dates()
        return self.cleaned_data

    def _compare_span(self) -> None:
        first = self.cleaned_data.get("dated_on") or self.record.dated_on
        last = self.cleaned_data.get("dated_to") or self.record.dated_to
        if last is None or self.cleaned_data.get("one_day"):
            return
        if first is None:
            self.add_error("dated_on", _("Tell us on which day it begins"))
        elif last.last_day < first.first_day:
            self.add_error("dated_to", _("The end is before the beginning"))

    def _compare_dates(self) -> None:
        reported = self.cleaned_data.get("reported_on")
        if reported is None:
            return
        taken = self.cleaned_data.get("dated_on") or self.record.dated_on
        if problem := report_problem(reported, taken, self.born):
            self.add_error("reported_on", problem)

    def clean_revision(self) -> int | None:
        return self.cleaned_data["revision"] if "revision" in self.data else None

    def clean_drawn(self) -> dict[str, Any] | None:
        try:
            drawn = json.loads(self.cleaned_data["drawn"] or "null")
        except (ValueError, RecursionError):
            return None
        return drawn if isinstance(drawn, dict) else None

    @property
    def keeps_date(self) -> bool:
        """The date was made blank, which does not take it away."""
        is_asked = any(name.startswith("dated_on_") for name in self.data)
        return bool(
            is_asked and self.record.dated_on and "dated_on" not in self.answers()
        )

    def answers(self) -> dict[str, Any]:
        """The facts to keep. A blank leaves what was there; taking away is said in words."""
        given = {
            n: self.cleaned_data[n] for n in self.FACTS if self.cleaned_data.get(n)
        }
        drawn_on = (self.cleaned_data["drawn"] or {}).get("dated_on")
        day = given.get("dated_on")
        unchanged = day in (None, self.record.dated_on) or str(day) == drawn_on
        if self.cleaned_data.get("undated") and unchanged:
            given["dated_on"] = given["dated_to"] = None
        elif self.cleaned_data.get("one_day"):
            given["dated_to"] = None
        if "translation_of" in given:
            given["translation_of"] = self.others.get(given["translation_of"])
        return given

    def show_theirs(self, names: list[str], theirs: Record) -> None:
        """Says what somebody else wrote meanwhile; saving again is then a choice."""
        self.data = self.data.copy()
        self.data["revision"] = str(theirs.revision)
        if drawn := self.cleaned_data["drawn"]:
            drawn |= services.facts_of(theirs, names)
            self.data["drawn"] = json.dumps(drawn)
        for name in names:
            if name in self.fields:
                said = gettext(
                    "Somebody changed this meanwhile. It now says: %s. "
                    "Save again to use your answer."
                )
                self.add_error(name, said % _said(name, theirs))


class WhenForm(FormBase):
    """The day of one record that has none, asked where it stands in the timeline.

    It is sent to the page of the record, which shows it again when it is not clear.
    """

    dated_on = PartialDateFormField(
        label=_("Which day is on the paper?"), required=False
    )
    revision = forms.IntegerField(widget=forms.HiddenInput())
    drawn = forms.Field(widget=forms.HiddenInput())

    def __init__(self, *, record: Record) -> None:
        now = json.dumps(services.facts_of(record, ["dated_on"]))
        super().__init__(
            initial={"revision": record.revision, "drawn": now},
            auto_id=f"r{record.number}_%s",
        )


def _not_now(code: str, label: Promise) -> tuple[str, Promise]:
    if code not in LATE:
        return code, label
    return code, format_lazy(_("{kind}: please do not send it now"), kind=label)


def _said(name: str, record: Record) -> str:
    value = getattr(record, name)
    if name in {"dated_on", "dated_to", "reported_on"}:
        return value.words() if value else gettext("no date")
    if name == "kind":
        return str(record.about.label)
    if name == "language":
        return languages.name_of(value) if value else "–"
    if name == "translation":
        return record.get_translation_display() or "–"
    if name == "translation_of":
        return numbered(value) if value else "–"
    return value or "–"
