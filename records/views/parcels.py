"""Parcels of a family: what is inside, the papers, and where each one is."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts import audit
from intake import access as intake_access
from intake.models import Case
from intake.pages_context import case_context
from records import access, vault
from records.models import Parcel, ParcelMoveError
from records.parcels import services
from records.parcels.forms import BeginForm, HomeForm, ItemForm, SenderForm, WayForm
from records.parcels.states import Condition, State
from records.views.files import Given, protect

WHY_NOT: dict[type[Exception], Any] = {
    services.NoAddressError: lambda: _(
        "We have no address for parcels yet. Do not post anything: write to us."
    ),
    services.NotSentError: lambda: _(
        "Send your folder first. Until then nobody here may open what you post."
    ),
    services.EmptyError: lambda: _("Say first what is inside."),
    services.NoSenderError: lambda: _(
        "Write your name and postal address first: everything goes back to it."
    ),
    services.NotAskedError: lambda: _(
        "The team has not asked for tissue. Do not post any until the coordinator asks."
    ),
    services.FullError: lambda: _("There is no room for more lines in this parcel."),
    ParcelMoveError: lambda: _(
        "Somebody else was faster. Here is how things stand now."
    ),
}
REFUSED = tuple(WHY_NOT)


@require_http_methods(["GET", "HEAD", "POST"])
def parcel_list(request: HttpRequest, case_id: uuid.UUID) -> HttpResponse:
    """Where everything is, and the button to begin another parcel."""
    adding = request.method == "POST"
    door = access.post_parcels if adding else intake_access.see_answers
    case = intake_access.case_for(request.user, case_id, can=door)
    form = BeginForm(request.POST if adding else None)
    if adding and form.is_valid():
        key = form.cleaned_data["form_key"]
        return _back(services.begin(case, by=request.user, key=key))
    context = _context(case) | {"parcels": access.parcels_of(case), "form": form}
    return render(request, "records/parcel_list.html", context)


@require_safe
def parcel_detail(
    request: HttpRequest, case_id: uuid.UUID, parcel_id: uuid.UUID
) -> HttpResponse:
    parcel = access.parcel_for(
        request.user, case_id, parcel_id, can=intake_access.see_answers
    )
    return _page(request, parcel)


@require_POST
def item_add(
    request: HttpRequest, case_id: uuid.UUID, parcel_id: uuid.UUID
) -> HttpResponse:
    parcel = access.parcel_for(
        request.user, case_id, parcel_id, can=access.post_parcels
    )
    form = _item_form(parcel, request.POST)
    if not form.is_valid():
        return _page(request, parcel, item_form=form)
    return _done(
        request,
        parcel,
        lambda: services.add_item(parcel, form.answers(), by=request.user),
    )


@require_POST
def item_remove(
    request: HttpRequest, case_id: uuid.UUID, parcel_id: uuid.UUID, item_id: int
) -> HttpResponse:
    parcel = access.parcel_for(
        request.user, case_id, parcel_id, can=access.post_parcels
    )
    item = access.item_of(parcel, item_id)
    return _done(
        request, parcel, lambda: services.remove_item(parcel, item, by=request.user)
    )


@require_POST
def parcel_sender(
    request: HttpRequest, case_id: uuid.UUID, parcel_id: uuid.UUID
) -> HttpResponse:
    """Where it comes from and goes back to, as it stands on the label."""
    parcel = access.parcel_for(
        request.user, case_id, parcel_id, can=access.post_parcels
    )
    form = SenderForm(request.POST)
    if not form.is_valid():
        return _page(request, parcel, sender_form=form)
    told = form.cleaned_data
    return _done(
        request,
        parcel,
        lambda: services.write_address(
            parcel,
            told["from_address"],
            wants_return=told["wants_return"],
            by=request.user,
        ),
    )


@require_POST
def parcel_print(
    request: HttpRequest, case_id: uuid.UUID, parcel_id: uuid.UUID
) -> HttpResponse:
    parcel = access.parcel_for(
        request.user, case_id, parcel_id, can=access.post_parcels
    )
    return _done(
        request, parcel, lambda: services.ask_for_papers(parcel, by=request.user)
    )


@require_POST
def parcel_send(
    request: HttpRequest, case_id: uuid.UUID, parcel_id: uuid.UUID
) -> HttpResponse:
    """It has left, with this courier and this number."""
    parcel = access.parcel_for(
        request.user, case_id, parcel_id, can=access.post_parcels
    )
    form = WayForm(request.POST)
    if not form.is_valid():
        return _page(request, parcel, way_form=form)
    return _moved(request, parcel, State.SENT, **form.facts())


@require_POST
def parcel_way(
    request: HttpRequest, case_id: uuid.UUID, parcel_id: uuid.UUID
) -> HttpResponse:
    """The courier, the number or the day was written wrong: put right while under way."""
    parcel = access.parcel_for(
        request.user, case_id, parcel_id, can=access.post_parcels
    )
    form = WayForm(request.POST)
    if not form.is_valid():
        return _page(request, parcel, way_form=form)
    facts = form.facts()
    return _done(
        request,
        parcel,
        lambda: services.correct_way(parcel, facts, by=request.user),
    )


@require_http_methods(["GET", "HEAD", "POST"])
def parcel_cancel(
    request: HttpRequest, case_id: uuid.UUID, parcel_id: uuid.UUID
) -> HttpResponse:
    parcel = access.parcel_for(
        request.user, case_id, parcel_id, can=access.post_parcels
    )
    if request.method == "POST":
        return _moved(request, parcel, State.CANCELLED)
    context = case_context(parcel.case, nav="records") | {
        "title": _("Not send this parcel?"),
        "text": _("It stays in the list as not sent. You can begin another one."),
        "action": _("Do not send it"),
        "cancel_href": _url(parcel),
    }
    return render(request, "components/confirm.html", context)


@require_POST
def parcel_home(
    request: HttpRequest, case_id: uuid.UUID, parcel_id: uuid.UUID
) -> HttpResponse:
    """Everything, or not everything, is home again."""
    parcel = access.parcel_for(
        request.user, case_id, parcel_id, can=access.post_parcels
    )
    form = HomeForm(request.POST)
    if not form.is_valid():
        return _page(request, parcel, home_form=form)
    facts: dict[str, Any] = {"home_on": form.cleaned_data["day"]}
    if not form.cleaned_data["complete"]:
        facts["condition"] = Condition.INCOMPLETE
    return _moved(request, parcel, State.HOME, **facts)


@require_safe
def parcel_download(
    request: HttpRequest, case_id: uuid.UUID, parcel_id: uuid.UUID
) -> HttpResponse:
    """The newest papers of a parcel, through the door and into the audit trail."""
    pdf = access.parcel_pdf_for(request.user, case_id, parcel_id)
    audit.note(by=request.user, verb="opened", obj=pdf.parcel, case_id=case_id)
    response = Given(vault.open_(pdf), content_type="application/pdf")
    response["Content-Length"] = pdf.size_bytes
    return protect(response, f"{pdf.parcel.reference}.pdf", inline=True)


def _context(case: Case) -> dict[str, Any]:
    return case_context(case, nav="records") | {
        "can_post": access.post_parcels(case.member),
        "asked": services.open_request(case),
        "has_address": bool(settings.SERVICE["parcel_address"]),
    }


def _url(parcel: Parcel) -> str:
    return reverse("records:parcel_detail", args=[parcel.case_id, parcel.pk])


def _back(parcel: Parcel) -> HttpResponse:
    return redirect(_url(parcel))


def _done(request: HttpRequest, parcel: Parcel, deed: Any) -> HttpResponse:
    """Does it and shows the parcel; a refusal is one sentence on that page."""
    try:
        deed()
    except REFUSED as refused:
        messages.warning(request, WHY_NOT[type(refused)]())
        if isinstance(refused, services.NoSenderError):
            return redirect(f"{_url(parcel)}#sender")
    return _back(parcel)


def _moved(
    request: HttpRequest, parcel: Parcel, state: str, **facts: Any
) -> HttpResponse:
    return _done(
        request,
        parcel,
        lambda: services.family_moves(parcel, state, by=request.user, **facts),
    )


def _item_form(parcel: Parcel, typed: Any = None) -> ItemForm:
    asked = services.open_request(parcel.case) is not None
    papers = access.papers_of(parcel.case)
    return ItemForm(typed, records=papers, with_tissue=asked)


def _way_of(parcel: Parcel, today: date) -> dict[str, Any]:
    names = ("courier", "tracking", "expected_on")
    return {
        "day": parcel.sent_on or today,
        **{name: getattr(parcel, name) for name in names},
    }


def _page(request: HttpRequest, parcel: Parcel, **bound: Any) -> HttpResponse:
    """The parcel; `bound` is the form that was sent with something missing."""
    today = timezone.localdate()
    first = {"from_address": parcel.from_address, "wants_return": parcel.wants_return}
    forms = {
        "item_form": _item_form(parcel),
        "sender_form": SenderForm(initial=first),
        "way_form": WayForm(initial=_way_of(parcel, today)),
        "home_form": HomeForm(initial={"day": today}),
    }
    context = _context(parcel.case) | forms | bound
    context |= {
        "parcel": parcel,
        "pdf": parcel.pdf,
        "not_wanted": parcel.holds_tissue and not context["asked"],
        "events": list(parcel.events.all()),
        "problem_form": next(iter(bound.values()), None),
    }
    status = 422 if bound else 200
    return render(request, "records/parcel_detail.html", context, status=status)
