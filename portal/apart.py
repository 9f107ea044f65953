"""The second host name knows nobody and has addresses of its own (records/apart.py)."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class ApartMiddleware:
    """Sends what was asked of the second host to its own addresses, without a cookie.

    A browser sends none there, as cookies of the portal belong to its own host alone.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.PREVIEW_HOST and request.get_host() == settings.PREVIEW_HOST:
            request.COOKIES = {}
            request.urlconf = "portal.urls_apart"
        return self.get_response(request)


def refused(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nobody reads pages there: a browser that shows a picture asked."""
    return HttpResponse("Not found", status=404, content_type="text/plain")


def failed(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Try again", status=500, content_type="text/plain")
