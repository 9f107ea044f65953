"""The header of one scan: no byte of its pixels is asked for, and it has a largest size."""

import io
from functools import cache

from records.sandbox.looks import dicom
from records.sandbox.refused import RefusedError
from records.sandbox.scans import skim

# Most headers fit the first; each longer one is read anew from a longer start.
STARTS = tuple(n * 1024 for n in (64, 1024, 16 * 1024, 64 * 1024))
PIXELS = (0x7FE00008, 0x7FE00009, 0x7FE00010)  # of whatever kind of number
TAGS = (
    "MediaStorageSOPClassUID", "TransferSyntaxUID", "SpecificCharacterSet", "SOPClassUID",
    "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID", "PatientName", "PatientID",
    "PatientBirthDate", "PatientSex", "StudyDate", "SeriesDate", "StudyDescription",
    "SeriesDescription", "BodyPartExamined", "InstitutionName", "Modality", "InstanceNumber",
    "NumberOfFrames", "SliceThickness", "Rows", "Columns", "BurnedInAnnotation",
    "DocumentTitle", "FileSetID",
)  # fmt: skip
META_BYTES = 4096  # where a file says how it is packed


def read(opened, tags=TAGS, *, head: bytes = b""):
    """The data set before its pixels; of all elements, or of `tags` alone.

    `has_pixels` on it says whether it came to them. `head` are first bytes that are here
    already: often nothing more is read. Raises RefusedError for what is no scan, is cut
    off, or has a header without end.
    """
    header = _skimmed(head, tags) if head else None
    if header is not None:
        return _whole(header)
    stream, start = opened(), b""
    for most in STARTS:
        start += _exactly(stream, most - len(start))
        is_all = len(start) < most
        header = _parsed(start, tags, is_all=is_all)
        if header is not None:
            return _whole(header)
        if is_all:
            break
    raise RefusedError("broken")


def _skimmed(start: bytes, tags):
    """The header of the few elements in `tags`, where that is easily had."""
    if not tags:
        return None
    dicom.lean_pydicom()
    small = skim.skimmed(start, _numbers(tags), PIXELS[0])
    if small is None:
        return None
    from pydicom.filereader import read_partial

    try:
        header = read_partial(io.BytesIO(small))
    except Exception:  # whatever it is, the whole file says more
        return None
    header.has_pixels = True
    return header


def _exactly(stream, size: int) -> bytes:
    parts = []
    while size > 0 and (part := stream.read(size)):
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _parsed(start: bytes, tags, *, is_all: bool):
    """The header, or None where these bytes end before it does."""
    try:
        header = _skimmed(start, tags) or _parse(start, tags)
    except (MemoryError, RecursionError):
        raise
    except Exception:  # pydicom throws many kinds; cut off is one of them
        return None
    return header if header.has_pixels or is_all else None


def _parse(start: bytes, tags):
    """The data set with `has_pixels`; a deflated one is inflated to a limit first."""
    dicom.lean_pydicom()
    from pydicom.filereader import read_partial

    reached = []

    def stop(tag, vr, length) -> bool:
        number = int(tag)  # tags compare slowly, and each one is asked
        if number in PIXELS:
            reached.append(number)
        return number >= PIXELS[0]

    if dicom.DEFLATED.encode() in start[:META_BYTES]:
        header = _inflated(start, stop, tags)
    else:
        marked = start[dicom.PREAMBLE :].startswith(dicom.MARK)
        source = io.BytesIO(start)
        header = read_partial(source, stop, force=not marked, specific_tags=_tags(tags))
    header.has_pixels = bool(reached)
    return header


def _inflated(start: bytes, stop, tags):
    from pydicom.filereader import _read_file_meta_info, read_dataset

    source = io.BytesIO(start)
    source.seek(dicom.PREAMBLE + len(dicom.MARK))
    meta = _read_file_meta_info(source)
    plain = io.BytesIO(dicom.inflated(source))
    header = read_dataset(plain, False, True, stop_when=stop, specific_tags=_tags(tags))
    header.file_meta = meta
    return header


@cache
def _numbers(names) -> set[int]:
    return set(map(int, _tags(names)))


@cache
def _tags(names):
    from pydicom.tag import Tag

    return [Tag(name) for name in names] if names else None


def _whole(header):
    if not dicom.is_whole(header):
        raise RefusedError("broken")
    return header
