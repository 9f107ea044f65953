"""The check before starting: no account, nothing stored, no way round the first page.

What one page must tell the next stands in the address, as codes without meaning to others.
"""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.http import require_http_methods, require_safe

from accounts import countries
from portal.emergency import numbers_for
from portal.forms import HINTS, SITUATIONS, SOME, AboutYouForm, SignsForm

get_or_post = require_http_methods(["GET", "HEAD", "POST"])
SAFE_SO_FAR = {"safe": "1"}


@login_not_required
@get_or_post
def start_signs(request: HttpRequest) -> HttpResponse:
    """Signs that need help now; anything but "none" leads to the emergency page."""
    form = SignsForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        if form.cleaned_data["emergency_now"] == SOME:
            return _to("portal:start_emergency", {"from": "check"})
        return _to("portal:start_you", SAFE_SO_FAR)
    return _page(request, "signs", {"form": form})


@login_not_required
@get_or_post
def start_you(request: HttpRequest) -> HttpResponse:
    """Who asks and for whom; open only to those who said that none of the signs is there."""
    if request.GET.get("safe") != "1":
        return redirect("portal:start")
    form = AboutYouForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        found = {
            "safe": "1",
            "hints": "".join(form.hints()),
            "country": form.cleaned_data["country_residence"],
        }
        return _to("portal:start_next", found)
    return _page(request, "you", {"form": form})


@login_not_required
@require_safe
def start_next(request: HttpRequest) -> HttpResponse:
    """All that fits this person, the most urgent first, always with a next step."""
    if request.GET.get("safe") != "1":
        return redirect("portal:start")
    asked = request.GET.get("hints", "")
    hints = [code for code, _field, _value in HINTS if code in asked]
    fitting = [code for code in hints if code in SITUATIONS]
    found = {"hints": hints, "fitting": fitting, **_place(request)}
    return _page(request, "next", found)


@login_not_required
@require_safe
def start_emergency(request: HttpRequest) -> HttpResponse:
    """Where to call now. The country is never guessed from language or address."""
    context = {
        **_place(request),
        "countries": countries.choices(),
        "from_check": request.GET.get("from") == "check",
    }
    return _page(request, "emergency", context)


def _place(request: HttpRequest) -> dict[str, object]:
    code = request.GET.get("country", "")
    name = countries.name_of(code)
    return {
        "country": code if name else "",
        "country_name": name,
        "numbers": numbers_for(code) if name else [],
    }


def _to(name: str, query: dict[str, str]) -> HttpResponse:
    return redirect(f"{resolve_url(name)}?{urlencode(query)}")


def _page(request: HttpRequest, name: str, context: dict[str, object]) -> HttpResponse:
    form = context.get("form")
    status = 422 if form is not None and form.errors else 200
    return render(request, f"portal/start/{name}.html", context, status=status)
