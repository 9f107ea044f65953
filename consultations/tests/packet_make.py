"""Folders with real files, and packets that are built of them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import patch

import pikepdf
import pypdfium2
from django.core.files.base import ContentFile
from PIL import Image

from accounts.models import User
from consultations import services, tasks
from consultations.models import ConsultationRequest, Packet, PacketFile, Summary
from consultations.summary import engine
from intake.models import Case
from records import services as records
from records import vault
from records.models import Record
from records.tests.shown import as_jpeg

Commits = Callable[[Callable[[], Any]], Any]
RENDERED: list[engine.Rendered] = []
render = engine.render


def paper(words: str, *, pages: int = 1, **of_page: Any) -> bytes:
    """A PDF with text on each page; `of_page`: /Rotate, /MediaBox, /UserUnit."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name.Helvetica,
            )
        )
        for number in range(1, pages + 1):
            page = pdf.add_blank_page(page_size=(595, 842))
            page.obj.update({f"/{name}": value for name, value in of_page.items()})
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            said = f"BT /F1 14 Tf 60 700 Td ({words} {number}) Tj ET".encode()
            page.Contents = pdf.make_stream(said)
        pdf.save(out)
    return out.getvalue()


def photo(colour: str = "white") -> bytes:
    return as_jpeg(Image.new("RGB", (1200, 1600), colour))


def add(
    commits: Commits, case: Case, by: User, *files: tuple[str, bytes], **told: Any
) -> Record:
    """A record of these files with all that the workers make of it."""
    contents = [ContentFile(content, name=name) for name, content in files]
    told.setdefault("one_document", True)
    commits(lambda: records.add_files(case, contents, by=by, **told))
    return case.records.order_by("-number").first()


def emptied(asked: ConsultationRequest, commits: Commits) -> ConsultationRequest:
    """The request without the records of its making, and with a finished summary."""
    asked.case.records.all().delete()
    summary = asked.summaries.first()
    if summary.work != Summary.Work.DONE:
        with patch.object(engine, "render", _rendered_once):
            tasks.build_summary(str(summary.pk))
    return asked


def _rendered_once(contents: Mapping[str, Any]) -> engine.Rendered:
    """Half a second each time: one summary stands for those of all packets."""
    if not RENDERED:
        RENDERED.append(render(contents))
    return RENDERED[0]


def built(asked: ConsultationRequest, by: User, **wanted: Any) -> Packet:
    """A packet as the worker leaves it."""
    wanted = {"nameless": False, "per_sheet": 2, **wanted}
    packet, _is_new = services.request_packet(asked, by=by, **wanted)
    tasks.build_packet(str(packet.pk))
    packet.refresh_from_db()
    return packet


def bytes_of(packet: Packet, kind: str = "pdf") -> bytes:
    file = PacketFile.objects.get(packet=packet, kind=kind)
    with vault.open_(file) as opened:
        return opened.read()


def pdf_of(packet: Packet) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(bytes_of(packet)))


def zip_of(packet: Packet) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(bytes_of(packet, "zip")))


def words_of(packet: Packet) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(bytes_of(packet))
    return [page.get_textpage().get_text_range() for page in document]


def marks_of(pdf: pikepdf.Pdf) -> list[tuple[str, int, list]]:
    """Bookmarks: title, page from 1, those below."""
    pages = {page.obj.objgen: n for n, page in enumerate(pdf.pages, start=1)}

    def told(item: Any) -> tuple[str, int, list]:
        target = item.destination or item.action.D
        return (
            item.title,
            pages.get(target[0].objgen) if not isinstance(target, str) else 0,
            [told(one) for one in item.children],
        )

    with pdf.open_outline() as outline:
        return [told(item) for item in outline.root]
