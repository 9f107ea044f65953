"""The page about oneself: name, language, time zone, and where one is signed in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods

from accounts import access, audit, drafts, people
from accounts.forms import PersonForm


@require_http_methods(["GET", "HEAD", "POST"])
def person_edit(request: HttpRequest) -> HttpResponse:
    person = access.myself(request.user)
    saving = request.method == "POST"
    data = request.POST if saving else drafts.take(request)
    form = PersonForm(data, instance=person)
    if saving and form.is_valid():
        form.save()
        audit.note(by=person, verb="changed", obj=person, fields=form.changed_data)
        with override(person.language):
            messages.success(request, _("Saved."))
        return redirect("accounts:person_edit")
    status = 422 if saving else 200
    context = {"form": form, "was_away": data is not None and not saving}
    return render(request, "accounts/person_edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def session_list(request: HttpRequest) -> HttpResponse:
    person = access.myself(request.user)
    here = request.session.session_key
    if request.method == "POST":
        ended = people.end_sessions(person, but=here)
        audit.note(by=person, verb="signed_out_everywhere", obj=person, sessions=ended)
        if "also_here" in request.POST:
            people.end_sessions(person)
            logout(request)
            return redirect(settings.LOGOUT_REDIRECT_URL)
        messages.success(request, _("You are signed out everywhere else."))
        return redirect("accounts:session_list")
    sessions = people.sessions_of(person)
    context = {"sessions": sessions, "here": here}
    return render(request, "accounts/session_list.html", context)
