"""The header of one scan: no byte of its pixels is asked for, and it has a largest size."""

import io

from records.sandbox.looks import dicom
from records.sandbox.refused import RefusedError

# Most headers fit the first; each longer one is read anew from a longer start.
STARTS = tuple(n * 1024 for n in (64, 1024, 16 * 1024, 64 * 1024))
PIXELS = (0x7FE00008, 0x7FE00009, 0x7FE00010)  # of whatever kind of number
TAGS = [
    "MediaStorageSOPClassUID", "TransferSyntaxUID", "SpecificCharacterSet", "SOPClassUID",
    "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "PatientName", "PatientID",
    "PatientBirthDate", "PatientSex", "StudyDate", "SeriesDate", "StudyDescription",
    "SeriesDescription", "BodyPartExamined", "InstitutionName", "Modality", "InstanceNumber",
    "NumberOfFrames", "SliceThickness", "Rows", "Columns", "BurnedInAnnotation",
    "DocumentTitle", "FileSetID",
]  # fmt: skip


def read(stream, tags=TAGS):
    """The data set before its pixels; of all elements, or of `tags` alone.

    `has_pixels` on it says whether it came to them.

    Raises RefusedError for what is no scan, is cut off, or has a header without end.
    """
    start = b""
    for most in STARTS:
        start += _exactly(stream, most - len(start))
        is_all = len(start) < most
        header = _parsed(start, tags, is_all=is_all)
        if header is not None:
            return _whole(header)
        if is_all:
            break
    raise RefusedError("broken")


def _exactly(stream, size: int) -> bytes:
    parts = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _parsed(start: bytes, tags, *, is_all: bool):
    """The header, or None where these bytes end before it does."""
    try:
        header = _parse(start, tags)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # pydicom throws many kinds; cut off is one of them
        return None
    return header if header.has_pixels or is_all else None


def _parse(start: bytes, tags):
    dicom.lean_pydicom()
    from pydicom.filereader import _read_file_meta_info, read_dataset, read_partial

    source = io.BytesIO(start)
    source.seek(dicom.PREAMBLE)
    marked = source.read(len(dicom.MARK)) == dicom.MARK
    meta = _read_file_meta_info(source) if marked else {}
    reached = []

    def stop(tag, vr, length) -> bool:
        if tag in PIXELS:
            reached.append(tag)
        return tag >= PIXELS[0]

    if meta.get("TransferSyntaxUID") == dicom.DEFLATED:
        plain = io.BytesIO(dicom.inflated(source))
        header = read_dataset(
            plain, False, True, stop_when=stop, specific_tags=_tags(tags)
        )
        header.file_meta = meta
        header.has_pixels = bool(reached)
        return header
    source.seek(0)
    header = read_partial(source, stop, force=not marked, specific_tags=_tags(tags))
    header.has_pixels = bool(reached)
    return header


def _tags(names):
    from pydicom.tag import Tag

    return [Tag(name) for name in names] if names else None


def _whole(header):
    if not dicom.is_whole(header):
        raise RefusedError("broken")
    return header
