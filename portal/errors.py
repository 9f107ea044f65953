"""Friendly pages for what goes wrong. Each names a code that the log holds too."""

from __future__ import annotations

import logging
import secrets

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from accounts import drafts
from consultations.already_sent import AlreadySentError, typed_texts
from portal import refusals

log = logging.getLogger("portal.errors")
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"  # none can be mistaken for another


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page was open too long, or cookies are off. Nothing was changed.

    What was typed is kept for the person the page was drawn for.
    """
    drafts.keep(request)
    return _page(request, "csrf_failure", 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        return _page(request, "413", 413)
    return _page(request, "400", 400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Says it of a folder to the people of a folder, and plainly to everybody else."""
    refusals.note_refusal(request, exception)
    match = getattr(request, "resolver_match", None)
    of_folder = match is not None and "case_id" in match.kwargs
    if of_folder and isinstance(exception, AlreadySentError):
        context = {"case_id": match.kwargs["case_id"]}
        context["typed"] = typed_texts(request.POST.dict())
        return _page(request, "403_sent", 403, **context)
    return _page(request, "403", 403, of_folder=of_folder)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    refusals.note_refusal(request, exception)
    return _page(request, "404", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Stands alone: no database, no session, no context processor is asked."""
    code = note(request, 500)
    body = loader.render_to_string("500.html", {"error_id": code})
    return HttpResponse(body, status=500)


def note(request: HttpRequest, status: int) -> str:
    """Writes one line to the log and returns the code that finds it again.

    The address is left out: it can hold the number of a folder.
    """
    code = "".join(secrets.choice(LETTERS) for _ in range(8))
    match = getattr(request, "resolver_match", None)
    view = match.view_name if match else "-"
    log.warning("answer %s for %s, error id %s", status, view, code)
    return code


def _page(
    request: HttpRequest, name: str, status: int, **context: object
) -> HttpResponse:
    context["error_id"] = note(request, status)
    return render(request, f"{name}.html", context, status=status)


@login_not_required
def no_such_page(request: HttpRequest, rest: str = "") -> HttpResponse:
    """An address of the admin that is switched off."""
    raise Http404
