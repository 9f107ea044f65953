"""How pages take files: the door first, then the body, then what became of each file."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_protect

from intake.models import Case
from intake.pages_context import case_context
from records import quota, uploads
from records.sandbox.limits import MOST_MEMBERS
from records.services import Result
from records.views.results import results_of

RESULTS = "records_results"
SHOWN_SECONDS = 300
MOST_NAMES = 40
MOST_TYPED = 20_000  # characters of one answer
TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - the name of the field
ADDED = "added"  # stands in the address of the page that follows the files
MB = 1024 * 1024
Act = Callable[[HttpRequest, Case, uploads.VaultHandler], HttpResponse]


def take_in(request: HttpRequest, case: Case, act: Act) -> HttpResponse:
    """Reads the files of a form into the vault and lets `act` keep them.

    The view that calls this is exempt from the CSRF check, which would read the body before
    the door is asked; the check stands here instead.
    """
    if uploads.announced_too_much(request):
        return _refusal(request, case, "too_much", 413)
    handler = uploads.VaultHandler(request, case_id=case.pk, room=quota.room_left(case))
    request.upload_handlers = [handler]
    try:
        return csrf_protect(act)(request, case, handler)
    except TooManyFilesSent:
        return _refusal(request, case, "too_much", 413)
    except MultiPartParserError:
        return _refusal(request, case, "unreadable", 400)
    finally:
        handler.upload_interrupted()  # the file that was coming when the form broke


def _refusal(request: HttpRequest, case: Case, name: str, status: int) -> HttpResponse:
    context = case_context(case, nav="records") | limits(case)
    response = render(request, f"records/{name}.html", context, status=status)
    response["Connection"] = "close"
    return response


def limits(case: Case) -> dict[str, Any]:
    """What may be sent, and the room that is left: said before choosing."""
    stored, coming = quota.space_of(case)
    return {
        "most_mb": settings.MAX_FILE_MB,
        "most_archive_mb": settings.MAX_ARCHIVE_MB,
        "most_files": settings.MAX_FILES_AT_ONCE,
        "most_archive_bytes": settings.MAX_ARCHIVE_MB * MB,
        "most_members": MOST_MEMBERS,
        "used_mb": -(-(stored + coming) // MB),
        "coming_mb": -(-coming // MB),
        "room_mb": settings.MAX_CASE_MB,
        # With what is held for files that are coming: one of them may be the one chosen.
        "room_bytes": max(0, settings.MAX_CASE_MB * MB - stored),
    }


def stopped(request: HttpRequest, handler: uploads.VaultHandler) -> list[Result]:
    """The files that were refused on their way, and those without a readable name."""
    named = [Result(name, code) for name, code in handler.refused]
    nameless = Result(_("A file whose name we could not read"), "name")
    return named + [nameless] * handler.unread(request)


def remember(
    request: HttpRequest,
    case: Case,
    results: list[Result],
    *,
    page: str = "",
    typed: QueryDict | None = None,
) -> None:
    """Keeps what became of the files for the page they were sent from, on the server.

    With `typed`, what stood beside them stands on that page again.
    """
    told = [[result.name, result.code, result.record] for result in results]
    names = [name for name in typed or () if name != TOKEN][:MOST_NAMES]
    kept = {name[:MOST_TYPED]: typed[name][:MOST_TYPED] for name in names}
    request.session[RESULTS] = {
        "page": f"{case.pk} {page}",
        "at": time.time(),
        "told": told,
        "typed": kept,
    }


def typed_beside(request: HttpRequest, case: Case) -> dict[str, str] | None:
    """What was typed beside files a moment ago and is not clear, or had no file to go to."""
    kept = request.session.get(RESULTS) or {} if ADDED in request.GET else {}
    if kept.get("page") != f"{case.pk} " or _is_old(kept):
        return None
    return kept.get("typed") or None


def _is_old(kept: dict[str, Any]) -> bool:
    return time.time() - kept.get("at", 0) > SHOWN_SECONDS


def show_results(url: str) -> HttpResponse:
    """Leads to the page, which tells what became of the files."""
    return HttpResponseRedirect(f"{url}?{ADDED}#results")


def recent_results(
    request: HttpRequest, case: Case, *, page: str = ""
) -> dict[str, Any] | None:
    """What became of the files sent a moment ago, on the page that follows them.

    A reload shows it as it is now; whoever comes by another way is not told again.
    """
    if ADDED not in request.GET:
        return None
    kept = request.session.get(RESULTS) or {}
    if kept.get("page") != f"{case.pk} {page}" or _is_old(kept):
        return None
    return results_of(case, kept["told"])
