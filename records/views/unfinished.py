"""What a person began to send and has not finished, as the pages of records show it."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from intake.models import Case
from records import access
from records.tus import uploads
from records.views import receiving
from records.views.results import results_of

SENT = "sent"  # in the address: since when the page tells what became of files
MOST_TOLD = 200
TOLD_FOR = timedelta(days=1)


@require_POST
def upload_leave_out(
    request: HttpRequest, case_id: uuid.UUID, upload_id: uuid.UUID
) -> HttpResponse:
    """What came of this file is removed; the person does not want to send it any more."""
    upload = access.upload_for(request.user, case_id, upload_id)
    if uploads.leave_out(upload):
        messages.success(
            request, _("The file is left out. What had come of it is gone.")
        )
    else:
        messages.info(
            request, _("This file has arrived already, or it was left out before.")
        )
    record = upload.told.get("record")
    if record and request.POST.get("from") == "record":
        return redirect("records:record_edit", case_id, record)
    return redirect("records:record_list", case_id)


def for_page(request: HttpRequest, case: Case, *, page: str = "") -> dict[str, Any]:
    """What the pages of records draw of resumable uploads: all, or those of one record."""
    coming = access.uploads_of(request.user, case)
    if page:
        coming = coming.filter(told__record=page)
    told = receiving.recent_results(request, case, page=page)
    return {
        "unfinished": list(coming[:MOST_TOLD]),
        "sent_since": int(timezone.now().timestamp()),
        "results": told or _told_since(request, case, page=page),
    }


def _told_since(
    request: HttpRequest, case: Case, *, page: str
) -> dict[str, Any] | None:
    """What became of the files that were sent in pieces since the page says."""
    since = _since(request)
    if since is None:
        return None
    ended = access.ended_of(request.user, case, since)
    if page:
        ended = ended.filter(told__record=page)
    rows = [
        (upload.name, upload.result, str(upload.record_id or ""))
        for upload in ended[:MOST_TOLD]
    ]
    return results_of(case, rows) if rows else None


def _since(request: HttpRequest) -> datetime | None:
    text = request.GET.get(SENT, "")
    if not (text.isascii() and text.isdigit() and len(text) < 12):
        return None
    moment = datetime.fromtimestamp(int(text), UTC)
    return max(moment, timezone.now() - TOLD_FOR)
