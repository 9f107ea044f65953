"""Makes everything that is shown of one file: the clean copy and pictures of its pages.

Arguments: `type` of the file, `first` and `last` page to draw, `drawn` (pages that are
drawn already), `shapes` of pages by number. Outputs: `copy`, and `p1-small-226x320.webp`
and the like.
"""

import io

from records import sniff
from records.sandbox.refused import RefusedError

PICTURES = {sniff.JPEG, sniff.PNG, sniff.WEBP, sniff.GIF, sniff.BMP, sniff.HEIC}
MOST_SHEETS = 200
OFFICE = {sniff.DOCX, sniff.XLSX, sniff.ODT, sniff.RTF, sniff.OLE, sniff.TEXT}


def run(source, arguments, out) -> dict:
    """{"type" of the copy, "pages", "remarks"}; of a JPEG its "pixels", too."""
    kind = arguments["type"]
    wish = Wish(arguments)
    if kind in PICTURES:
        return _picture(source, kind, wish, out)
    if kind == sniff.TIFF:
        return _sheets(source, wish, out)
    if kind == sniff.TEXT and not arguments["programs"]:
        return _text(source, out)
    if kind in OFFICE:
        from records.sandbox.shown import office

        with office.pdf_of(source, kind).open("rb") as made:
            return _pdf(made, wish, out)
    return _pdf(source, wish, out)


class Wish:
    """Which pages are to be drawn, and how."""

    def __init__(self, arguments: dict) -> None:
        self._last = arguments["last"]
        self._drawn = set(arguments["drawn"])
        self._shapes = arguments["shapes"]

    def pages(self, total: int) -> list[int]:
        numbers = range(1, min(self._last, total) + 1)
        return [number for number in numbers if number not in self._drawn]

    def turns(self) -> dict[int, int]:
        return {int(number): shape["turns"] for number, shape in self._shapes.items()}

    def shape(self, number: int) -> tuple[int, list]:
        shape = self._shapes.get(str(number), {"turns": 0, "corners": []})
        return shape["turns"], shape["corners"]


def _picture(source, kind: str, wish: Wish, out) -> dict:
    from records.sandbox.shown import pictures, sharpness, sheets

    opened = pictures.opened(source, kind)
    remarks = ["further"] if pictures.has_further(opened, kind) else []
    picture = pictures.upright(opened)
    out.progress(40)
    remarks += ["blurred"] if sharpness.is_blurred(picture) else []
    page = _shaped(picture, 1, wish, out)
    out.progress(70)
    copy = pictures.jpeg(page)
    out.emit("copy", copy)
    _emit_page(out, 1, page)
    pixels = sheets.pixels(io.BytesIO(copy))
    return {"type": sniff.JPEG, "pages": 1, "remarks": remarks, "pixels": pixels}


def _shaped(picture, number: int, wish: Wish, out):
    """As the person wants it; of a cropped page the uncropped picture stays to be had."""
    from records.sandbox.shown import pictures, shapes

    turns, corners = wish.shape(number)
    turned = shapes.turned(picture, turns)
    if not corners:
        return turned
    pictures.emit(out, number, "uncropped", turned)
    return shapes.cropped(turned, corners)


def _emit_page(out, number: int, page) -> None:
    from records.sandbox.shown import pictures

    pictures.emit(out, number, "large", page)
    pictures.emit(out, number, "small", page)


def _sheets(source, wish: Wish, out) -> dict:
    """A TIFF: one page is a picture, more are a paper."""
    from records.sandbox.shown import pictures, sheets

    opened = pictures.opened(source, sniff.TIFF)
    total = getattr(opened, "n_frames", 1)
    if total == 1:
        return _picture(source, sniff.TIFF, wish, out)
    if total > MOST_SHEETS:
        raise RefusedError("long")
    to_draw, jpegs = set(wish.pages(total)), []
    for number in range(1, total + 1):
        opened.seek(number - 1)
        page = _shaped(pictures.upright(opened), number, wish, out)
        jpegs.append(pictures.jpeg(page))
        if number in to_draw:
            _emit_page(out, number, page)
        out.progress(number * 95 // total)
    out.emit("copy", sheets.of_photos(jpegs).getbuffer())
    return {"type": sniff.PDF, "pages": total, "remarks": []}


def _text(source, out) -> dict:
    from records.sandbox.shown import texts

    out.emit("copy", texts.decoded(source).encode())
    return {"type": sniff.TEXT, "pages": None, "remarks": ["not_converted"]}


def _pdf(source, wish: Wish, out) -> dict:
    """Pictures are drawn of the clean copy: what is seen is what is in it."""
    from records.sandbox.shown import clean, drawing

    try:
        copy, total, remarks = clean.rebuilt(source, wish.turns())
    except MemoryError:
        raise
    except Exception:  # damaged: another reader may still draw it
        with drawing.opened(source) as document:
            unseen = drawing.draw(document, wish.pages(len(document)), out)
            remarks = ["no_copy", *(["unseen"] if unseen else [])]
            return {"type": "", "pages": len(document), "remarks": remarks}
    if not total:
        raise RefusedError("no_pages")
    out.emit("copy", copy.getbuffer())
    out.progress(10)
    with drawing.opened(copy) as document:
        unseen = drawing.draw(document, wish.pages(total), out)
    remarks += ["unseen"] if unseen else []
    return {"type": sniff.PDF, "pages": total, "remarks": remarks}
