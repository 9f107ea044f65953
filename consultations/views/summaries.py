"""The finished case summary, for the desk and for specialists who were asked."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import audit
from consultations import access
from records import vault
from records.views.files import Given, protect


@require_safe
def summary_download(request: HttpRequest, summary_id: uuid.UUID) -> HttpResponse:
    """One version of a case summary, through the door and into the audit trail."""
    summary = access.summary_for(request.user, summary_id)
    if summary.work != summary.Work.DONE:
        raise Http404
    case = summary.request.case
    audit.note(
        by=request.user,
        verb="opened",
        obj=summary,
        case_id=case.pk,
        version=summary.version,
    )
    name = f"{case.reference}-v{summary.version}.pdf"
    response = Given(vault.open_(summary), content_type="application/pdf")
    response["Content-Length"] = summary.size_bytes
    return protect(response, name, inline=True)


@require_safe
def team_list(request: HttpRequest) -> HttpResponse:
    """The cases a specialist was asked to read, with the newest summary and the files."""
    cases = access.asked_cases(request.user)
    for case in cases:
        audit.note(by=request.user, verb="listed", obj=case, case_id=case.pk)
    return render(request, "consultations/team_list.html", {"cases": cases})
