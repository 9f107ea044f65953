"""Friendly pages for what goes wrong. Each names a code that the log holds too."""

from __future__ import annotations

import errno
import logging
import secrets
import sqlite3
import sys

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import loader

from accounts import drafts
from consultations.already_sent import AlreadySentError, typed_texts
from portal import refusals
from records.storage import StorageAwayError

log = logging.getLogger("portal.errors")
DISK_FULL = "53100"  # in the words of PostgreSQL
# ... and of SQLite, whose first look needs a little room of its own.
SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
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
    error = sys.exc_info()[1]
    is_full, is_away = _is_full(error), isinstance(error, StorageAwayError)
    status = 507 if is_full else 503 if is_away else 500
    context: dict[str, object] = {"is_full": is_full, "is_away": is_away}
    context["error_id"] = note(request, status)
    return HttpResponse(loader.render_to_string("500.html", context), status=status)


def _is_full(error: BaseException | None) -> bool:
    """Whether the disk of the files or of the database has no room left."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
            return True
        if getattr(error, "sqlite_errorcode", None) in SQLITE_FULL:
            return True
        if getattr(error, "sqlstate", None) == DISK_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


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
