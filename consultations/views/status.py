"""Where the request stands, and taking it back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts import drafts
from consultations import access, progress, services, times
from consultations.forms.sending import WithdrawForm
from consultations.models import Status
from intake import access as intake_access
from intake.pages_context import case_context

SAFE_AND_POST = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def request_status(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    case = intake_access.case_for(request.user, case_id)
    asked = access.newest_request(case)
    may_send = intake_access.send(case.member)
    reads = intake_access.read_consents(case.member)
    with times.readers_clock(case):
        context = case_context(case, nav="status") | {
            "asked": asked,
            "where": progress.where(asked, reads_consents=reads),
            "may_withdraw": may_send and asked.may_move_to(Status.WITHDRAWN),
        }
        return render(request, "consultations/request_status.html", context)


@SAFE_AND_POST
def request_withdraw(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    case = intake_access.case_for(request.user, case_id, can=intake_access.send)
    asked = access.newest_request(case)
    typed = drafts.take(request) or {} if request.method != "POST" else {}
    form = WithdrawForm(
        request.POST if request.method == "POST" else None,
        initial={"reason": typed.get("reason", "")},
    )
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        if services.withdraw(case, reason=reason, by=request.user):
            messages.success(request, _("The request is taken back."))
        return redirect("consultations:request_status", case_id=case.pk)
    if not asked.may_move_to(Status.WITHDRAWN):
        return redirect("consultations:request_status", case_id=case.pk)
    context = case_context(case, nav="status") | {
        "form": form,
        "asked": asked,
        "was_away": bool(typed.get("reason")),
    }
    status = 422 if form.is_bound else 200
    return render(
        request, "consultations/request_withdraw.html", context, status=status
    )


@require_safe
def request_receipt(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """A page to keep: what was sent, when, and what comes next."""
    case = intake_access.case_for(request.user, case_id)
    asked = access.newest_request(case)
    if not asked.is_sent:
        return redirect("consultations:request_status", case_id=case.pk)
    first = times.first_answer_by(asked.submitted_at)
    with times.readers_clock(case):
        context = case_context(case, nav="status") | {
            "asked": asked,
            "sent_at": progress.in_words(times.Moment(asked.submitted_at)),
            "first_answer": progress.in_words(first),
            "ended": progress.sentence(asked) if asked.has_ended else "",
            **access.counts_of(asked),
        }
        return render(request, "consultations/request_receipt.html", context)
