"""What every request passes: headers, the gate for big bodies, language, the front door."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import (
    LoginRequiredMiddleware as DjangoLoginRequiredMiddleware,
)
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils import timezone, translation

from accounts import drafts

Handler = Callable[[HttpRequest], HttpResponse]

UNSIGNED_BODY_BYTES = 1024 * 1024
SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}


class SecurityHeadersMiddleware:
    """Headers Django has no setting for; pages for a signed-in person are never cached."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "signed_out", False):
            # Pages of the person who left are not shown by the back button. What the
            # browser keeps of unsaved answers goes only when the person chose to leave.
            ended = getattr(request, "session_ended", False)
            response["Clear-Site-Data"] = '"cache"' if ended else '"cache", "storage"'
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.setdefault(
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        )
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


class PreferencesMiddleware:
    """Language and time zone: the person's own, else the browser's language and UTC."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.offered = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user if self._has_session(request) else None
        language = None
        if user is not None and user.is_authenticated:
            timezone.activate(user.zone)
            language = user.language if user.language in self.offered else None
        else:
            timezone.deactivate()
        if language is None:
            language = translation.get_language_from_request(request)
        translation.activate(language)
        request.LANGUAGE_CODE = translation.get_language()
        response = self.get_response(request)
        response.setdefault("Content-Language", translation.get_language() or "en")
        return response

    @staticmethod
    def _has_session(request: HttpRequest) -> bool:
        return settings.SESSION_COOKIE_NAME in request.COOKIES


def _query_after(
    request: HttpRequest, *, kept: bool = False, is_big: bool = False
) -> dict[str, str]:
    """Where to go after signing in, and what became of the form that was sent.

    `away` is "1" when all of it is kept, "files" when its files have to be chosen again,
    "lost" when what was typed beside them is gone, too.
    """
    if kept:
        # The mark in the form says that this very page shows the form.
        with_files = request.content_type == "multipart/form-data"
        address = request.get_full_path()
        return {"next": address, "away": "files" if with_files else "1"}
    query = {}
    if came_from := _page_of_form(request):
        query["next"] = came_from
    if is_big or getattr(request, "session_ended", False):
        query["away"] = "lost"
    return query


def _page_of_form(request: HttpRequest) -> str:
    """The page of ours that sent this form: an action may not answer to GET."""
    parts = urlsplit(request.headers.get("referer", ""))
    if parts.netloc != request.get_host():
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """For a program that sends a file in pieces: it would follow a redirect with them."""
    response = HttpResponse(status=401)
    if request.META.get("CONTENT_LENGTH") not in (None, "", "0"):
        response["Connection"] = "close"  # what it sends now is not read
    return response


class BodyGateMiddleware:
    """Nobody who is not signed in can make the server read a large body.

    Stands above the CSRF check, which would read the whole form to look for its token.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in SAFE and not request.user.is_authenticated:
            refused = self._refusal(request)
            if refused is not None:
                return refused
        return self.get_response(request)

    @staticmethod
    def _refusal(request: HttpRequest) -> HttpResponse | None:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if "HTTP_TRANSFER_ENCODING" in request.META or not length.isdigit():
            return HttpResponse(status=411)
        uploads = request.content_type == "multipart/form-data"
        if int(length) > UNSIGNED_BODY_BYTES or (uploads and int(length) > 64 * 1024):
            if "Tus-Resumable" in request.headers:
                return _sign_in_first(request)
            query = _query_after(request, is_big=True)
            url = resolve_url(settings.LOGIN_URL)
            response = HttpResponseRedirect(
                f"{url}?{urlencode(query)}" if query else url
            )
            response["Connection"] = "close"
            return response
        return None


class LoginRequiredMiddleware(DjangoLoginRequiredMiddleware):
    """Sign-in for every page that does not say otherwise, and an end to idle sessions.

    What a signed-out person typed is kept first, so that nothing is lost.
    """

    SEEN = "seen_at"
    SINCE = "signed_in_at"

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.user.is_authenticated and self._session_ended(request):
            logout(request)
            request.session_ended = True
        if request.method == "POST" and request.user.is_authenticated:
            drafts.drop(request)
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request, view_func):
        if "Tus-Resumable" in request.headers:
            return _sign_in_first(request)
        if request.method in SAFE:
            query = {"next": request.get_full_path()}
            if getattr(request, "session_ended", False):
                query["away"] = "1"
        else:
            query = _query_after(request, kept=drafts.keep(request))
        url = resolve_url(self.get_login_url(view_func))
        return HttpResponseRedirect(f"{url}?{urlencode(query)}" if query else url)

    def _session_ended(self, request: HttpRequest) -> bool:
        now = int(time.time())
        session = request.session
        minutes = (
            settings.STAFF_IDLE_MINUTES
            if request.user.is_staff
            else settings.SESSION_IDLE_MINUTES
        )
        seen = session.get(self.SEEN, now)
        since = session.get(self.SINCE)
        if now - seen > minutes * 60:
            return True
        if since and now - since > settings.SESSION_ABSOLUTE_HOURS * 3600:
            return True
        # Written once a minute, not at every request: a page view costs no extra query.
        if self.SEEN not in session or now - seen > 60:
            session[self.SEEN] = now
        if since is None:
            session[self.SINCE] = now
        return False
