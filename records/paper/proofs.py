"""What is proved about every PDF before it is handed out."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf

from records.paper import fonts
from records.paper.errors import PaperError


def check_size(html: str, *, characters: int, rows: int) -> None:
    """Refused before the layout, which would take minutes: far more than any real case."""
    if len(html) > characters:
        raise PaperError("too_long", f"{len(html)} characters")
    count = html.count("<tr") + html.count("<li") + html.count("<dt")
    if count > rows:
        raise PaperError("too_many_rows", str(count))


def check_letters(html: str) -> None:
    """Proof 1, before: every character, markup and all, is in the table of a font of ours."""
    lost = fonts.undrawable(html)
    if lost:
        raise PaperError("missing_glyph", " ".join(lost[:20]))


def check_warnings(said: list[str]) -> None:
    """Proof 2, meanwhile: nothing was drawn as an empty box."""
    for line in said:
        if ".notdef" in line:
            raise PaperError("missing_glyph", line.rpartition("(")[2].rstrip(")"))


def check_pdf(pdf: bytes) -> None:
    """Proof 3 of bytes as they are kept."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        check_opened(opened)


def check_opened(opened: pikepdf.Pdf, *, tagged: bool = True) -> None:
    """Proof 3, afterwards: only fonts of ours; tagged; nothing attached, nothing to click."""
    ours = set().union(*(family.names_in_pdf for family in fonts.FAMILIES))
    root = opened.Root
    if tagged and not _has_tags(root):
        raise PaperError("untagged")
    if "/AF" in root or "/EmbeddedFiles" in root.get("/Names", {}):
        raise PaperError("attachment")
    for name in font_names(opened):
        if name not in ours:
            raise PaperError("strange_font", name[:80])


def _has_tags(root: pikepdf.Object) -> bool:
    return "/StructTreeRoot" in root and bool(root.MarkInfo.get("/Marked", False))


def font_names(opened: pikepdf.Pdf) -> Iterator[str]:
    """Every font a page can draw with, without the six letters of its subset."""
    seen: set[tuple[int, int]] = set()
    for page in opened.pages:
        yield from _fonts_of(page.get("/Resources", {}), seen)


def _fonts_of(resources: pikepdf.Object, seen: set[tuple[int, int]]) -> Iterator[str]:
    """The fonts of a page or of a drawing on it, each looked at once."""
    for font in resources.get("/Font", {}).values():
        if font.objgen == (0, 0) or font.objgen not in seen:
            seen.add(font.objgen)
            yield from _names_of(font)
    for drawing in resources.get("/XObject", {}).values():
        if drawing.objgen not in seen:
            seen.add(drawing.objgen)
            yield from _fonts_of(drawing.get("/Resources", {}), seen)


def _names_of(font: pikepdf.Object) -> Iterator[str]:
    for part in (font, *font.get("/DescendantFonts", [])):
        for named in (part, part.get("/FontDescriptor", {})):
            for key in ("/FontName", "/BaseFont"):
                if key in named:
                    yield str(named[key]).lstrip("/").split("+")[-1]
