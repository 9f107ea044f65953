"""Language, and light or dark: both come back to the page the person was on."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

THEMES = {"light": "light", "dark": "dark", "auto": ""}


@login_not_required
@require_POST
def language_set(request: HttpRequest) -> HttpResponse:
    """The chosen language is used from the next page on, and kept for a signed-in person."""
    response = _back(request)
    code = request.POST.get("language", "")
    if code in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=60 * 60 * 24 * 365,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
        if request.user.is_authenticated and request.user.language != code:
            request.user.language = code
            request.user.save(update_fields=["language"])
    return response


@require_POST
def theme_set(request: HttpRequest) -> HttpResponse:
    """Light, dark, or whatever the device says, kept on the person."""
    theme = THEMES.get(request.POST.get("theme", ""))
    if theme is not None and request.user.theme != theme:
        request.user.theme = theme
        request.user.save(update_fields=["theme"])
    return _back(request)


def _back(request: HttpRequest) -> HttpResponseRedirect:
    """To the page the form stood on, or home: never to another site.

    Addresses that only answer POST would show an error, so they lead home too.
    """
    url = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    if not safe or not urlsplit(url).path.startswith("/"):
        url = resolve_url("portal:home")
    return HttpResponseRedirect(url)
