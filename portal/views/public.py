"""Pages anybody may read: home and the guide."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_safe

from intake.models import Scope
from portal.guide import GROUPS, PAGES, neighbours


@login_not_required
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


@login_not_required
@require_safe
def guide_index(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/guide/index.html", {"groups": GROUPS})


@login_not_required
@require_safe
def guide_page(request: HttpRequest, slug: str) -> HttpResponse:
    page = PAGES.get(slug)
    if page is None:
        raise Http404
    before, after = neighbours(slug)
    context = {
        "page": page,
        "before": before,
        "after": after,
        "nav": page.nav,
        "rights": Scope.labels,
    }
    return render(request, f"portal/guide/{slug}.html", context)


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Search engines may read the public pages and nothing of anybody's folder."""
    closed = ["accounts", "admin", "folders", "start"]
    lines = ["User-agent: *", *(f"Disallow: /{part}/" for part in closed), ""]
    return HttpResponse("\n".join(lines), content_type="text/plain")


@login_not_required
@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("img/mark.svg"), permanent=False)
