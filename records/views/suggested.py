"""The answer to what was suggested about a record."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake import access as intake_access
from records import access, answering
from records.models import Record
from records.views.places import is_from_list, place_on_list

NONE = "none"


@require_POST
def suggestion_answer(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    """Uses one of the values that were offered, or none of them."""
    record = access.record_for(
        request.user, case_id, record_id, can=intake_access.upload
    )
    if _answered(request, record):
        messages.success(request, _("Saved."))
    else:
        words = _("This is answered by now. Look at the record once more.")
        messages.warning(request, words)
    return redirect(_place(request, record))


def _answered(request: HttpRequest, record: Record) -> bool:
    number, value = (request.POST.get(n, "") for n in ("suggestion", "use"))
    if not (number.isascii() and number.isdigit() and len(number) < 19):
        return False
    if value == NONE:
        return answering.decline(record, int(number), by=request.user)
    return answering.use(record, int(number), value, by=request.user)


def _place(request: HttpRequest, record: Record) -> str:
    """Back to where it was asked: the page of the record, or that part of the timeline."""
    if is_from_list(request):
        return place_on_list(request, record)
    return reverse("records:record_edit", args=[record.case_id, record.pk])
