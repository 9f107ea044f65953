"""The stamp of a page: a white strip below it, so that nothing on the page is covered.

A strip is as wide as the page and stands at its lower edge as a person sees it, however the
page is turned, wherever its corner lies and whatever its unit.
"""

import re

STRIP, FONT, EDGE = 15.0, 7.5, 6.0  # points
NAME = "/SidelightStamp"
# One letter first, then what stands around it: so a page is searched as fast as memory is.
_AROUND = rb"(?![^\s/\[<(%%])(?<![^\s\]\)>]%s)"
_STEPS = {1: re.compile(b"q" + _AROUND % b"q"), -1: re.compile(b"Q" + _AROUND % b"Q")}
A4 = (0.0, 0.0, 595.276, 841.89)


class Stamps:
    """Stamps pages of one PDF: they share a font, and the words before their contents."""

    def __init__(self, pdf, font, widths: list[int]) -> None:
        self._pdf, self._font, self._widths = pdf, font, widths
        self._save = pdf.make_stream(b"q\n")

    def put(self, page, left: str, right: str) -> list[float]:
        """Stamps one page; returns where its left words stand, in the page's own measure."""
        x0, y0, x1, y1 = seen(page)
        turned, unit = turns(page), _number(page.get("/UserUnit"), 1)
        strip = STRIP / unit
        box = {
            0: (x0, y0 - strip, x1, y1),
            90: (x0, y0, x1 + strip, y1),
            180: (x0, y0, x1, y1 + strip),
            270: (x0 - strip, y0, x1, y1),
        }[turned]
        wide = (x1 - x0 if turned % 180 == 0 else y1 - y0) * unit
        _set_box(page, box)
        matrix = _upright(box, turned, unit)
        size = self._size(left + right, wide)
        self._use_font(page)
        self._wrap(page, self._drawn(matrix, wide, left, right, size))
        return _corners(matrix, EDGE, 2, EDGE + self.width(left, size), STRIP - 2)

    def words(self, said: str, left: float, low: float, size: float) -> bytes:
        """How these words are drawn from there."""
        told = (NAME.encode(), size, left, low, _escaped(said))
        return b"BT %s %.2f Tf %.2f %.2f Td (%s) Tj ET\n" % told

    def write(self, page, drawn: bytes) -> None:
        """Draws on a page as it is, over what stands there."""
        self._use_font(page)
        self._wrap(page, drawn)

    def _size(self, words: str, wide: float) -> float:
        needed = self.width(words, 1)
        return max(0.5, min(FONT, (wide - 4 * EDGE) / needed)) if needed else FONT

    def width(self, words: str, size: float) -> float:
        codes = words.encode("cp1252", "replace")
        return sum(map(self._widths.__getitem__, codes)) * size / 1000

    def _drawn(self, matrix, wide, left: str, right: str, size: float) -> bytes:
        start = wide - EDGE - self.width(right, size)
        low = (STRIP - size * 0.7) / 2
        words = self.words(left, EDGE, low, size) + self.words(right, start, low, size)
        return (
            b"q %.5f %.5f %.5f %.5f %.3f %.3f cm\n" % matrix
            + b"1 g 0 0 %.2f %.2f re f 0.45 G 0.4 w 0 %.2f m %.2f %.2f l S 0 g\n"
            % (wide, STRIP, STRIP, wide, STRIP)
            + words
            + b"Q\n"
        )

    def _use_font(self, page) -> None:
        """Under a name nobody else uses, in whatever the page draws with."""
        import pikepdf

        resources = page.get("/Resources")
        if not isinstance(resources, pikepdf.Dictionary):
            resources = page["/Resources"] = pikepdf.Dictionary()
        fonts = resources.get("/Font")
        if not isinstance(fonts, pikepdf.Dictionary):
            resources["/Font"] = pikepdf.Dictionary({NAME: self._font})
        elif NAME not in fonts:
            fonts[NAME] = self._font

    def _wrap(self, page, stamp: bytes) -> None:
        """What a page left behind in the way of drawing ends before the stamp begins."""
        import pikepdf

        contents = page.get("/Contents")
        if isinstance(contents, pikepdf.Stream):
            own = [contents]
        elif isinstance(contents, pikepdf.Array):
            own = [one for one in contents if isinstance(one, pikepdf.Stream)]
        else:
            own = []
        missing, open_ = balance(own)
        before = [self._save] * (1 + missing)
        after = self._pdf.make_stream(b"\n" + b"Q\n" * (1 + open_) + stamp)
        page["/Contents"] = pikepdf.Array([*before, *own, after])


def seen(page) -> tuple[float, float, float, float]:
    """The part of the page that is shown: its crop within its sheet."""
    media = _box(page.get("/MediaBox")) or A4
    crop = _box(page.get("/CropBox")) or media
    both = (
        max(media[0], crop[0]),
        max(media[1], crop[1]),
        min(media[2], crop[2]),
        min(media[3], crop[3]),
    )
    return both if both[0] < both[2] and both[1] < both[3] else media


def turns(page) -> int:
    """0, 90, 180 or 270 degrees clockwise, whatever stands there."""
    return round(_number(page.get("/Rotate"), 0) / 90) * 90 % 360


def balance(streams: list) -> tuple[int, int]:
    """How many q are missing at the start of these contents, and how many Q at their end."""
    try:
        data = b"\n".join(stream.read_bytes() for stream in streams)
    except Exception:  # contents nobody can unpack: nothing of them is drawn
        return 0, 0
    found = _depths(_steps(data))
    return found if found == (0, 0) else _slowly(data)


def _slowly(data: bytes) -> tuple[int, int]:
    """The same by a parser: a lone q in the words of a page is none."""
    import pikepdf

    with pikepdf.new() as pdf:
        try:
            found = pikepdf.parse_content_stream(pdf.make_stream(data), "q Q")
        except pikepdf.PdfError:
            return _depths(_steps(data))
        return _depths([1 if str(one.operator) == "q" else -1 for one in found])


def _steps(data: bytes) -> list[int]:
    """Each q as 1 and each Q as -1, in the order they stand in."""
    found = [
        (sign.start(), step)
        for step, pattern in _STEPS.items()
        for sign in pattern.finditer(data)
    ]
    return [step for _at, step in sorted(found)]


def _depths(steps: list[int]) -> tuple[int, int]:
    depth = lowest = 0
    for step in steps:
        depth += step
        lowest = min(lowest, depth)
    return min(-lowest, 50), min(depth - lowest, 50)


def _box(value):
    """A box in good order, or None."""
    import pikepdf

    if not isinstance(value, pikepdf.Array) or len(value) != 4:
        return None
    try:
        a, b, c, d = (float(number) for number in value)
    except (TypeError, ValueError):
        return None
    left, low, right, high = min(a, c), min(b, d), max(a, c), max(b, d)
    return (left, low, right, high) if left < right and low < high else None


def _number(value, otherwise: float) -> float:
    try:
        return float(value) or otherwise
    except (TypeError, ValueError):
        return otherwise


def _set_box(page, box) -> None:
    import pikepdf

    new = pikepdf.Object.parse(b"[%.4f %.4f %.4f %.4f]" % box)
    page["/MediaBox"] = page["/CropBox"] = new
    for name in ("/TrimBox", "/BleedBox", "/ArtBox"):
        if name in page:
            del page[name]


def _upright(box, turned: int, unit: float) -> tuple[float, ...]:
    """From points, counted from the lower left corner a person sees, to the page."""
    x0, y0, x1, y1 = box
    s = 1 / unit
    return {
        0: (s, 0.0, 0.0, s, x0, y0),
        90: (0.0, s, -s, 0.0, x1, y0),
        180: (-s, 0.0, 0.0, -s, x1, y1),
        270: (0.0, -s, s, 0.0, x0, y1),
    }[turned]


def _corners(matrix, x0, y0, x1, y1) -> list[float]:
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x, y in ((x0, y0), (x1, y1))]
    ys = [b * x + d * y + f for x, y in ((x0, y0), (x1, y1))]
    return [min(xs), min(ys), max(xs), max(ys)]


def _escaped(words: str) -> bytes:
    data = words.encode("cp1252", "replace")
    for sign in (b"\\", b"(", b")"):
        data = data.replace(sign, b"\\" + sign)
    return data
