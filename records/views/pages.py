"""The pages of one record: adding, moving."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from intake import access as intake_access
from intake.models import Case
from intake.pages_context import case_context
from records import access, replacing, services
from records.uploads import FIELD, VaultHandler
from records.views import receiving


# Exempt here, protected in `take_in`: the door is asked before a large body is read.
@csrf_exempt
@require_POST
def page_add(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    """Adds files to a record, after its last page."""
    record = access.record_for(
        request.user, case_id, record_id, can=intake_access.upload
    )
    page = reverse("records:record_edit", args=[case_id, record_id])

    def add(request: HttpRequest, case: Case, handler: VaultHandler) -> HttpResponse:
        files = request.FILES.getlist(FIELD)
        results = services.add_files(case, files, by=request.user, record=record)
        results += receiving.stopped(request, handler)
        if results:
            receiving.remember(request, case, results, page=str(record.pk))
            return receiving.show_results(page)
        messages.warning(request, _("Choose a file, or take a photo"))
        return redirect(page)

    return receiving.take_in(request, record.case, add)


@require_POST
def page_move(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """Moves one page of a record up or down."""
    record = access.record_for(
        request.user, case_id, record_id, can=intake_access.upload
    )
    file = access.page_for(record, file_id)
    services.move_page(
        record, file, up=request.POST.get("way") == "up", by=request.user
    )
    return redirect("records:record_edit", case_id, record_id)


# Exempt here, protected in `take_in`: the door is asked before a large body is read.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def page_replace(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """A better version of one page; the old one stays under "Earlier versions"."""
    record = access.record_for(
        request.user, case_id, record_id, can=intake_access.upload
    )
    old = access.page_for(record, file_id)
    context = case_context(record.case, nav="records") | {"record": record, "file": old}
    context |= receiving.limits(record.case)

    def replace(
        request: HttpRequest, case: Case, handler: VaultHandler
    ) -> HttpResponse:
        results = receiving.stopped(request, handler)
        for upload in request.FILES.getlist(FIELD)[:1]:
            results.append(replacing.replace_page(record, old, upload, by=request.user))
        if not results:
            told = context | {"problem": _("Choose a file, or take a photo")}
            return render(request, "records/page_replace.html", told, status=422)
        receiving.remember(request, case, results, page=str(record.pk))
        return receiving.show_results(
            reverse("records:record_edit", args=[case_id, record_id])
        )

    if request.method == "POST":
        return receiving.take_in(request, record.case, replace)
    return render(request, "records/page_replace.html", context)
