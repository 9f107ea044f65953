"""Questions about one page: which way up, and where its corners are."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from records import shapes
from records.called import numbered
from records.models import File, PageShape, Record

PLACES = ("upper_left", "upper_right", "lower_right", "lower_left")
PER_CENT = PageShape.WHOLE // 100
CORNERS = [f"{place}_{axis}" for place in PLACES for axis in "xy"]


class TurnForm(forms.Form):
    number = forms.IntegerField(min_value=1)
    turns = forms.IntegerField(min_value=0, max_value=3)

    def __init__(self, *args: Any, file: File, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        copy = getattr(file, "derivative", None)
        most = (copy.pages if copy else None) or file.pages or 1
        self.fields["number"] = forms.IntegerField(min_value=1, max_value=most)


class WhereToForm(forms.Form):
    """Which record pages are put into."""

    into = forms.ChoiceField(
        label=_("Which record do the pages belong to?"),
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={
            "required": _("Choose the record the pages belong to"),
            "invalid_choice": _("Choose the record the pages belong to"),
        },
    )

    def __init__(self, *args: Any, others: Iterable[Record], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(record.pk): record for record in others}
        named = [(key, numbered(record)) for key, record in self.others.items()]
        self.fields["into"].choices = [("", _("Choose")), *named]

    def chosen(self) -> Record:
        return self.others[self.cleaned_data["into"]]


class CropForm(forms.Form):
    """The corners of the paper, in hundredths of the picture's width and height."""

    NAMES = {
        "upper_left": _("Upper left corner"),
        "upper_right": _("Upper right corner"),
        "lower_right": _("Lower right corner"),
        "lower_left": _("Lower left corner"),
    }

    def __init__(self, *args: Any, file: File, **kwargs: Any) -> None:
        shape = PageShape.objects.filter(file=file, number=1).first()
        held = (shape.corners if shape else []) or shapes.NOT_CROPPED
        initial = {
            name: value / PER_CENT for name, value in zip(CORNERS, held, strict=True)
        }
        super().__init__(*args, initial=initial, **kwargs)
        for name in CORNERS:
            self.fields[name] = _per_cent()

    def places(self) -> list[dict[str, Any]]:
        """The corners with their two boxes, for the template."""
        return [
            {
                "name": place,
                "label": self.NAMES[place],
                "x": self[f"{place}_x"],
                "y": self[f"{place}_y"],
            }
            for place in PLACES
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if not self.errors and not shapes.is_a_paper(self.corners()):
            raise forms.ValidationError(
                _("These corners make no sheet of paper. Put each on its own corner.")
            )
        return given

    def corners(self) -> list[int]:
        return [round(self.cleaned_data[name] * PER_CENT) for name in CORNERS]


def _per_cent() -> forms.FloatField:
    words = _("Enter a number from 0 to 100")
    return forms.FloatField(
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"class": "form-control", "step": "0.1"}),
        error_messages={
            name: words for name in ("required", "invalid", "min_value", "max_value")
        },
    )
