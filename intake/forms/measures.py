"""Heights and weights as people know them: `165`, `5 ft 5 in`, `136 lb`, `10 st 4`."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import ValidationError

from intake.forms.fields import NumberField, bare_number

TENTH = Decimal("0.1")
CENTIMETRES = {
    **dict.fromkeys(("cm", "см", "سم", "厘米", "公分"), Decimal(1)),
    **dict.fromkeys(("m", "м", "米"), Decimal(100)),
    **dict.fromkeys(("in", "inch", "inches", '"'), Decimal("2.54")),
    **dict.fromkeys(("ft", "foot", "feet", "'"), Decimal("30.48")),
}
KILOGRAMS = {
    **dict.fromkeys(("kg", "kgs", "кг", "كغ", "كجم", "公斤", "千克"), Decimal(1)),
    **dict.fromkeys(("lb", "lbs", "pounds"), Decimal("0.45359237")),
    **dict.fromkeys(("st", "stone"), Decimal("6.35029318")),
    "斤": Decimal("0.5"),
}
# "5 ft 5" and "10 st 4": the second number needs no unit.
SMALLER = {"ft": "in", "foot": "in", "feet": "in", "'": "in", "st": "lb", "stone": "lb"}
_PART = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)([^\d.]*)", re.ASCII)
_STOP = re.compile(r"(?<=[^\W\d_])\.")  # of "ft." and "in."
_QUOTES = str.maketrans({"’": "'", "′": "'", "”": '"', "″": '"', "“": '"'})


class MeasureField(NumberField):
    """A number in the unit it is kept in, or with another unit written after it."""

    def __init__(
        self, *, units: dict[str, Decimal], invalid: Any, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.units = units
        self.error_messages["invalid"] = invalid

    def to_python(self, value: Any) -> Decimal | None:
        if value in self.empty_values:
            return None
        text = bare_number(str(value)).casefold().translate(_QUOTES)
        text = _STOP.sub("", text)
        sign, rest = ("-", text[1:]) if text.startswith("-") else ("", text)
        parts = _PART.findall(rest)
        if len(parts) == 1 and not parts[0][1]:
            return super().to_python(text)
        if not parts or "".join(n + unit for n, unit in parts) != rest:
            return super().to_python(text)  # says what to write
        total = self._sum(parts).quantize(TENTH, ROUND_HALF_UP)
        return -total if sign else total

    def _sum(self, parts: list[tuple[str, str]]) -> Decimal:
        total, before = Decimal(0), ""
        for number, written in parts[:3]:
            unit = written or SMALLER.get(before, "")
            if unit not in self.units:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            total += Decimal(number) * self.units[unit]
            before = unit
        return total
