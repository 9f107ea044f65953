"""From the contents of a case summary to its PDF, with a front sheet that fits one page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from django.template.loader import render_to_string

from consultations.summary import proofs
from records.paper import engine as paper
from records.paper.engine import PaperError, Rendered, checked
from records.paper.limits import bounded

__all__ = ["PaperError", "Rendered", "checked", "lay_out", "render"]

SHEET = Path(__file__).resolve().parent / "summary.css"
TEMPLATE = "pdf/summary.html"
SIZES = ("roomy", "plain", "tight", "least")  # of the front sheet, in this order
LIKELY_FITS = 3_600  # columns of a front sheet: a longer one seldom fits the first size
CHINESE = {"lang": "zh-Hans"}
STYLED = {"l", "h"}  # where summary.css makes the Chinese bold; in th it does too


def render(contents: Mapping[str, Any], *, template: str = TEMPLATE) -> Rendered:
    """The PDF of these contents. Raises PaperError with the cause.

    The front sheet always takes one page: when it runs over, it is set with less room and
    then tighter, and when that does not help the error names the longest value.
    """
    return bounded(_printed, contents, template)


def _printed(contents: Mapping[str, Any], template: str) -> Rendered:
    for size in _sizes(contents, template):
        html = render_to_string(template, {**contents, "size": size})
        document, said = lay_out(html)
        if proofs.front_is_one_page(document):
            return checked(document, said)
    raise PaperError("front_sheet_too_long", proofs.longest_on_front(contents))


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
    """The pages of a summary, and what WeasyPrint said while it made them."""
    return paper.lay_out(html, SHEET, thin=thinned)


def thinned(root: ElementTree.Element) -> None:
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
