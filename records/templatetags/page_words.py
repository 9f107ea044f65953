"""Pages of files in words: what is to be said of their copies, and where to look at them."""

from __future__ import annotations

from django import template
from django.urls import reverse

from records import page_pictures, remarks, sniff
from records.models import File

register = template.Library()
SHOWN = {sniff.PDF, sniff.JPEG, sniff.PNG}
JOINABLE = {sniff.PDF, sniff.JPEG}


@register.filter
def remarks_of(file: File) -> list[dict[str, str]]:
    codes = remarks.of_file(file)
    return [{"code": code, "text": str(remarks.REMARKS[code])} for code in codes]


@register.filter
def look_url(file: File) -> str:
    """Where to look at a file: its clean copy, else the original where browsers show it."""
    copy = getattr(file, "derivative", None)
    if copy is not None and copy.key:
        return reverse("records:copy_show", args=[file.case_id, file.pk])
    if file.type in SHOWN:
        return (
            f"{reverse('records:file_download', args=[file.case_id, file.pk])}?view=1"
        )
    return ""


@register.filter
def first_picture(files: list[File]) -> page_pictures.Page | None:
    """The first page that is drawn: what a person looks at to say what it is."""
    shown = (page for file in files for page in file.pages_shown)
    return next(shown, None)


@register.filter
def is_photo(file: File) -> bool:
    return page_pictures.is_photo(file)


@register.filter
def left_out(files: list[File]) -> int:
    """How many of these are not in the PDF of all pages."""
    copies = [getattr(file, "derivative", None) for file in files]
    return sum(not (copy and copy.key and copy.type in JOINABLE) for copy in copies)
