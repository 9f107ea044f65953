"""From HTML to a PDF that may be trusted: the one place that builds HTML() and CSS().

Nothing is fetched but the fonts beside this file. Every character is proved to have a
glyph: before, while and after it is drawn. A PDF that fails a proof is never handed out.
"""

from __future__ import annotations

import atexit
import gc
import hashlib
import io
import logging
import os
import signal
import threading
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import FunctionType
from typing import Any
from xml.etree import ElementTree

import pikepdf
from django.template.loader import render_to_string

from consultations.summary import fonts, proofs
from consultations.summary.errors import SummaryError

__all__ = ["Rendered", "SummaryError", "render"]

HERE = Path(__file__).resolve().parent
SCHEME = "summary:"
TEMPLATE = "pdf/summary.html"
SIZES = ("roomy", "plain", "tight", "least")  # of the front sheet, in this order
LIKELY_FITS = 3_600  # columns of a front sheet: a longer one seldom fits the first size
MOST_PAGES = 150
MOST_ROWS = 4_000  # table rows and list items; 200 records make about 700
MOST_CHARACTERS = 3_000_000  # of the HTML
MOST_SECONDS = 110  # below the soft limit of the Celery task
MOST_IMAGE = 64_000  # characters of a data: image, all of them in our style sheet
CHINESE = {"lang": "zh-Hans"}
STYLED = {"l", "h"}  # where summary.css makes the Chinese bold; in th it does too
ISOLATED = fonts.FOLDER / "fontconfig.xml"
ROOM = 2**15  # values one frame of Python claims: 256 KiB
_one_at_a_time = threading.RLock()  # Pango's font map and the environment are shared


@dataclass(frozen=True)
class Rendered:
    pdf: bytes
    pages: int
    sha256: str


def render(contents: Mapping[str, Any], *, template: str = TEMPLATE) -> Rendered:
    """The PDF of these contents. Raises SummaryError with the cause.

    The front sheet always takes one page: when it runs over, it is set with less room and
    then tighter, and when that does not help the error names the longest value.
    """
    with _one_at_a_time, _time_limit(MOST_SECONDS), _rare_garbage(), _big_errors():
        return _with_room(_printed, contents, template)


def _call(function: Callable[..., Any], *values: Any) -> Any:
    return function(*values)


# Python keeps frames in pieces of 16 KiB and hands a piece back as soon as it is empty. A
# layout is deep: it crossed such an edge 19,000 times a summary, each time with two calls
# of the kernel. A frame that needs more gets a piece of twice its size, and all that is
# called below it stays in there.
_with_room = FunctionType(_call.__code__.replace(co_stacksize=ROOM), globals())


def _printed(contents: Mapping[str, Any], template: str) -> Rendered:
    for size in _sizes(contents, template):
        html = render_to_string(template, {**contents, "size": size})
        document, said = lay_out(html)
        if proofs.front_is_one_page(document):
            return checked(document, said)
    raise SummaryError("front_sheet_too_long", proofs.longest_on_front(contents))


def _sizes(contents: Mapping[str, Any], template: str) -> Iterator[str]:
    """Sizes worth a whole layout: most fronts fit the first, the others are tried alone."""
    for size in SIZES:
        alone = {**contents, "size": size, "front_alone": True}
        html = render_to_string(template, alone)
        likely = size == SIZES[0] and proofs.words_wide(html) < LIKELY_FITS
        if likely or proofs.front_is_one_page(lay_out(html)[0]):
            yield size


def html_of(contents: Mapping[str, Any]) -> str:
    """What is printed, as HTML: for the benchmark and for looking at it in a browser."""
    return render_to_string(TEMPLATE, {**contents, "size": SIZES[0]})


def lay_out(html: str) -> tuple[Any, list[str]]:
    """The pages of this HTML, and what WeasyPrint said while it made them."""
    proofs.check_size(html, characters=MOST_CHARACTERS, rows=MOST_ROWS)
    proofs.check_letters(html)
    with _heard() as said:
        document = _page_class()(html).render(
            stylesheets=[_style(), _families(tuple(fonts.needed_for(html)))],
            font_config=_font_config(),
            pdf_variant="pdf/ua-1",
        )
    if len(document.pages) > MOST_PAGES:
        raise SummaryError("too_many_pages", str(len(document.pages)))
    return document, said


def checked(document: Any, said: list[str]) -> Rendered:
    """The PDF of laid out pages, once every proof has passed."""
    with _heard() as more:
        loose = document.write_pdf(pdf_variant="pdf/ua-1", uncompressed_pdf=True)
    proofs.check_warnings([*said, *more])
    with pikepdf.open(io.BytesIO(loose)) as opened:
        proofs.check_opened(opened)
        pdf = packed(opened)
    return Rendered(pdf, len(document.pages), hashlib.sha256(pdf).hexdigest())


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

    No style sheet of its own, which costs a fifth of a long build: summary.css says how
    every element we use is drawn, and a test proves that it does. Read as XML, by a parser
    in C: the templates are written so.
    """
    from cssselect2 import ElementWrapper

    class Page(_weasyprint().HTML):
        def __init__(self, html: str) -> None:
            root = ElementTree.fromstring(html.strip())  # noqa: S314 - our own template
            _share_styles(root)
            self.base_url, self.url_fetcher = SCHEME + "/", _fetcher()
            self.media_type = "print"
            self.wrapper_element = ElementWrapper.from_html_root(
                root, content_language=None
            )
            self.etree_element = root

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return []

    return Page


def _share_styles(root: ElementTree.Element) -> None:
    """Takes the language off Chinese labels, which one font draws whatever it says.

    WeasyPrint writes no language into the tags, but works out the style of each element
    that states one anew: a third of a long build. A label that says nothing else becomes
    text of its parent: a box and a line less each.
    """
    for parent in root.iter():
        if parent.tag != "th" and parent.get("class") not in STYLED:
            _unwrap_labels(parent)
    for element in root.iterfind(f".//*[@lang='{CHINESE['lang']}']"):
        del element.attrib["lang"]


def _unwrap_labels(parent: ElementTree.Element) -> None:
    before = None
    for child in list(parent):
        if child.tag != "span" or child.attrib != CHINESE or len(child):
            before = child
            continue
        text = (child.text or "") + (child.tail or "")
        if before is None:
            parent.text = (parent.text or "") + text
        else:
            before.tail = (before.tail or "") + text
        parent.remove(child)


@lru_cache(maxsize=1)
def _fetcher() -> Any:
    """Answers only `summary:` addresses of fonts and small data: images; refuses loudly."""
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
    """A font map that holds nothing yet: the fonts of this computer do not exist in it."""
    missing = fonts.missing_files()
    if missing:
        raise SummaryError("font_missing", missing[0].name)
    from weasyprint.text.fonts import FontConfiguration

    atexit.register(_font_config.cache_clear)  # it removes its copies of the fonts
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


@lru_cache(maxsize=1)
def _style() -> Any:
    """The style sheet, parsed once a process together with its fonts."""
    with _heard() as said:
        style = _weasyprint().CSS(
            string=(HERE / "summary.css").read_text(encoding="utf-8"),
            base_url=SCHEME + "/",
            url_fetcher=_fetcher(),
            font_config=_font_config(),
        )
    if said:
        raise SummaryError("style_broken", said[0][:200])
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


@contextmanager
def _time_limit(seconds: int) -> Iterator[None]:
    """Stops a build that takes too long; outside the main thread Celery's limit holds."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(*_: object) -> None:
        raise SummaryError("too_slow", f"{seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    # Rings again each second: a first ring may fall into a callback that swallows errors.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _rare_garbage() -> Iterator[None]:
    """Lets the collector run seldom: a layout is a million objects that all stay in use."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 20)
    gc.freeze()  # what was there before stays: it need not be looked through
    try:
        yield
    finally:
        gc.collect()  # the layout goes now, not under the next one
        gc.unfreeze()
        gc.set_threshold(*before)


@contextmanager
def _big_errors() -> Iterator[None]:
    """Contents that break the layout are a refusal with a cause, not an accident."""
    try:
        yield
    except RecursionError:
        raise SummaryError("too_deep") from None
    except MemoryError:
        raise SummaryError("too_big") from None
    except BaseException as error:
        if type(error).__name__ == "FatalURLFetchingError":
            raise SummaryError("fetch_refused") from None
        raise
