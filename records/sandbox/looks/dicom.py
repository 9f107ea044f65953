"""DICOM: the header alone, never inflated past a limit, and only with what makes a scan."""

import io
import sys
import zlib

from records.sandbox.refused import RefusedError

MOST_HEADER = 64 * 1024 * 1024
DEFLATED = "1.2.840.10008.1.2.1.99"
UNDEFINED = 0xFFFFFFFF
PREAMBLE, MARK = 128, b"DICM"
DEFER_BYTES = 4096  # longer values stay in the file
# One of these says what the object is; a data set cut off near its start has none.
WHAT_IT_IS = ("SOPClassUID", "MediaStorageSOPClassUID")
WHOSE_IT_IS = ("SOPInstanceUID", "StudyInstanceUID", "PatientID", "FileSetID")


def look(source) -> dict:
    """What the header says; RefusedError's "unknown" for what is no scan after all."""
    source.seek(PREAMBLE)
    marked = source.read(len(MARK)) == MARK
    try:
        header = read_header(source)
        is_scan = is_whole(header) and _pixels_fit(source, header)
    except MemoryError:
        raise
    except Exception:
        is_scan = False
    if is_scan:
        return {"modality": str(header.get("Modality", ""))[:16]}
    if marked:
        return {"code": "broken"}
    raise RefusedError("unknown")


def read_header(source, defer_bytes=DEFER_BYTES):
    """The data set before its pixels, with `file_meta`, where `source` stands at them.

    Values longer than `defer_bytes` stay in the file. Without numpy, and of a deflated data
    set no more than the first MOST_HEADER bytes.
    """
    pydicom = lean_pydicom()
    from pydicom.filereader import _read_file_meta_info, read_dataset, read_preamble

    source.seek(0)
    marked = read_preamble(source, force=True) is not None
    meta = _read_file_meta_info(source)
    if meta.get("TransferSyntaxUID") != DEFLATED:
        source.seek(0)
        return pydicom.dcmread(
            source, stop_before_pixels=True, force=not marked, defer_size=defer_bytes
        )
    plain = io.BytesIO(inflated(source))
    header = read_dataset(plain, False, True, stop_when=_at_pixels)
    if plain.tell() >= MOST_HEADER:
        raise ValueError("a header without end")
    header.file_meta = meta
    return header


def lean_pydicom():
    """pydicom without numpy, which it takes along when it finds it: no header needs it."""
    sys.modules.setdefault("numpy", None)
    import pydicom

    return pydicom


def _at_pixels(tag, vr, length) -> bool:
    return tag >= 0x7FE00000


def inflated(source, most: int = MOST_HEADER) -> bytes:
    """The first bytes of a deflated data set. A bomb stops at the limit (SECURITY 1)."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    parts, left = [], most
    while left > 0 and (packed := source.read(64 * 1024)):
        while packed and left > 0:
            part = inflater.decompress(packed, min(left, 1024 * 1024))
            parts.append(part)
            left -= len(part)
            packed = inflater.unconsumed_tail
    return b"".join(parts)


def is_whole(header) -> bool:
    """It says what it is and to whom or what it belongs (SECURITY F7)."""
    meta = getattr(header, "file_meta", None) or {}
    return all(
        any(name in header or name in meta for name in names)
        for names in (WHAT_IT_IS, WHOSE_IT_IS)
    )


def _pixels_fit(source, header) -> bool:
    """The pixels are not longer than the file: it was not cut off in them."""
    if "Rows" not in header or not hasattr(header, "filename"):  # inflated elsewhere
        return True
    at = source.tell()
    head = source.read(12)
    size = source.seek(0, io.SEEK_END)
    if len(head) < 12 or not header.original_encoding[1]:
        return True
    explicit = head[4:6] in (b"OB", b"OW", b"OF", b"OD", b"UN")
    start = 8 if explicit else 4
    length = int.from_bytes(head[start : start + 4], "little")
    return length == UNDEFINED or at + start + 4 + length <= size
