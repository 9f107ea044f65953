"""The form of one page of answers. A draft needs nothing; nothing a person gave is lost."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.core.validators import BaseValidator
from django.db import models
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from intake.dates import PartialDate, PartialDateField
from intake.forms.fields import (
    BEFORE_BIRTH,
    MailField,
    NumberField,
    PartialDateFormField,
    TextField,
    WholeDateField,
)

UNKNOWN = "_dk"  # ends the name of the tick "I do not know" of a field
AWAY = "away"
SHOWN = "shown"
REVISION = "revision"
MANY = 8  # more choices than this stand in a list to open
_TICKS = (forms.CheckboxInput, forms.CheckboxSelectMultiple)


def field_for(db_field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a column; None for lists, which a form names itself."""
    kwargs.setdefault("required", False)
    if isinstance(db_field, models.JSONField):
        return None
    if isinstance(db_field, PartialDateField):
        return PartialDateFormField(**kwargs)
    if isinstance(db_field, models.DateField):
        return WholeDateField(latest_today=True, **kwargs)
    if isinstance(db_field, models.BooleanField):
        return forms.BooleanField(**kwargs)
    if isinstance(db_field, models.DecimalField | models.PositiveSmallIntegerField):
        return _number(db_field, **kwargs)
    if db_field.choices:
        return choice_of(db_field.choices, **kwargs)
    if isinstance(db_field, models.EmailField):
        return MailField(max_length=db_field.max_length, **kwargs)
    return _text(db_field, **kwargs)


def choice_of(options: Iterable, **kwargs: Any) -> forms.ChoiceField:
    """One answer: a few stand as rows to choose from, many in a list to open."""
    options = [pair for pair in options if pair[0] != ""]
    kwargs.setdefault(
        "widget", forms.Select if len(options) > MANY else forms.RadioSelect
    )
    if kwargs["widget"] is forms.Select:
        options = [("", _("Choose")), *options]
    kwargs.setdefault("required", False)
    problem = {"invalid_choice": _("Choose one of the answers on this page")}
    return forms.ChoiceField(choices=options, error_messages=problem, **kwargs)


def _number(db_field: models.Field, **kwargs: Any) -> NumberField:
    if isinstance(db_field, models.PositiveSmallIntegerField):
        return NumberField(whole=True, min_value=0, max_value=120, **kwargs)
    limits = [
        check.limit_value
        for check in db_field.validators
        if isinstance(check, BaseValidator)
    ]
    return NumberField(
        min_value=min(limits),
        max_value=max(limits),
        max_digits=db_field.max_digits,
        decimal_places=db_field.decimal_places,
        **kwargs,
    )


def _text(db_field: models.Field, **kwargs: Any) -> TextField:
    attrs = {"dir": "auto"}
    if isinstance(db_field, models.TextField):
        kwargs.setdefault("widget", forms.Textarea({**attrs, "rows": 4}))
    kwargs.setdefault("widget", forms.TextInput(attrs))
    return TextField(max_length=db_field.max_length, **kwargs)


def _unknown_tick(label: Any) -> forms.BooleanField:
    """A tick whose words also say to which question they belong."""
    words = format_html(
        '{}<span class="visually-hidden">: {}</span>', _("I do not know"), label
    )
    return forms.BooleanField(label=words, required=False)


class AnswerForm(forms.ModelForm):
    """Some fields of one `Answered` row.

    A key that was not sent changes nothing. `Meta.unknowable` names the medical facts that
    get a tick "I do not know". `Meta.depends` says which fields are asked only after an
    answer: `{"interpreter_language": ("interpreter", {"yes"})}`; once another answer is
    stored they are left out of the page, keep what they hold, and are not told.
    """

    variant = ""  # tells forms of one kind apart that offer other choices
    ticked = ""  # boxes a page tells of itself (intake.forms.papers)
    facts: Any = (
        None  # intake.steps.Facts, for forms whose words depend on other answers
    )

    class Meta:
        formfield_callback = field_for
        unknowable: ClassVar[tuple[str, ...]] = ()
        depends: ClassVar[dict[str, tuple[str, set]]] = {}

    def __init__(self, data: Any = None, *, facts: Any = None, **kwargs: Any) -> None:
        self.facts = facts
        super().__init__(data, **kwargs)
        self.answer_names = [n for n in self._meta.fields or () if self._is_asked(n)]
        self._leave_out()
        self._add_unknown_ticks()
        self._tell_the_script()
        self.seen_revision = self._revision_of(self.data)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean(self) -> dict[str, Any]:
        """Nothing of the patient's illness was before the patient."""
        cleaned = super().clean()
        born = self.facts.patient.date_of_birth if self.facts else None
        for name in self.answer_names if born else ():
            day = cleaned.get(name)
            if isinstance(day, PartialDate) and day.last_day < born:
                self.add_error(name, BEFORE_BIRTH)
        return cleaned

    # --- which fields stand on the page ----------------------------------------------------

    @classmethod
    def fits(cls, name: str, row: Any) -> bool:
        """Whether this answer belongs to the others of the row; else it is kept, unseen."""
        control, fitting = cls.Meta.depends.get(name, ("", set()))
        stored = getattr(row, control) if control else ""
        return stored == "" or stored in fitting

    @classmethod
    def told_of(
        cls, row: Any, fields: dict[str, forms.Field]
    ) -> dict[str, forms.Field]:
        """Those of these fields whose answers count for the row."""
        return {name: field for name, field in fields.items() if cls.fits(name, row)}

    def _is_asked(self, name: str) -> bool:
        return self.fits(name, self.instance)

    def _leave_out(self) -> None:
        for name in set(self._meta.fields or ()) - set(self.answer_names):
            self.fields.pop(name, None)

    def _add_unknown_ticks(self) -> None:
        order: list[str] = []
        for name in [*(self._meta.fields or ()), *self.fields]:
            if name not in self.fields or name in order:
                continue
            order.append(name)
            if name in self.Meta.unknowable:
                self.fields[name + UNKNOWN] = _unknown_tick(self.fields[name].label)
                self.initial[name + UNKNOWN] = name in self.instance.not_known
                order.append(name + UNKNOWN)
        self.order_fields(order)

    def _tell_the_script(self) -> None:
        """Marks for static/js/depends.js, which hides what is not asked yet."""
        for name, (control, fitting) in self.Meta.depends.items():
            fits = " ".join(sorted("off" if one is False else one for one in fitting))
            marks = {"data-after": self.add_prefix(control), "data-fits": fits}
            for field in {name, name + UNKNOWN} & set(self.fields):
                self.fields[field].widget.attrs |= marks

    # --- what was sent ---------------------------------------------------------------------

    def _post_clean(self) -> None:
        """The fields have checked themselves; intake.saving writes what fits.

        What does not belong to the answers on the same page is ignored, not an error.
        """
        for name in self.Meta.depends:
            if not self._belongs(name):
                self.errors.pop(name, None)
                self.cleaned_data.pop(name, None)

    def _belongs(self, name: str) -> bool:
        """Whether the control as it is on this page asks for the field."""
        control, fitting = self.Meta.depends.get(name, ("", set()))
        wanted = self.cleaned_data.get(control, "") if control in self.fields else ""
        return wanted == "" or wanted in fitting

    @property
    def shown(self) -> str:
        """Names of the ticks on this page: an unticked one sends nothing by itself."""
        ticks = (n for n, f in self.fields.items() if isinstance(f.widget, _TICKS))
        return ",".join(ticks)

    def was_sent(self, name: str) -> bool:
        field, key = self.fields[name], self.add_prefix(name)
        if isinstance(field.widget, _TICKS):
            return key in self.data or name in self.data.get(SHOWN, "").split(",")
        return not field.widget.value_omitted_from_data(self.data, self.files, key)

    def answers(self) -> dict[str, Any]:
        """Answers that were sent and are without error, by column."""
        return {
            name: self.cleaned_data[name]
            for name in self.answer_names
            if name in self.fields and name in self.cleaned_data and self.was_sent(name)
        }

    def says_unknown(self, name: str) -> bool | None:
        """Whether "I do not know" is ticked; None when the tick was not on the page."""
        tick = name + UNKNOWN
        if tick not in self.fields or not self.was_sent(tick):
            return None
        if not self._belongs(name):
            return None
        return bool(self.cleaned_data.get(tick))

    def taken_away(self) -> set[str]:
        """Answers the person asked to take away."""
        listed = self.data.getlist(AWAY) if hasattr(self.data, "getlist") else ()
        return set(listed) & set(self.answer_names)

    def _revision_of(self, data: Any) -> int | None:
        """The revision the page was drawn with; None when it does not say."""
        text = str(data.get(REVISION, "")) if data else ""
        return (
            int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
        )

    # --- what the page shows ---------------------------------------------------------------

    @property
    def revision(self) -> int:
        """What the page says it has seen."""
        if not self.is_bound and self.seen_revision is not None:
            return self.seen_revision
        return self.instance.revision

    def label_of(self, name: str) -> str:
        return str(self.fields[name].label) if name in self.fields else name

    def stored_answers(self) -> list[tuple[str, str]]:
        """Name and label of what can be taken away."""
        kept = self.instance.not_known
        return [
            (name, self.label_of(name))
            for name in self.answer_names
            if name in kept or is_given(getattr(self.instance, name))
        ]

    def fill(self, data: QueryDict) -> None:
        """Puts typing that was kept during an absence into the page, unsaved."""
        for name, field in self.fields.items():
            ticks = isinstance(field.widget, _TICKS)
            known = name in data.get(SHOWN, "").split(",") if ticks else name in data
            if known or not field.widget.value_omitted_from_data(data, {}, name):
                self.initial[name] = field.widget.value_from_datadict(data, {}, name)
        self.seen_revision = self._revision_of(data)


def is_given(value: Any) -> bool:
    """True for an answer; an unticked box is none."""
    return value is not False and value is not None and value not in ("", [], {})
