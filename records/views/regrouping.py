"""Putting records together, and making a page a record of its own."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from intake import access as intake_access
from intake.pages_context import case_context
from records import access, regrouping, services
from records.page_forms import WhereToForm
from records.views import gone

GENES = gettext_lazy(
    "A gene test stays a record of its own, because it is sent only if you agree to that. "
    "Choose another record, or say first that both are the same gene test."
)


@require_http_methods(["GET", "HEAD", "POST"])
def record_join(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID
) -> HttpResponse:
    """Asks which record the pages belong to; after sending this is the coordinator's."""
    try:
        record = access.record_for(
            request.user, case_id, record_id, can=intake_access.upload
        )
    except Http404:
        # A second press leads where the first one led.
        return gone.lead_on(request, case_id, record_id, can=intake_access.upload)
    others = access.others_for(request.user, record)
    form = WhereToForm(request.POST or None, others=others)
    context = case_context(record.case, nav="records") | {"record": record}
    if record.case.desk_opened_at is not None:
        return render(request, "records/record_stays.html", context, status=403)
    if request.method == "POST" and form.is_valid():
        into = form.chosen()
        try:
            regrouping.put_into(record, into, by=request.user)
        except services.AlreadySentError:
            return render(request, "records/record_stays.html", context, status=403)
        except regrouping.GenesError:
            form.add_error("into", GENES)
            return _asked(request, context, form, others)
        except regrouping.NoMoreError:
            messages.warning(request, _("One of the two was removed just now."))
            return redirect("records:record_list", case_id)
        messages.success(request, _("The pages are together now."))
        return redirect("records:record_edit", case_id, into.pk)
    return _asked(request, context, form, others)


def _asked(
    request: HttpRequest, context: dict[str, Any], form: WhereToForm, others: list
) -> HttpResponse:
    context |= {"form": form, "others": others}
    status = 422 if request.method == "POST" else 200
    return render(request, "records/record_join.html", context, status=status)


@require_POST
def page_own(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """Makes one page of a record a record of its own."""
    record = access.record_for(
        request.user, case_id, record_id, can=intake_access.upload
    )
    file = access.own_page_for(request.user, record, file_id)
    own = regrouping.make_own(record, file, by=request.user)
    if own.pk != record.pk:
        messages.success(request, _("It is a record of its own now. Say what it is."))
    return redirect("records:record_edit", case_id, own.pk)
