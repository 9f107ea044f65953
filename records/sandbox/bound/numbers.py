"""Numbers of pages in the index: its places are left empty until it is known what they are."""

from records.sandbox.bound import ways

SIZE, INK = 9.0, b"0.059 0.329 0.314 rg 0.059 0.329 0.314 RG"


def write(page, ranges: dict[str, tuple[int, int]], put) -> None:
    """Writes into each place of an index page on which pages the thing lies."""
    drawn = [
        _drawn(note, ranges[place], put, inside="." in place)
        for note in page.get("/Annots", [])
        if (place := ways.place_of(note)) in ranges
    ]
    if drawn:
        put.write(page, b"q " + INK + b" 0.5 w\n" + b"".join(drawn) + b"Q\n")


def _drawn(note, pages: tuple[int, int], put, *, inside: bool) -> bytes:
    """At the right edge of its place; of one file of a record at the left."""
    first, last = pages
    words = str(first) if first == last else f"{first}–{last}"
    x0, y0, x1, y1 = (float(number) for number in note["/Rect"])
    size = SIZE - 1 if inside else SIZE
    wide = put.width(words, size)
    left, low = (x0 if inside else x1 - wide), (y0 + y1) / 2 - size * 0.33
    line = b"%.2f %.2f m %.2f %.2f l S\n" % (left, low - 1.2, left + wide, low - 1.2)
    return put.words(words, left, low, size) + line
