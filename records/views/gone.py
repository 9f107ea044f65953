"""Where the page of a record leads that is not there any more: a bookmark, another tab."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from intake.access import Deed
from records import access

REMOVED = "removed"  # in the address of the list: what was removed stands open


def lead_on(
    request: HttpRequest,
    case_id: uuid.UUID,
    record_id: uuid.UUID,
    *,
    can: Deed,
    typed: bool = False,
) -> HttpResponse:
    """To the record that has its pages, or to the list, where it can be taken back.

    With `typed`, it says that what was written is not saved. Raises Http404 where nothing
    was, and for whoever may not see it.
    """
    record = access.gone_record_for(request.user, case_id, record_id, can=can)
    lost = [_("What you wrote was not saved.")] if typed else []
    if record.is_here:
        said = _("This record was put together with another one. Its pages are here.")
        messages.warning(request, " ".join([said, *lost]))
        return redirect("records:record_edit", case_id, record.pk)
    list_url = reverse("records:record_list", args=[case_id])
    if not access.may_take_back(record):
        messages.warning(request, " ".join([_("This record was removed."), *lost]))
        return redirect(list_url)
    said = _("This record was removed. You can take it back below.")
    messages.warning(request, " ".join([said, *lost]))
    return redirect(f"{list_url}?{REMOVED}#{REMOVED}")
