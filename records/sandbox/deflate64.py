"""Deflate64, in which Windows Explorer packs large discs and which zipfile does not read."""

import io
import zipfile
import zlib

from records.sandbox.refused import RefusedError

LOCAL_HEADER = 30
PIECE = 64 * 1024


def opened(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> io.BufferedReader:
    """The member as a stream, forward only, its size and sum checked at its end."""
    return io.BufferedReader(Stream(archive.fp, info), PIECE)


class Stream(io.RawIOBase):
    name = ""  # pydicom asks; there is none

    def __init__(self, source, info: zipfile.ZipInfo) -> None:
        from stream_inflate import stream_inflate64

        inflate, _is_done, _unused = stream_inflate64()
        self._pieces = iter(inflate(_packed(source, info)))
        self._info = info
        self._left = info.file_size
        self._sum = 0
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        if not self._ready:
            self._ready = self._next()
        part = self._ready[: len(buffer)]
        self._ready = self._ready[len(part) :]
        buffer[: len(part)] = part
        return len(part)

    def _next(self) -> bytes:
        if not self._left:
            return b""
        try:
            piece = next((piece for piece in self._pieces if piece), b"")
        except MemoryError:
            raise
        except Exception:
            raise RefusedError("broken") from None
        self._sum = zlib.crc32(piece, self._sum)
        self._left -= len(piece)
        if (
            not piece
            or self._left < 0
            or (not self._left and self._sum != self._info.CRC)
        ):
            raise RefusedError("broken")
        return piece


def _packed(source, info: zipfile.ZipInfo):
    """The member's bytes as they lie in the file; others may read between two pieces."""
    source.seek(info.header_offset)
    head = source.read(LOCAL_HEADER)
    names = int.from_bytes(head[26:28], "little") + int.from_bytes(
        head[28:30], "little"
    )
    at, left = info.header_offset + LOCAL_HEADER + names, info.compress_size
    while left:
        source.seek(at)
        piece = source.read(min(PIECE, left))
        if not piece:
            return
        at, left = at + len(piece), left - len(piece)
        yield piece
