"""Starting a folder."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import drafts
from intake import steps
from intake.forms.folders import CaseNewForm


@require_http_methods(["GET", "HEAD", "POST"])
def case_new(request: HttpRequest) -> HttpResponse:
    """Asks for whom the folder is, then opens it at its first page."""
    data = request.POST if request.method == "POST" else None
    form = CaseNewForm(data, by=request.user)
    if form.is_valid():
        case = form.open_case()
        messages.success(request, _("Your folder is open. Nothing is sent."))
        return redirect(steps.STEPS[0].url(case))
    typed = drafts.take(request) if request.method != "POST" else None
    if typed is not None:
        form.initial |= {n: typed[n] for n in form.fields if n in typed}
    status = 422 if form.is_bound else 200
    context = {"form": form, "was_away": typed is not None}
    return render(request, "intake/case_new.html", context, status=status)
