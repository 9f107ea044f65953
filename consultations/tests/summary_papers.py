"""Looks at a summary as a reader would: its text, its fonts, its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
import pypdfium2
from django.db import transaction

from accounts.models import User
from consultations.summary import engine, texts
from consultations.tests import summary_cases

HEAD = '<!DOCTYPE html><html lang="en"><head><title>t</title></head><body>'


def contents_of(name: str) -> dict[str, Any]:
    """The contents of one of the invented cases; nothing of it stays in the database."""
    with transaction.atomic():
        by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
        made = summary_cases.prepared(getattr(summary_cases, name)(by))
        transaction.set_rollback(True)
    return made


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def right_edges(pdf: bytes) -> list[float]:
    """Where the text of each page ends, in points."""
    texts_ = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]
    return [max(t.get_rect(n)[2] for n in range(t.count_rects())) for t in texts_]


def words_of(pdf: bytes) -> str:
    """All text, with white space made even: lines break where the paper ends."""
    return " ".join(" ".join(pages_of(pdf)).split())


def printed(text: str, language: str = "") -> bytes:
    """A page with this text, as a person's own words are printed."""
    document, said = engine.lay_out(
        f"{HEAD}<p>{texts.original(text, language)}</p></body></html>"
    )
    return engine.checked(document, said).pdf


def body_of(pdf: bytes) -> str:
    """The text of a short page without its margins."""
    return words_of(pdf).partition(" 机密 Confidential")[0]


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        yield document
