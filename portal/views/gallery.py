"""Every component on one page, for those who build and check pages."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@require_safe
def component_gallery(request: HttpRequest) -> HttpResponse:
    if not request.user.is_staff:
        raise Http404
    return render(request, "portal/component_gallery.html")
