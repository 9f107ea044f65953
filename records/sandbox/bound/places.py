"""Parts of the source as files of their own. Nothing is held: what is read is asked for."""

import io
import os


class Joined(io.RawIOBase):
    """Pieces one after another as one file: bytes we made, and stretches of the source."""

    name = ""  # readers ask; there is none

    def __init__(self, source, pieces: list) -> None:
        self._source = source
        self._pieces = []  # where it starts, its length, bytes or where in the source
        self._size = self._at = 0
        for piece in pieces:
            length = len(piece) if isinstance(piece, bytes) else piece[1]
            self._pieces.append((self._size, length, piece))
            self._size += length

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
        for start, length, piece in self._pieces:
            if start <= self._at < start + length:
                skip = self._at - start
                part = self._read(piece, skip, min(len(buffer), length - skip))
                buffer[: len(part)] = part
                self._at += len(part)
                return len(part)
        return 0

    def _read(self, piece, skip: int, most: int) -> bytes:
        if isinstance(piece, bytes):
            return piece[skip : skip + most]
        self._source.seek(piece[0] + skip)
        return self._source.read(most)


def stretch(source, start: int, size: int) -> Joined:
    """So many bytes of the source from there."""
    return Joined(source, [(start, size)])


def photo(source, start: int, size: int) -> Joined:
    """A JPEG in the source as a PDF of one page, as large as A4, that it fills in one way.

    Only the frame around it is made here: the bytes of the photo are read when the page is
    written, so a thousand photos weigh nothing.
    """
    from PIL import Image

    from records.sandbox.shown import sheets

    with Image.open(stretch(source, start, size), formats=["JPEG"]) as opened:
        width, height, mode = opened.width, opened.height, opened.mode
    wide, high = sheets.page_size(width, height)
    drawn = sheets.drawn(width, height)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.3f %.3f]/Contents 4 0 R"
        b"/Resources<</XObject<</Photo 5 0 R>>>>>>" % (wide, high),
        b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn),
    ]
    colours = {"L": b"/DeviceGray", "CMYK": b"/DeviceCMYK"}.get(mode, b"/DeviceRGB")
    picture = (
        b"<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s"
        b"/BitsPerComponent 8/Filter/DCTDecode/Length %d>>stream\n"
        % (width, height, colours, size)
    )
    return Joined(source, _file(objects, picture, (start, size)))


def _file(objects: list[bytes], head: bytes, middle: tuple[int, int]) -> list:
    """The pieces of a PDF whose last object is a stream that lies in the source."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, thing in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, thing)
    places.append(len(out))
    out += b"%d 0 obj%s" % (len(places), head)
    tail = bytearray(b"\nendstream endobj\n")
    table = len(out) + middle[1] + len(tail)
    tail += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    for place in places:
        tail += b"%010d 00000 n \n" % place
    tail += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(places) + 1,
        table,
    )
    return [bytes(out), middle, bytes(tail)]
