"""What happened in a long time of which nothing is told."""

from __future__ import annotations

import uuid
from datetime import date

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake import access as intake_access
from intake.meanwhile import OverwrittenError
from records import quiet
from records.models import QuietAnswer
from records.views.checklist import answer_slots


class QuietForm(forms.Form):
    """The days come back as the page told them."""

    began_on = forms.DateField()
    ended_on = forms.DateField()
    answer = forms.ChoiceField(choices=QuietAnswer.Answer.choices)
    seen = forms.CharField(required=False, max_length=20)

    def clean(self) -> dict:
        given = self.cleaned_data
        began, ended = given.get("began_on"), given.get("ended_on")
        if began and ended and began >= ended:
            raise forms.ValidationError(_("The end is before the beginning"))
        return given

    def days(self) -> tuple[date, date]:
        return self.cleaned_data["began_on"], self.cleaned_data["ended_on"]


@require_POST
def quiet_answer(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Keeps the answer; "there was treatment" leads to where treatments are told."""
    case = intake_access.case_for(request.user, case_id, can=answer_slots)
    form, timeline = QuietForm(request.POST), _timeline(request, case_id)
    if not form.is_valid() or not quiet.is_asked(case, *form.days()):
        messages.warning(request, _("Choose one of the answers on the page."))
        return redirect(timeline)
    given = form.cleaned_data
    try:
        said, seen = given["answer"], given["seen"]
        quiet.answer(case, *form.days(), said, by=request.user, seen=seen)
    except OverwrittenError:
        words = _("Somebody answered this meanwhile. Look at it once more.")
        messages.warning(request, words)
        return redirect(timeline)
    may_tell = intake_access.fill_in(case.member)
    if given["answer"] == QuietAnswer.Answer.TREATMENT and may_tell:
        return redirect("intake:step_edit", case_id, "treatments")
    messages.success(request, _("Saved."))
    return redirect(timeline)


def _timeline(request: HttpRequest, case_id: uuid.UUID) -> str:
    """Back to the part of the timeline the answer was given on."""
    page = reverse("records:record_list", args=[case_id])
    year, part = (request.POST.get(name, "") for name in ("year", "part"))
    asked = f"?year={year}&part={part}" if year.isdigit() and part.isdigit() else ""
    return f"{page}{asked}#timeline"
