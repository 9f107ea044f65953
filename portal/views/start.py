"""The check before starting."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def start_signs(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/home.html")


start_you = start_next = start_emergency = start_signs
