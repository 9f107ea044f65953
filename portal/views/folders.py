"""The list of folders, and the page of one folder."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from consultations import times
from intake import access as intake_access
from intake.pages_context import case_context
from portal import folder_people, presenters


@require_safe
def folder_list(request: HttpRequest) -> HttpResponse:
    """The folders this person works in, the last changed first.

    A specialist without one came for the cases they were asked to read.
    """
    cases = intake_access.cases_for(request.user)
    cards = folder_people.cards(cases, request.user)
    if not cards and request.user.is_specialist:
        return redirect("consultations:team_list")
    return render(request, "portal/folder_list.html", {"cards": cards})


@require_safe
def folder_detail(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything to do in a folder, what is done, and the one next step."""
    case = intake_access.case_for(request.user, case_id)
    with times.readers_clock(case):
        context = case_context(case, nav="folder") | presenters.folder(case)
        return render(request, "portal/folder_detail.html", context)
