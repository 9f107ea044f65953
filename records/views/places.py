"""The way back to the part of the timeline that a small form was sent from."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from records import access
from records.calendar import UNDATED
from records.models import Record

MOST_DIGITS = 5


def is_from_list(request: HttpRequest) -> bool:
    return request.POST.get("from") == "list"


def told_place(request: HttpRequest) -> dict[str, str] | None:
    """The part a small form named; for the page that shows again what is not clear."""
    if not is_from_list(request):
        return None
    return {name: request.POST.get(name, "") for name in ("year", "part")}


def place_on_list(request: HttpRequest, record: Record) -> str:
    """That part, at the record; it has left the papers without a date: at the next."""
    year, part = (request.POST.get(name, "") for name in ("year", "part"))
    page = reverse("records:record_list", args=[record.case_id])
    if not _is_number(part) or not (_is_number(year) or year == UNDATED):
        return f"{page}#r-{record.number}"
    number: int | None = record.number
    if year == UNDATED:
        number = access.card_to_go_on_with(request.user, record)
    anchor = "timeline" if number is None else f"r-{number}"
    return f"{page}?year={year}&part={part}#{anchor}"


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS
