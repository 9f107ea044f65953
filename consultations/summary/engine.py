"""From HTML to a PDF that may be trusted: the one place that builds HTML() and CSS().

Nothing is fetched but the fonts and the style sheet beside this file. Every letter is
proved to have a glyph: before, during and after.
"""

from __future__ import annotations

import hashlib
import io
import logging
import os
import tempfile
import warnings
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pikepdf
from django.template.loader import render_to_string
from django.utils.html import strip_tags

from consultations.summary import fonts

HERE = Path(__file__).resolve().parent
SCHEME = "summary:"
MOST_PAGES = 200
MOST_CHARACTERS = 3_000_000


class SummaryError(Exception):
    """The PDF cannot be made; `code` says why, `detail` is for the desk."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int
    sha256: str


def render(contents: dict[str, Any]) -> Rendered:
    """The PDF of these contents. Raises SummaryError with the cause.

    The front sheet always takes one page: when it runs over, it is set tighter once.
    """
    missing = fonts.missing_files()
    if missing:
        raise SummaryError("font_missing", missing[0].name)
    for tight in (False, True):
        html = render_to_string("pdf/summary.html", {**contents, "tight": tight})
        _check_letters(html)
        document, heard = _lay_out(html)
        if len(document.pages) > MOST_PAGES:
            raise SummaryError("too_many_pages", str(len(document.pages)))
        if _front_is_one_page(document):
            return _finish(document, heard)
    raise SummaryError("front_sheet_too_long")


def _lay_out(html: str) -> tuple[Any, list[str]]:
    weasy = _weasyprint()
    with _heard("weasyprint") as lines:
        document = weasy.HTML(
            string=html, base_url=SCHEME + "/", url_fetcher=_fetcher()
        ).render(stylesheets=[_style()], font_config=_font_config())
    return document, lines


def _finish(document: Any, heard: list[str]) -> Rendered:
    with _heard("weasyprint") as more:
        pdf = document.write_pdf(pdf_variant="pdf/ua-1")
    boxes = [line for line in [*heard, *more] if "notdef" in line.lower()]
    if boxes:
        raise SummaryError("missing_glyph", boxes[0][:200])
    strangers = strange_fonts(pdf)
    if strangers:
        raise SummaryError("strange_font", ", ".join(sorted(strangers))[:200])
    return Rendered(pdf, len(document.pages), hashlib.sha256(pdf).hexdigest())


def _check_letters(html: str) -> None:
    if len(html) > MOST_CHARACTERS:
        raise SummaryError("too_long", f"{len(html)} characters")
    lost = fonts.undrawable_letters(strip_tags(html))
    if lost:
        raise SummaryError("missing_glyph", " ".join(lost[:20]))


def _front_is_one_page(document: Any) -> bool:
    """The anchor of the second part stands on page 2, not later."""
    return len(document.pages) < 2 or "s1" in document.pages[1].anchors


def strange_fonts(pdf: bytes) -> set[str]:
    """Names of fonts in the PDF that are not ours."""
    ours = tuple(family.name_in_pdf for family in fonts.FAMILIES)
    found = set()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for item in opened.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font":
                name = str(item.get("/BaseFont", "")).lstrip("/").split("+")[-1]
                if name and not name.startswith(ours):
                    found.add(name)
    return found


@lru_cache(maxsize=1)
def _weasyprint() -> Any:
    """WeasyPrint, with a fontconfig that knows no font of this computer."""
    folder = Path(tempfile.mkdtemp(prefix="sidelight-fonts-"))
    config = folder / "fonts.conf"
    config.write_text(
        "<?xml version='1.0'?><!DOCTYPE fontconfig SYSTEM 'fonts.dtd'>"
        f"<fontconfig><dir>{folder}</dir><cachedir>{folder}/cache</cachedir></fontconfig>"
    )
    os.environ["FONTCONFIG_FILE"] = str(config)
    # "No fonts configured": that is the point.
    warnings.filterwarnings("ignore", "No fonts configured", module="weasyprint")
    import weasyprint

    return weasyprint


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    """Answers only `summary:` addresses of fonts, and small data: images."""
    weasy = _weasyprint()
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"}, allow_redirects=False)

        def fetch(self, url: str, headers: dict | None = None) -> Any:
            if url.startswith("data:image/") and len(url) < 64_000:
                return super().fetch(url, headers)
            path = _own_file(url)
            if path is None:
                raise ValueError("refused")
            return URLFetcherResponse(
                url, path.read_bytes(), {"Content-Type": "font/ttf"}
            )

    assert weasy is not None  # noqa: S101 - for the type checker
    return OwnFilesOnly()


def _own_file(url: str) -> Path | None:
    """The font this address names; None for everything else."""
    if not url.startswith(SCHEME):
        return None
    name = url.removeprefix(SCHEME).lstrip("/").removeprefix("fonts/")
    known = {f.path(w).name: f.path(w) for f in fonts.FAMILIES for w in fonts.WEIGHTS}
    path = known.get(name)
    return path if path and not path.is_symlink() else None


@lru_cache(maxsize=1)
def _font_config() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


@lru_cache(maxsize=1)
def _style() -> Any:
    """The style sheet, parsed once a process together with its fonts."""
    return _weasyprint().CSS(
        string=(HERE / "summary.css").read_text(),
        base_url=SCHEME + "/",
        url_fetcher=_fetcher(),
        font_config=_font_config(),
    )


class _heard(logging.Handler):
    """Collects what a logger says while it is open."""

    def __init__(self, name: str) -> None:
        super().__init__(logging.WARNING)
        self.logger = logging.getLogger(name)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def __enter__(self) -> list[str]:
        self.logger.addHandler(self)
        return self.lines

    def __exit__(self, *_: object) -> None:
        self.logger.removeHandler(self)
