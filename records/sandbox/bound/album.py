"""Photos as the pages of a PDF that lies nowhere: whoever reads it gets marks for pixels.

The pixels are most bytes of a packet, and nobody has to look at them to bind it. In this
PDF each photo is a mark and as many zeros as it has bytes. When the packet is written,
`passed.Passing` finds the marks and lets the parent put the photos there.
"""

import io
import os
from bisect import bisect_right

from records.sandbox.shown import sheets

BUFFER = 32 * 1024
COLOURS = {1: b"/DeviceGray", 3: b"/DeviceRGB", 4: b"/DeviceCMYK"}
EACH = 3  # objects of a photo: its page, what is drawn there, its pixels


class Photo:
    """Where a JPEG lies in the source, and its width, height and channels."""

    def __init__(self, start: int, size: int, pixels: list[int]) -> None:
        self.start, self.size = start, size
        self.width, self.height, self.channels = pixels


def opened(photos: list[Photo], marks) -> io.BufferedReader:
    """The PDF, a page each; `marks` says what stands in the place of a photo."""
    return io.BufferedReader(_Pieces(list(_written(photos, marks))), BUFFER)


def _written(photos: list[Photo], marks):
    """The PDF piece by piece: bytes, or how many zeros."""
    at, begins = 0, []

    def put(piece):
        nonlocal at
        at += piece if isinstance(piece, int) else len(piece)
        return piece

    def begin(body: bytes) -> bytes:
        begins.append(at)
        return put(b"%d 0 obj\n%s" % (len(begins), body))

    yield put(b"%PDF-1.7\n")
    kids = b" ".join(b"%d 0 R" % (3 + EACH * n) for n in range(len(photos)))
    yield begin(b"<</Type/Catalog/Pages 2 0 R>>\nendobj\n")
    pages = b"<</Type/Pages/Count %d/Kids[%s]>>\nendobj\n"
    yield begin(pages % (len(photos), kids))
    for photo in photos:
        yield begin(_page(photo, len(begins) + 1))
        drawn = sheets.drawn(photo.width, photo.height)
        content = b"<</Length %d>>\nstream\n%s\nendstream\nendobj\n"
        yield begin(content % (len(drawn), drawn))
        yield begin(_image(photo))
        mark = marks.mark(photo.start, photo.size)
        yield put(mark)
        yield put(photo.size - len(mark))
        yield put(b"\nendstream\nendobj\n")
    start = at
    lines = b"".join(b"%010d 00000 n \n" % begin_ for begin_ in begins)
    total = len(begins) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (total, lines)
    yield put(table + b"trailer\n<</Size %d/Root 1 0 R>>\n" % total)
    yield put(b"startxref\n%d\n%%%%EOF\n" % start)


def _page(photo: Photo, number: int) -> bytes:
    size = sheets.page_size(photo.width, photo.height)
    return (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.3f %.3f]/Contents %d 0 R"
        b"/Resources<</XObject<</Photo %d 0 R>>>>>>\nendobj\n"
    ) % (*size, number + 1, number + 2)


def _image(photo: Photo) -> bytes:
    return (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s"
        b"/BitsPerComponent 8/Filter/DCTDecode/Length %d>>\nstream\n"
    ) % (photo.width, photo.height, COLOURS[photo.channels], photo.size)


class _Pieces(io.RawIOBase):
    """Pieces one after another as a file; a number is so many zeros."""

    name = ""  # readers ask; there is none

    def __init__(self, pieces: list) -> None:
        self._pieces, self._starts, self._at, self._size = pieces, [], 0, 0
        for piece in pieces:
            self._starts.append(self._size)
            self._size += piece if isinstance(piece, int) else len(piece)

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
        piece, begun = self._pieces[number], self._at - self._starts[number]
        left = (piece if isinstance(piece, int) else len(piece)) - begun
        count = min(len(buffer), left)
        zeros = isinstance(piece, int)
        buffer[:count] = bytes(count) if zeros else piece[begun : begun + count]
        self._at += count
        return count
