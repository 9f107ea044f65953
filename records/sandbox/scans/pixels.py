"""Leaves of the bytes of a scan those of its picture; what cannot be told apart is refused."""

from functools import partial

from records.sandbox.scans import codestreams

# How many bytes one value of a picture takes that is not packed.
FLOATS = {"FloatPixelData": 4, "DoubleFloatPixelData": 8}
MOST_COUNTED = 65536  # a table says 0 when it has so many entries
JPEG = {f"1.2.840.10008.1.2.4.{n}" for n in (50, 51, 53, 55, 57, 70)}
JPEG_LS = {"1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81"}
JPEG_2000 = {f"1.2.840.10008.1.2.4.{n}" for n in (90, 91, 201, 202, 203)}
RLE = "1.2.840.10008.1.2.5"


def clean(dataset) -> None:
    """Only the picture stays in what holds it. Raises ValueError when it is not as told."""
    held = [name for name in ("PixelData", *FLOATS) if name in dataset]
    if len(held) != 1:
        raise ValueError("not one picture")
    element = dataset[held[0]]
    if not isinstance(element.value, bytes):
        raise ValueError("no bytes")
    if dataset.file_meta.TransferSyntaxUID.is_encapsulated:
        element.value = _encapsulated(dataset, element.value)
    else:
        element.value = _native(element.value, _size(dataset, held[0]))


def _native(value: bytes, size: int) -> bytes:
    if len(value) < size:
        raise ValueError("cut off")
    return value[:size] + b"\0" * (size % 2)


def _size(dataset, name: str) -> int:
    bits = 8 * FLOATS[name] if name in FLOATS else int(dataset.BitsAllocated)
    return (_values(dataset) * _frames(dataset) * bits + 7) // 8


def _values(dataset) -> int:
    return (
        int(dataset.Rows)
        * int(dataset.Columns)
        * int(dataset.get("SamplesPerPixel", 1))
    )


def _frames(dataset) -> int:
    return int(dataset.get("NumberOfFrames") or 1)


def _encapsulated(dataset, value: bytes) -> bytes:
    from pydicom.encaps import encapsulate, generate_frames

    _whole_items(value)
    one, frames = _cleaner(dataset), _frames(dataset)
    found = generate_frames(value, number_of_frames=frames)
    made = [one(frame) for frame in found]
    if len(made) != frames:
        raise ValueError("not as many pictures as told")
    return encapsulate(made)


def _whole_items(value: bytes) -> None:
    """Raises ValueError when anything but items stands there."""
    at = 0
    while at < len(value):
        tag, length = (
            value[at : at + 4],
            int.from_bytes(value[at + 4 : at + 8], "little"),
        )
        if tag == b"\xfe\xff\xdd\xe0" and length == 0 and at + 8 == len(value):
            return
        if tag != b"\xfe\xff\x00\xe0" or at + 8 + length > len(value):
            raise ValueError("something between the pictures")
        at += 8 + length


def _cleaner(dataset):
    """Cleans one picture, by how this object is packed."""
    syntax = str(dataset.file_meta.TransferSyntaxUID)
    if syntax in JPEG:
        return codestreams.jpeg
    if syntax in JPEG_LS:
        return partial(codestreams.jpeg, is_ls=True)
    if syntax in JPEG_2000:
        return codestreams.jpeg_2000
    if syntax == RLE:
        size = int(dataset.Rows) * int(dataset.Columns)
        return partial(codestreams.rle, size=size)
    raise ValueError("packed in a way we cannot look through")


def check_table(item) -> None:
    """Raises ValueError when a table of brightness has other entries than it says."""
    told, data = item.get("LUTDescriptor"), item.get("LUTData")
    count = int(told[0]) % MOST_COUNTED or MOST_COUNTED
    if isinstance(data, bytes):
        is_whole = len(data) in {count + count % 2, 2 * count}
    else:
        is_whole = len([data] if isinstance(data, int) else data) <= count
    if not is_whole:
        raise ValueError("a table longer than it says")
