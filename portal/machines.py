"""What is different for machines that ask how the portal is."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

PATHS = {"/livez", "/readyz"}


class NobodyAsksMiddleware:
    """Whoever asks after the portal is nobody: a session would be read from the database.

    It may be the very thing that is down, and the browser of somebody signed in asks, too.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in PATHS:
            request.COOKIES = {}
        return self.get_response(request)
