"""Answers as a reader sees them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.forms import Field
from django.utils import formats
from django.utils.translation import gettext as _

from accounts.listing import listed
from intake.choices import SYMPTOM_NOT_KNOWN, Symptom
from intake.dates import PartialDate
from intake.forms.papers import PapersField
from intake.models import Row


def in_words(value: Any, field: Field | None = None) -> str:
    """One answer in the reader's language: labels for codes, months in words."""
    if isinstance(field, PapersField):
        return field.in_words(value or [])
    if isinstance(value, PartialDate):
        return value.words()
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list | tuple):
        return "; ".join(in_words(one, field) for one in value)
    if isinstance(value, dict):
        return "; ".join(symptoms_in_words(value))
    if isinstance(value, Decimal):
        return formats.localize(value if value % 1 else int(value))
    if hasattr(value, "year"):
        return formats.date_format(value, "DATE_FORMAT")
    return str(_labels(field).get(value, value)) if value is not None else ""


def symptoms_in_words(values: dict[str, int | str]) -> list[str]:
    """The only answer that is a table: how strong each symptom is, from 0 to 10."""
    labels, unknown = dict(Symptom.choices), _("I do not know")
    return [
        f"{labels.get(code, code)}: {unknown if how == SYMPTOM_NOT_KNOWN else how}"
        for code, how in values.items()
    ]


def _labels(field: Field | None) -> dict[Any, Any]:
    labels: dict[Any, Any] = {}
    for key, label in getattr(field, "choices", None) or ():
        if isinstance(label, list | tuple):
            labels |= dict(label)
        elif key != "":
            labels[key] = label
    return labels


def row_title(row: Row, fields: dict[str, Field]) -> str:
    """What a row is called, and its day where many rows of a list share a name."""
    named = _named_by(row)
    name = in_words(getattr(row, named), fields.get(named)) if named else ""
    more = [in_words(getattr(row, name)) for name in _title_more(row)]
    return listed([name or _("Without a name yet"), *more])


def _named_by(row: Row) -> str:
    """The column of its name, else of its kind."""
    kinds = (row.title_field, "type", "relation")
    return next((name for name in kinds if getattr(row, name, "")), "")


def _title_more(row: Row) -> list[str]:
    return [name for name in getattr(row, "title_more", ()) if getattr(row, name)]


def row_lines(row: Row, fields: dict[str, Field]) -> list[str]:
    """The other answers of a row, one line each: "Dose: 5 mg"."""
    lines, titles = [], {_named_by(row), *_title_more(row)}
    for name, field in fields.items():
        if name in titles or not hasattr(row, name):
            continue
        value = getattr(row, name)
        if name in row.not_known:
            lines.append(_line(field, _("I do not know")))
        elif value is True:
            lines.append(str(field.label))
        elif value not in (None, "", [], {}, False) and (
            words := in_words(value, field)
        ):
            lines.append(_line(field, words))
    return lines


def _line(field: Field, words: str) -> str:
    label = str(field.label).partition(" (")[0]  # without "(optional)"
    return f"{label} {words}" if label[-1:] in "?？؟" else f"{label}: {words}"
