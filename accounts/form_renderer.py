"""Draws the everyday form controls in Python; everything else from templates as usual.

Django renders one template for each attribute list of each option: a page with six fields
spends most of its time there. The result is the same HTML (a test compares the two).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Widget = dict[str, Any]
_ATTRIBUTE = ' {}="{}"'


def _attributes(attrs: dict[str, Any]) -> SafeString:
    # As the template does: only False is left out, and only True stands alone.
    return flatatt(
        {k: v if v is True else str(v) for k, v in attrs.items() if v is not False}
    )


def _input(widget: Widget) -> SafeString:
    value = widget["value"]
    given = "" if value is None else format_html(_ATTRIBUTE, "value", str(value))
    return format_html(
        '<input type="{}" name="{}"{}{}>',
        widget["type"],
        widget["name"],
        given,
        _attributes(widget["attrs"]),
    )


def _textarea(widget: Widget) -> SafeString:
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>',
        widget["name"],
        _attributes(widget["attrs"]),
        "" if widget["value"] is None else str(widget["value"]),
    )


def _select(widget: Widget) -> SafeString:
    return format_html(
        '<select name="{}"{}>{}</select>',
        widget["name"],
        _attributes(widget["attrs"]),
        format_html_join(
            "", "{}", ((_group(*group),) for group in widget["optgroups"])
        ),
    )


def _group(name: str | None, options: list[Widget], _index: int) -> SafeString:
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (str(option["value"]), _attributes(option["attrs"]), option["label"])
            for option in options
        ),
    )
    if not name:
        return drawn
    return format_html('<optgroup label="{}">{}</optgroup>', name, drawn)


_FOLDER = "django/forms/widgets/"
_DRAWN: dict[str, Callable[[Widget], SafeString]] = {
    **{
        f"{_FOLDER}{kind}.html": _input
        for kind in ("input", "text", "email", "number", "hidden", "password", "url")
    },
    f"{_FOLDER}textarea.html": _textarea,
    f"{_FOLDER}select.html": _select,
}


class QuickRenderer(TemplatesSetting):
    """The project's form renderer: see the setting FORM_RENDERER."""

    def render(self, template_name, context, request=None):
        draw = _DRAWN.get(template_name)
        if draw is None:
            return super().render(template_name, context, request)
        return draw(context["widget"])
