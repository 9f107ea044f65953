"""`{% answer_fields form %}`: the fields of a form as crispy draws them, each drawn once.

A page of questions is the same for everybody but for its answers, and most of the time of
a page goes into drawing. So the HTML of a field is kept in this process when it tells
nothing of anybody: an empty box, or a choice of ours. What a person typed is never kept.
"""

from __future__ import annotations

from typing import Any

from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms, template
from django.forms import BoundField
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from intake.forms.base import is_given
from intake.forms.papers import PapersField

register = template.Library()

MOST = 4000
_CHOSEN = (
    forms.RadioSelect,
    forms.Select,
    forms.CheckboxInput,
    forms.CheckboxSelectMultiple,
)
_drawn: dict[tuple, SafeString] = {}


@register.simple_tag
def answer_fields(form: forms.BaseForm) -> SafeString:
    """Every field of the form, in order."""
    return mark_safe("".join(_draw(bound) for bound in form))  # noqa: S308 - from templates


def _draw(bound: BoundField) -> SafeString:
    key = _key(bound)
    if key is None:
        return as_crispy_field(bound)
    if key not in _drawn:
        if len(_drawn) >= MOST:
            _drawn.clear()
        _drawn[key] = as_crispy_field(bound)
    return _drawn[key]


def _key(bound: BoundField) -> tuple | None:
    """All that decides how the field looks; None when it shows what a person typed."""
    if bound.form.is_bound or isinstance(bound.field, PapersField):
        return None
    field, value = bound.field, bound.value()
    chosen: Any = ""
    if is_given(value):
        chosen = _codes(field, value)
        if chosen is None:
            return None
    return (
        get_language(),
        type(bound.form),
        getattr(bound.form, "variant", ""),
        bound.name,
        bound.auto_id,
        bound.html_name,
        str(field.label),
        str(field.help_text),
        tuple(field.widget.attrs.items()),
        chosen,
    )


def _codes(field: forms.Field, value: Any) -> tuple[str, ...] | None:
    """The chosen answers when all of them are ours, else None."""
    if not isinstance(field.widget, _CHOSEN):
        return None
    if isinstance(field.widget, forms.CheckboxInput):
        return (str(bool(value)),) if isinstance(value, bool) else None
    codes = tuple(map(str, value)) if isinstance(value, list | tuple) else (str(value),)
    known = (field.valid_value(code) for code in codes)
    return codes if hasattr(field, "valid_value") and all(known) else None
