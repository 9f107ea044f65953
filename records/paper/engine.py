"""From HTML to a PDF that may be trusted: the one place that builds HTML() and CSS().

Nothing is fetched but the fonts beside this file. Every character is proved to have a
glyph: before, while and after it is drawn. A PDF that fails a proof is never handed out.
"""

from __future__ import annotations

import atexit
import hashlib
import io
import logging
import os
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pikepdf

from records.paper import fonts, proofs
from records.paper.errors import PaperError

__all__ = ["PaperError", "Rendered", "checked", "lay_out"]

SCHEME = "paper:"
MOST_PAGES = 150
MOST_ROWS = 4_000  # table rows and list items; 200 records make about 700
MOST_CHARACTERS = 3_000_000  # of the HTML
MOST_IMAGE = 64_000  # characters of a data: image, all of them our own
ISOLATED = fonts.FOLDER / "fontconfig.xml"

Thin = Callable[[ElementTree.Element], None]


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int
    sha256: str


def lay_out(
    html: str, sheet: Path, *, thin: Thin | None = None, tagged: bool = True
) -> tuple[Any, list[str]]:
    """The pages of this HTML, and what WeasyPrint said while it made them.

    `thin` may take out of the tree what changes nothing on the page and costs time.
    """
    proofs.check_size(html, characters=MOST_CHARACTERS, rows=MOST_ROWS)
    proofs.check_letters(html)
    with _heard() as said:
        document = _page_class()(html, thin).render(
            stylesheets=[_style(sheet), _families(tuple(fonts.needed_for(html)))],
            font_config=_font_config(),
            pdf_variant=_variant(tagged),
        )
    if len(document.pages) > MOST_PAGES:
        raise PaperError("too_many_pages", str(len(document.pages)))
    return document, said


def checked(document: Any, said: list[str], *, tagged: bool = True) -> Rendered:
    """The PDF of laid out pages, once every proof has passed.

    Not `tagged` are pages that go into a larger PDF, where their tags would be lost.
    """
    with _heard() as more:
        loose = document.write_pdf(pdf_variant=_variant(tagged), uncompressed_pdf=True)
    proofs.check_warnings([*said, *more])
    with pikepdf.open(io.BytesIO(loose)) as opened:
        proofs.check_opened(opened, tagged=tagged)
        pdf = packed(opened)
    return Rendered(pdf, len(document.pages), hashlib.sha256(pdf).hexdigest())


def _variant(tagged: bool) -> str | None:
    return "pdf/ua-1" if tagged else None


def packed(opened: pikepdf.Pdf) -> bytes:
    """As small as WeasyPrint would make it, in a fifth of the time."""
    small = io.BytesIO()
    opened.save(small, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return small.getvalue()


def _weasyprint() -> Any:
    """WeasyPrint, imported late: the web process never needs it."""
    import weasyprint

    return weasyprint


@lru_cache(maxsize=1)
def _page_class() -> Any:
    """HTML as WeasyPrint takes it, made in less time than WeasyPrint needs for it.

    No style sheet of its own, which costs a fifth of a long build: each of our sheets says
    how every element it prints is drawn, and tests prove that it does. Read as XML, by a
    parser in C: the templates are written so.
    """
    from cssselect2 import ElementWrapper

    class Page(_weasyprint().HTML):
        def __init__(self, html: str, thin: Thin | None = None) -> None:
            root = ElementTree.fromstring(html.strip())  # noqa: S314 - our own template
            if thin is not None:
                thin(root)
            self.base_url, self.url_fetcher = SCHEME + "/", _fetcher()
            self.media_type = "print"
            self.wrapper_element = ElementWrapper.from_html_root(
                root, content_language=None
            )
            self.etree_element = root

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return []

    return Page


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    """Answers only `paper:` addresses of fonts and small data: images; refuses loudly."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class OwnFilesOnly(URLFetcher):
        def __init__(self) -> None:
            super().__init__(allowed_protocols={"data"}, allow_redirects=False)

        def fetch(self, url: str, headers: dict | None = None) -> Any:
            if url.startswith("data:image/") and len(url) <= MOST_IMAGE:
                return super().fetch(url, headers)
            body = own_file(url)
            if body is None:
                raise FatalURLFetchingError("refused")
            return URLFetcherResponse(url, body, {"Content-Type": "font/ttf"})

    return OwnFilesOnly()


def own_file(url: str) -> bytes | None:
    """The bytes of the font this address names; None for everything else."""
    known = {
        f"{SCHEME}/fonts/{path.name}": path
        for family in fonts.FAMILIES
        for path in map(family.path, fonts.WEIGHTS)
    }
    if url not in known:
        return None
    try:
        handle = os.open(known[url], os.O_RDONLY | os.O_NOFOLLOW)
    except OSError:  # gone, or a link that leads somewhere else
        return None
    with os.fdopen(handle, "rb") as file:
        return file.read()


@lru_cache(maxsize=1)
def _font_config() -> Any:
    """A font map that holds our fonts alone: those of this computer do not exist in it."""
    missing = fonts.missing_files()
    if missing:
        raise PaperError("font_missing", missing[0].name)
    atexit.register(_font_config.cache_clear)  # it removes its copies of the fonts
    config = _empty_font_config()
    _parsed(fonts.faces(SCHEME), config)  # once a process, whatever sheets there are
    return config


def _empty_font_config() -> Any:
    from weasyprint.text.fonts import FontConfiguration

    before = os.environ.get("FONTCONFIG_FILE")
    os.environ["FONTCONFIG_FILE"] = str(ISOLATED)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # "No fonts configured": that is the point
            return FontConfiguration()
    finally:
        if before is None:
            del os.environ["FONTCONFIG_FILE"]
        else:
            os.environ["FONTCONFIG_FILE"] = before


@lru_cache(maxsize=8)
def _style(sheet: Path) -> Any:
    """A style sheet of ours, parsed once a process."""
    return _parsed(sheet.read_text(encoding="utf-8"), _font_config())


def _parsed(css: str, config: Any) -> Any:
    with _heard() as said:
        style = _weasyprint().CSS(
            string=css,
            base_url=SCHEME + "/",
            url_fetcher=_fetcher(),
            font_config=config,
        )
    if said:
        raise PaperError("style_broken", said[0][:200])
    return style


@lru_cache(maxsize=16)
def _families(names: tuple[str, ...]) -> Any:
    """Narrows the fonts of the style sheet: each one named is looked through a text."""
    listed = ",".join(f'"{name}"' for name in names)
    rule = f"{{font-family:{listed}}}"
    return _weasyprint().CSS(string=f"html{rule}@page{rule}")


@contextmanager
def _heard() -> Iterator[list[str]]:
    """Collects what WeasyPrint says; nothing of it, being clinical, reaches a log."""
    lines: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record.getMessage())

    logger, listener = logging.getLogger("weasyprint"), Listener()
    before = logger.propagate, logger.disabled, logger.level
    logger.propagate, logger.disabled = False, False
    logger.setLevel(logging.WARNING)  # whatever the settings silence: this is a proof
    logger.addHandler(listener)
    try:
        yield lines
    finally:
        logger.removeHandler(listener)
        logger.propagate, logger.disabled = before[:2]
        logger.setLevel(before[2])
