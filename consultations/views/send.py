"""Checking everything and sending it: two pages, so that nobody sends by reading."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from consultations import access, check, readiness, services, times
from consultations.forms.sending import DeclarationForm
from consultations.models import ConsultationRequest
from intake import access as intake_access
from intake import consents
from intake.models import Case
from intake.pages_context import case_context


@require_safe
def request_check(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Everything that would be sent, and what is still needed before it can be."""
    case = intake_access.case_for(request.user, case_id, can=intake_access.see_answers)
    asked = access.newest_request(case)
    context = case_context(case, nav="folder") | {
        "asked": asked,
        "not_sent": not asked.is_sent,
        "may_be_late": times.may_be_late(asked),
        **check.page(case, asked),
    }
    return render(request, "consultations/request_check.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def request_send(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    posted = request.method == "POST"
    door = intake_access.send if posted else intake_access.see_answers
    case = intake_access.case_for(request.user, case_id, can=door)
    asked = access.newest_request(case)
    if asked.is_sent:
        return redirect("consultations:request_receipt", case_id=case.pk)
    form = DeclarationForm(request.POST if posted else None)
    if not form.is_valid():
        gaps = readiness.gaps_of(case, asked)
        return _send_page(request, case, asked, form, gaps)
    try:
        services.send_folder(case, by=request.user)
    except services.NotReadyError as missing:
        return _send_page(request, case, asked, form, missing.gaps)
    return redirect("consultations:request_receipt", case_id=case.pk)


def _send_page(
    request: HttpRequest,
    case: Case,
    asked: ConsultationRequest,
    form: DeclarationForm,
    gaps: list[readiness.Gap],
) -> HttpResponse:
    people = list(intake_access.members_of(case))
    context = case_context(case, nav="folder") | {
        "asked": asked,
        "form": form,
        "gaps": gaps,
        "not_sent": True,
        "may_be_late": times.may_be_late(asked),
        "people": people,
        "translator": consents.lets_translator(case),
        "has_patient": any(person.is_patient for person in people),
    }
    status = 422 if form.is_bound else 200
    return render(request, "consultations/request_send.html", context, status=status)
