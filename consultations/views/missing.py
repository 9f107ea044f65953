"""What information is still missing before the decision."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from consultations import access, missing, times
from intake import access as intake_access
from intake.pages_context import case_context


@require_safe
def missing_list(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    case = intake_access.case_for(request.user, case_id, can=intake_access.see_answers)
    with times.readers_clock(case):
        context = case_context(case, nav="records")
        context |= missing.page(case, access.newest_request(case))
        return render(request, "consultations/missing_list.html", context)
