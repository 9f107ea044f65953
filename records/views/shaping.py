"""Turning and cropping pages, and pictures of more of them."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from intake import access as intake_access
from intake.pages_context import case_context
from records import access, page_pictures, shapes
from records.models import File, Record
from records.page_forms import CropForm, TurnForm


@require_POST
def page_turn(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """Turns one page. The form says how it is to stand, so twice is once."""
    record = access.record_for(
        request.user, case_id, record_id, can=intake_access.upload
    )
    file = access.page_for(record, file_id)
    form = TurnForm(request.POST, file=file)
    if not form.is_valid():
        return redirect(_place(record, file))
    asked = form.cleaned_data
    shapes.turn_page(file, asked["number"], asked["turns"], by=request.user)
    return redirect(_place(record, file, asked["number"]))


@require_http_methods(["GET", "HEAD", "POST"])
def page_crop(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """Where the corners of the paper are in a photo."""
    record = access.record_for(
        request.user, case_id, record_id, can=intake_access.upload
    )
    file = access.page_for(record, file_id)
    picture = page_pictures.picture_to_crop(file)
    if picture is None or not page_pictures.is_photo(file):
        raise Http404
    form = CropForm(request.POST or None, file=file)
    if request.method == "POST":
        if request.POST.get("do") == "whole":
            shapes.crop_page(file, 1, [], by=request.user)
            return redirect(_place(record, file))
        if form.is_valid():
            shapes.crop_page(file, 1, form.corners(), by=request.user)
            return redirect(_place(record, file))
    context = case_context(record.case, nav="records")
    context |= {"record": record, "file": file, "picture": picture, "form": form}
    status = 422 if request.method == "POST" else 200
    return render(request, "records/page_crop.html", context, status=status)


@require_POST
def pages_more(
    request: HttpRequest, case_id: uuid.UUID, record_id: uuid.UUID, file_id: uuid.UUID
) -> HttpResponse:
    """Makes pictures of the next pages of a long file."""
    record = access.record_for(
        request.user, case_id, record_id, can=intake_access.upload
    )
    file = access.page_for(record, file_id)
    shapes.show_more(file)
    return redirect(_place(record, file))


def _place(record: Record, file: File, number: int = 1) -> str:
    """The page of the record, at this page of this file."""
    page = reverse("records:record_edit", args=[record.case_id, record.pk])
    return f"{page}#page-{file.pk}-{number}"
