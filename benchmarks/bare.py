"""The yardstick: one Django view that returns a string, without middleware or database."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

TEXT = "x" * int(os.environ.get("BARE_BYTES", "10000"))


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(TEXT)


urlpatterns = [path("", bare)]

if not settings.configured:
    settings.configure(
        ROOT_URLCONF=__name__,
        ALLOWED_HOSTS=["127.0.0.1"],
        SECRET_KEY=os.environ["SECRET_KEY"],
    )
application = get_wsgi_application()
