"""Form fields that read answers as people write them: dates in parts, digits of any script."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.text_fields import MailField as MailField
from accounts.text_fields import TextField as TextField
from intake.dates import EARLIEST_YEAR, PartialDate

_NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?", re.ASCII)
_MINUS = str.maketrans(dict.fromkeys("−–‐‑﹣-", "-"))
_POINT = str.maketrans(dict.fromkeys("،٫,，、。．", "."))
_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\\s]+")


def plain_digits(text: str) -> str:
    """The text with digits of every script as 0 to 9: `٢٠٢٤` becomes `2024`."""
    return "".join(
        sign if sign.isascii() else str(unicodedata.digit(sign, sign)) for sign in text
    )


def plain_number(number: Decimal) -> str:
    """Without zeros that say nothing: 165.0 is `165`."""
    return format(number.normalize(), "f")


def bare_number(text: str) -> str:
    """A number as computers write it: no blanks, one minus, one point, no plus."""
    text = _MARKS.sub("", plain_digits(text))
    return text.translate(_MINUS).translate(_POINT).removeprefix("+")


class NumberField(forms.DecimalField):
    """A number as people write it: `72,5`, `٧٢٫٥` and `72.5` are the same."""

    widget = forms.TextInput

    def __init__(self, *, whole: bool = False, **kwargs: Any) -> None:
        low, high = kwargs.get("min_value"), kwargs.get("max_value")
        self.whole = whole
        super().__init__(**kwargs)
        between = format_lazy(
            _("Write a number from {low} to {high}"), low=low, high=high
        )
        self.error_messages |= {
            "invalid": _("Write only the number, without words, like 72")
            if whole
            else _("Write only the number, without words, like 72.5"),
            "max_decimal_places": _("Write at most 1 digit after the point, like 72.5"),
        }
        for name in ("min_value", "max_value", "max_digits", "max_whole_digits"):
            self.error_messages[name] = between
        for validator in self.validators:
            if isinstance(validator, validators.BaseValidator):
                validator.message = between

    def prepare_value(self, value: Any) -> Any:
        return plain_number(value) if isinstance(value, Decimal) else value

    def to_python(self, value: Any) -> Decimal | int | None:
        if value in self.empty_values:
            return None
        text = bare_number(str(value))
        if not text:
            return None
        if not _NUMBER.fullmatch(text) or (self.whole and "." in text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if self._is_too_fine(text):
            code = "max_decimal_places"
            raise ValidationError(self.error_messages[code], code=code)
        if "." in text:
            text = text.rstrip("0").rstrip(".")
        return int(text) if self.whole else Decimal(text)

    def _is_too_fine(self, text: str) -> bool:
        """Told before the length: 165.55 is too fine, not too long."""
        behind = text.partition(".")[2].rstrip("0")
        if self.decimal_places is None or len(behind) <= self.decimal_places:
            return False
        low, high = self.min_value, self.max_value
        number = Decimal(text)  # 1.65 for a height is out of place, not too fine
        return (low is None or number >= low) and (high is None or number <= high)

    def validate(self, value: Any) -> None:
        forms.Field.validate(self, value)

    def run_validators(self, value: Any) -> None:
        """Says each thing once: 2999 is too high and has too many digits."""
        if self.whole and value is not None:
            value = Decimal(value)
        try:
            super().run_validators(value)
        except ValidationError as error:
            raise ValidationError(list(dict.fromkeys(error.messages))) from error

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        mode = "numeric" if self.whole else "decimal"
        return {"inputmode": mode, "autocomplete": "off"}


class PartialDateWidget(forms.MultiWidget):
    """Day, month by name, year, and perhaps a tick for "about"."""

    template_name = "widgets/partial_date.html"
    use_fieldset = True

    def __init__(
        self, attrs: dict[str, Any] | None = None, *, about: bool = True
    ) -> None:
        box = {"inputmode": "numeric", "autocomplete": "off"}
        parts: dict[str, forms.Widget] = {
            "day": forms.TextInput(box),
            "month": forms.Select(choices=_months),
            "year": forms.TextInput(box),
        }
        if about:
            parts["about"] = forms.CheckboxInput()
        super().__init__(parts, attrs)

    def decompress(self, value: Any) -> list[Any]:
        if isinstance(value, str):
            value = _parsed(value)
        if not value:
            return [None] * len(self.widgets)
        parts = [value.day, value.month, value.year, getattr(value, "about", False)]
        return parts[: len(self.widgets)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """An unticked "about" sends nothing: only the 3 boxes say whether it was shown."""
        return not any(name + part in data for part in ("_day", "_month", "_year"))


def _months() -> list[tuple[str, Any]]:
    return [("", _("Choose")), *((str(n), name) for n, name in MONTHS.items())]


def _parsed(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        return None


BEFORE_BIRTH = _("This date is before the day of birth. Check the year")


class PartialDateFormField(forms.Field):
    """A year, a month of a year, or a day; `latest_today` refuses days to come."""

    widget = PartialDateWidget

    def __init__(self, *, latest_today: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.latest_today = latest_today

    def clean(self, value: Any) -> PartialDate | None:
        day, month, year, about = ([*(value or []), *[None] * 4])[:4]
        parts = [
            _MARKS.sub("", plain_digits(str(part or ""))) for part in (day, month, year)
        ]
        if not any(parts):
            return None
        return self._whole_of(self._read(*parts, about=bool(about)))

    def _read(self, day: str, month: str, year: str, *, about: bool) -> PartialDate:
        if day and not month:
            raise ValidationError(_("Choose the month, or take the day away"))
        if not re.fullmatch(r"[0-9]{4}", year):
            raise ValidationError(_("Enter the year as 4 numbers, like 2026"))
        self._check_year(int(year))
        if not re.fullmatch(r"(0?[1-9]|[12][0-9]|3[01])?", day):
            raise ValidationError(_("Enter the day as a number from 1 to 31"))
        if not re.fullmatch(r"(0?[1-9]|1[0-2])?", month):
            raise ValidationError(_("Choose the month"))
        try:
            return PartialDate(
                int(year),
                int(month) if month else None,
                int(day) if day else None,
                about,
            )
        except ValueError as error:
            raise ValidationError(
                _("This month does not have that day. Check the day and the month")
            ) from error

    def _check_year(self, year: int) -> None:
        latest = timezone.localdate().year + (0 if self.latest_today else 10)
        if not EARLIEST_YEAR <= year <= latest:
            raise ValidationError(
                _("Enter a year from %(first)s to %(last)s")
                % {"first": EARLIEST_YEAR, "last": latest}
            )

    def _whole_of(self, found: PartialDate) -> Any:
        if self.latest_today and found.first_day > timezone.localdate():
            raise ValidationError(
                _("This date has not come yet. Check the month and year")
            )
        return found


class WholeDateField(PartialDateFormField):
    """A day with its month and year, for a birthday."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PartialDateWidget(about=False))
        super().__init__(**kwargs)

    def _whole_of(self, found: PartialDate) -> date:
        super()._whole_of(found)
        if found.month is None:
            raise ValidationError(_("Choose the month"))
        if found.day is None:
            raise ValidationError(_("Enter the day as a number from 1 to 31"))
        return found.first_day


class TicksField(forms.MultipleChoiceField):
    """Several answers of a list; answers in `alone` stand without others."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, alone: tuple[str, ...] = (), **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)
        self.alone = alone
        self.error_messages["invalid_choice"] = _(
            "Choose from the answers on this page"
        )

    def clean(self, value: Any) -> list[str]:
        ticked = super().clean([one for one in value or [] if one != ""])
        told = [one for one in self.alone if one in ticked]
        if told and len(ticked) > 1:
            labels = dict(self.choices)
            raise ValidationError(
                _("Tick “%(alone)s” by itself, or tick the other answers")
                % {"alone": labels[told[0]]}
            )
        return list(dict.fromkeys(ticked))


class YesNoField(forms.TypedChoiceField):
    """Yes or no as two radio buttons: an unticked box could not tell no from not asked."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", [("yes", _("Yes")), ("no", _("No"))])
        kwargs.setdefault("required", False)
        super().__init__(coerce=lambda text: text == "yes", empty_value=None, **kwargs)
        self.error_messages["invalid_choice"] = _("Choose yes or no")

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if value != "" else value
