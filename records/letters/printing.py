"""Draws the PDF of a letter in the worker."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.template.loader import render_to_string

from records.letters import language
from records.models import LetterPdf
from records.paper import engine
from records.paper.limits import bounded

SHEET = Path(__file__).resolve().parent / "letter.css"
TAGS = {"zh": "zh-Hans"}


def rendered(pdf: LetterPdf) -> engine.Rendered:
    """Raises PaperError with the cause."""
    return bounded(_drawn, html_of(pdf.sheets))


def _drawn(html: str) -> engine.Rendered:
    return engine.checked(*engine.lay_out(html, SHEET))


def html_of(sheets: list[dict[str, Any]]) -> str:
    first = sheets[0]["language"]
    context = {
        "language": TAGS.get(first, first),
        "title": language.words_of(first)["letter"]["title"],
        "sheets": [_drawable(sheet) for sheet in sheets],
    }
    return render_to_string("pdf/letter.html", context)


def _drawable(sheet: dict[str, Any]) -> dict[str, Any]:
    code = sheet["language"]
    return sheet | {"rtl": language.is_rtl(code), "tag": TAGS.get(code, code)}
