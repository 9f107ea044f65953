"""Parts of the source as files of their own. Nothing is held: what is read is asked for."""

import io
import os
from bisect import bisect_right

from records.sandbox.shown import sheets

FREE = b"0000000000 65535 f \n"
BUFFER = 32 * 1024  # readers of PDFs ask for a few bytes at a time


class Joined(io.RawIOBase):
    """Pieces one after another as one file: bytes we made, and stretches of the source."""

    name = ""  # readers ask; there is none

    def __init__(self, source, pieces: list) -> None:
        self._source = source
        self._pieces, self._starts = pieces, []  # bytes, or where in the source
        self._size = self._at = 0
        for piece in pieces:
            self._starts.append(self._size)
            self._size += len(piece) if isinstance(piece, bytes) else piece[1]

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer) -> int:
        if self._at >= self._size:
            return 0
        number = bisect_right(self._starts, self._at) - 1
        piece, skip = self._pieces[number], self._at - self._starts[number]
        length = len(piece) if isinstance(piece, bytes) else piece[1]
        part = self._read(piece, skip, min(len(buffer), length - skip))
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def _read(self, piece, skip: int, most: int) -> bytes:
        if isinstance(piece, bytes):
            return piece[skip : skip + most]
        self._source.seek(piece[0] + skip)
        return self._source.read(most)


def stretch(source, start: int, size: int) -> io.BufferedReader:
    """So many bytes of the source from there."""
    return io.BufferedReader(Joined(source, [(start, size)]), BUFFER)


def album(source, photos: list[tuple[int, int]]) -> io.BufferedReader:
    """JPEGs in the source as one PDF: a page each, as large as A4, filled in one way.

    Only the frames around them are made here: the bytes of a photo are read when its page
    is written, so a thousand photos weigh nothing. One that is no JPEG has an empty page.
    """
    made = _Album(source)
    for start, size in photos:
        made.add(start, size)
    return io.BufferedReader(Joined(source, made.finished()), BUFFER)


class _Album:
    """A PDF written by hand, object by object: pieces of bytes and stretches of the source."""

    def __init__(self, source) -> None:
        self._source, self._pieces, self._out = source, [], bytearray(b"%PDF-1.4\n")
        self._before = 0  # bytes of the pieces so far
        self._places: dict[int, int] = {}
        self._pages: list[int] = []

    def add(self, start: int, size: int) -> None:
        page = 3 + 3 * len(self._pages)
        self._pages.append(page)
        try:
            width, height, colours = self._measures(start, size)
        except Exception:  # whatever it is, it is no photo
            self._put(page, b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>")
            return
        wide, high = sheets.page_size(width, height)
        drawn = sheets.drawn(width, height)
        self._put(
            page,
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.3f %.3f]/Contents %d 0 R"
            b"/Resources<</XObject<</Photo %d 0 R>>>>>>"
            % (wide, high, page + 1, page + 2),
        )
        self._put(
            page + 1, b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn)
        )
        head = (
            b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s"
            b"/BitsPerComponent 8/Filter/DCTDecode/Length %d>>stream\n"
            % (width, height, colours, size)
        )
        self._put(page + 2, head, (start, size), b"\nendstream")

    def _measures(self, start: int, size: int) -> tuple[int, int, bytes]:
        from PIL import Image

        head = stretch(self._source, start, size)
        with Image.open(head, formats=["JPEG"]) as opened:
            colours = {"L": b"/DeviceGray", "CMYK": b"/DeviceCMYK"}
            found = colours.get(opened.mode, b"/DeviceRGB")
            return opened.width, opened.height, found

    def _put(self, number: int, *parts) -> None:
        self._places[number] = self._before + len(self._out)
        self._out += b"%d 0 obj" % number
        for part in parts:
            if isinstance(part, tuple):
                self._pieces += [bytes(self._out), part]
                self._before += len(self._out) + part[1]
                self._out = bytearray()
            else:
                self._out += part
        self._out += b" endobj\n"

    def finished(self) -> list:
        kids = b" ".join(b"%d 0 R" % page for page in self._pages)
        self._put(1, b"<</Type/Catalog/Pages 2 0 R>>")
        self._put(2, b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, len(self._pages)))
        table, count = self._before + len(self._out), 3 + 3 * len(self._pages)
        self._out += b"xref\n0 %d\n" % count
        for number in range(count):
            place = self._places.get(number)
            self._out += b"%010d 00000 n \n" % place if place else FREE
        self._out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
            count,
            table,
        )
        return [*self._pieces, bytes(self._out)]
