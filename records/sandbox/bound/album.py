"""Photos as pages of a PDF that is longer than what lies of it: marks stand for pixels.

The pixels are most bytes of a packet, and nobody has to look at them to bind it. They are
added to a PDF by an update at its end, as the format allows, in which each photo is a mark
and as many zeros as it has bytes. When the packet is written, `passed.Passing` finds the
marks and lets the parent put the photos there.
"""

import io
import re
from bisect import bisect_right
from itertools import accumulate

from records.sandbox.bound.places import Seekable
from records.sandbox.shown import sheets

BUFFER = 4 * 1024  # around each photo only a few lines are read
COLOURS = {1: b"/DeviceGray", 3: b"/DeviceRGB", 4: b"/DeviceCMYK"}
EACH = 3  # objects of a photo: its page, what is drawn there, its pixels


class Photo:
    """Where a JPEG lies in the source, and its width, height and channels."""

    def __init__(self, start: int, size: int, pixels: list[int]) -> None:
        self.start, self.size = start, size
        self.width, self.height, self.channels = pixels


def opened(base: bytes, photos: list[Photo], marks):
    """The base, opened, and a page for each photo, in none of its places yet.

    `marks` says what stands in the place of a photo.
    """
    import pikepdf

    pdf = pikepdf.open(io.BytesIO(base))
    if not photos:
        return pdf, []
    first = int(pdf.trailer["/Size"])
    pieces = [base, *_update(photos, marks, first, len(base), _trailer(base, pdf))]
    longer = pikepdf.open(io.BufferedReader(_Pieces(pieces), BUFFER))
    numbers = range(first, first + EACH * len(photos), EACH)
    return longer, [pikepdf.Page(longer.get_object(number, 0)) for number in numbers]


def _trailer(base: bytes, pdf) -> bytes:
    """What the last lines of the update say of what stands before it."""
    before = re.findall(rb"startxref\s+(\d+)", base[-2048:])[-1]
    ends = [b"/Prev %s" % before]
    for name in ("/Root", "/Info"):
        if name in pdf.trailer:
            ends.append(b"%s %d %d R" % (name.encode(), *pdf.trailer[name].objgen))
    return b"".join(ends)


def _update(photos: list[Photo], marks, first: int, at: int, trailer: bytes):
    """The update piece by piece: bytes, or how many zeros; it begins at this place."""
    begins = []

    def put(piece):
        nonlocal at
        at += piece if isinstance(piece, int) else len(piece)
        return piece

    def begin(body: bytes) -> bytes:
        begins.append(at)
        return put(b"%d 0 obj\n%s" % (first + len(begins) - 1, body))

    yield put(b"\n")
    for photo in photos:
        yield begin(_page(photo, first + len(begins)))
        drawn = sheets.drawn(photo.width, photo.height)
        content = b"<</Length %d>>\nstream\n%s\nendstream\nendobj\n"
        yield begin(content % (len(drawn), drawn))
        yield begin(_image(photo))
        mark = marks.mark(photo.start, photo.size)
        yield put(mark)
        yield put(photo.size - len(mark))
        yield put(b"\nendstream\nendobj\n")
    lines = b"".join(b"%010d 00000 n \n" % begun for begun in begins)
    table = b"xref\n%d %d\n%strailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n"
    yield table % (first, len(begins), lines, first + len(begins), trailer, at)


def _page(photo: Photo, number: int) -> bytes:
    size = sheets.page_size(photo.width, photo.height)
    return (
        b"<</Type/Page/MediaBox[0 0 %.3f %.3f]/Contents %d 0 R"
        b"/Resources<</XObject<</Photo %d 0 R>>>>>>\nendobj\n"
    ) % (*size, number + 1, number + 2)


def _image(photo: Photo) -> bytes:
    return (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s"
        b"/BitsPerComponent 8/Filter/DCTDecode/Length %d>>\nstream\n"
    ) % (photo.width, photo.height, COLOURS[photo.channels], photo.size)


class _Pieces(Seekable):
    """Pieces one after another as a file; a number is so many zeros."""

    def __init__(self, pieces: list) -> None:
        sizes = [piece if isinstance(piece, int) else len(piece) for piece in pieces]
        super().__init__(sum(sizes))
        self._pieces, self._starts = pieces, [0, *accumulate(sizes)][:-1]

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
