"""Boxes for text and addresses, on every page of every app: what they keep and say."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# Signs nobody sees: controls, marks that turn the direction of text, blanks of no width.
# The joiners U+200C and U+200D are not among them: Persian and Indic spelling needs them.
_HIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_BREAKS = re.compile("[\t\n\v\f\r\x85\u2028\u2029]+")
# Of these a reader must be told when they stand in a name: they show another word.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


# Signs that take a place and show nothing: fillers of Korean and the empty Braille cell.
_EMPTY = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u200c\u200d\u2800\u3164\uffa0\ufe00-\ufe0f]"
)


def is_blank(text: str) -> bool:
    """Whether nobody can see anything in it: blanks, marks and fillers are no answer."""
    return not _EMPTY.sub("", one_line(text)).strip()


def one_line(text: str) -> str:
    """The text as one line of signs that can be seen: a line break becomes a blank."""
    return _HIDDEN.sub("", _BREAKS.sub(" ", text))


def turns_text(text: str) -> bool:
    """Whether the text shows in another order than it is kept in."""
    return bool(_TURNING.search(text))


class TextField(forms.CharField):
    """Any text; long ones are told, never cut. A box of one line keeps no hidden signs.

    Free text (a large box) loses only the one sign no database keeps.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget.attrs.pop(
            "maxlength", None
        )  # a browser cuts a pasted text silently
        self.error_messages["max_length"] = _(
            "This is too long. Use up to %(limit_value)s characters; now it has %(show_value)s."
        )

    def to_python(self, value: Any) -> str:
        if isinstance(value, str):
            free = isinstance(self.widget, forms.Textarea)
            value = value.replace("\0", "") if free else one_line(value)
            if is_blank(value):
                value = ""
        return super().to_python(value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class MailField(forms.EmailField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages["invalid"] = _("Write an address like name@example.org")
        self.error_messages["max_length"] = _(
            "This address is too long. Check it again."
        )

    def to_python(self, value: Any) -> str:
        return super().to_python(one_line(value) if isinstance(value, str) else value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}
