"""The second host: it knows nobody, and gives out what a signed address names."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from records import apart
from records.models import StoredBytes
from records.views.files import body, protect


def show(request: HttpRequest, stored: StoredBytes) -> HttpResponse:
    """Of what somebody may see: the bytes, or the way to the host that gives them out."""
    if elsewhere := apart.address(request, stored):
        response = HttpResponseRedirect(elsewhere)
        response["Cache-Control"] = "no-store"
        return response
    return _given(request, apart.Shown.of(stored))


@require_safe
@login_not_required
def shown_apart(request: HttpRequest, token: str) -> HttpResponse:
    response = _given(request, apart.named_by(token))
    # Pages of the portal show it: the signed address is what keeps others out.
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response


def _given(request: HttpRequest, shown: apart.Shown) -> HttpResponse:
    return protect(body(request, shown.stored, shown.type), shown.name, inline=True)
