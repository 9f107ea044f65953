"""Every component on one page, for those who build and check pages."""

from __future__ import annotations

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from accounts.icons import SHAPES

COLOURS = [
    *("mist", "surface", "sunk", "ink", "ink-2", "line", "edge"),
    *("spruce", "spruce-wash", "link", "lamp", "lamp-wash", "lamp-ink"),
    *("dusk", "dusk-wash", "brick", "brick-wash"),
]


class SampleForm(forms.Form):
    """One field of each kind, filled in wrongly on purpose."""

    name = forms.CharField(
        label=_("Full name"),
        help_text=_("As in the passport."),
        error_messages={"required": _("Enter the full name")},
    )
    email = forms.EmailField(
        label=_("E-mail address (optional)"),
        required=False,
        error_messages={"invalid": _("Write an address like name@example.org")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of paper is it?"),
        choices=[("", _("Choose")), ("a", _("A letter")), ("b", _("A report"))],
        error_messages={"required": _("Choose a kind, or I am not sure")},
    )
    sure = forms.ChoiceField(
        label=_("Has a doctor said that it is cancer?"),
        help_text=_("All 3 are fine."),
        choices=[("y", _("Yes")), ("n", _("No")), ("u", _("I do not know"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer, or I do not know")},
    )
    aids = forms.MultipleChoiceField(
        label=_("What helps you to get about? (optional)"),
        choices=[("s", _("A stick")), ("w", _("A wheelchair")), ("n", _("Nothing"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    plan = forms.CharField(
        label=_("What was proposed?"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    files = forms.FileField(
        label=_("Files"), help_text=_("PDF, photo or zip."), required=False
    )
    agree = forms.BooleanField(
        label=_("These records are about the person named above"),
        error_messages={"required": _("Tick the box to go on")},
    )


@require_safe
def component_gallery(request: HttpRequest) -> HttpResponse:
    """For staff; for everybody else the page does not exist."""
    if not request.user.is_staff:
        raise Http404
    return render(request, "portal/component_gallery.html", sample())


def sample() -> dict[str, object]:
    """Invented facts, one for each component."""
    return {
        "colours": COLOURS,
        "icons": sorted(SHAPES),
        "clean": SampleForm(prefix="clean"),
        "wrong": SampleForm({"wrong-email": "dina"}, prefix="wrong"),
        "rows": [
            {"label": _("Name"), "value": "Elena Sokolova", "href": "#name"},
            {"label": _("Languages"), "value": ["Русский", "English"], "href": "#x"},
            {"label": _("Grade"), "value": ""},
        ],
        "steps": [
            {"title": _("Sent"), "state": "done", "text": "15 October 2026"},
            {
                "title": _("We check the records"),
                "state": "now",
                "text": _("Mei reads them by 19 October. You do nothing today."),
            },
            {"title": _("The team meets"), "state": "next", "text": ""},
        ],
    }
