"""Who tried to open what is not theirs: an entry in the audit trail."""

from __future__ import annotations

import logging
import uuid
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.db.models import Model
from django.http import HttpRequest
from django.urls import Resolver404, ResolverMatch, resolve

from accounts import audit
from accounts.models import User
from consultations.already_sent import AlreadySentError
from intake import access
from intake.models import Case

log = logging.getLogger(__name__)
QUIET_SECONDS = 60  # the same door, knocked at again at once, is told of once


def note_refusal(request: HttpRequest, exception: Exception) -> None:
    """Notes that a signed-in person was kept out of a folder, or of the desk.

    What does not exist is not told of: only doors behind which something is. An entry that
    cannot be written never takes the kind page away.
    """
    user, match = getattr(request, "user", None), _door(request)
    if match is None or user is None or not user.is_authenticated:
        return
    try:
        thing = _kept_from(user, match, exception)
        if thing is not None and _is_new(user, thing, match.view_name):
            case_id = thing.pk if isinstance(thing, Case) else None
            audit.note(
                by=user,
                verb="kept_out",
                obj=thing,
                case_id=case_id,
                route=match.view_name,
            )
    except (DatabaseError, ValidationError) as error:
        log.warning("refusal not noted: %s", type(error).__name__)


def _door(request: HttpRequest) -> ResolverMatch | None:
    """Where the person wanted to go: the admin sends a stranger to its own sign-in first."""
    match = request.resolver_match
    if match is None or match.view_name != "admin:login":
        return match
    wanted = urlsplit(request.GET.get(REDIRECT_FIELD_NAME, "")).path
    try:
        return resolve(wanted)
    except Resolver404:
        return match


def _kept_from(user: User, match: ResolverMatch, exception: Exception) -> Any:
    """The folder behind the door; for the desk's own doors the person alone is noted."""
    forbidden = isinstance(exception, PermissionDenied)
    if isinstance(exception, AlreadySentError):
        return None  # let in, only too late
    case = _case_behind(match)
    if case is None:
        return user if forbidden and match.app_name == "admin" else None
    mine = access.cases_for(user) | access.readable_cases(user)
    is_only_missing = not forbidden and mine.filter(pk=case.pk).exists()
    return None if is_only_missing else case


def _case_behind(match: ResolverMatch) -> Case | None:
    """The folder an address leads to, where it leads to one that exists."""
    ids, cases = match.kwargs, Case.objects.all()
    if "case_id" in ids:
        return cases.filter(pk=ids["case_id"]).first()
    if "summary_id" in ids:
        return cases.filter(requests__summaries=ids["summary_id"]).first()
    if "consultationrequest" in match.view_name:
        asked = _uuid(ids.get("request_id") or ids.get("object_id"))
        return cases.filter(requests=asked).first() if asked else None
    return None


def _uuid(text: Any) -> uuid.UUID | None:
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return None


def _is_new(user: User, thing: Model, route: str) -> bool:
    return cache.add(f"kept-out-{user.pk}-{thing.pk}-{route}", True, QUIET_SECONDS)
