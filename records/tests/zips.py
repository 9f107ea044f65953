"""Zips made for tests: real discs, careless ones, and hostile ones."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pydicom.data

SAMPLES = Path(__file__).with_name("samples")
MB = 1024 * 1024
UTF8 = 0x800


def a_scan(name: str = "MR_small.dcm") -> bytes:
    return Path(pydicom.data.get_testdata_file(name, download=False)).read_bytes()


def a_zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in members:
            made.writestr(name, content)
    return out.getvalue()


def with_raw_name(raw: bytes, content: bytes) -> bytes:
    """A name in bytes, with no word on its alphabet."""
    placeholder = "x" * len(raw)
    return a_zip((placeholder, content)).replace(placeholder.encode(), raw)


def a_link(target: str) -> bytes:
    info = zipfile.ZipInfo("scan.dcm")
    info.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(info, target)
        made.writestr("DICOM/IM1", a_scan())
    return out.getvalue()


def a_device() -> bytes:
    return a_link("x").replace(
        struct.pack("<I", 0o120777 << 16), struct.pack("<I", 0o020666 << 16)
    )


def locked() -> bytes:
    """Marked as having a password, in both places that say so."""
    data = bytearray(a_zip(("DICOM/IM1", a_scan())))
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def overlapping() -> bytes:
    """Three names for the same bytes."""
    inside = a_zip(("a", b"\0" * 900_000))
    begin, end = inside.index(b"PK\x01\x02"), inside.index(b"PK\x05\x06")
    entry = inside[begin:end]
    entries = b"".join(entry[:-1] + name for name in (b"a", b"b", b"c"))
    tail = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 3, 3, len(entries), begin, 0)
    return inside[:begin] + entries + tail


def lying(*, declared: int) -> bytes:
    """The directory and the member say another size than the bytes have."""
    data = bytearray(a_zip(("a.pdf", b"%PDF-1.4 " + bytes(range(256)) * 400)))
    true = struct.pack("<I", 102_409)
    return bytes(data).replace(true, struct.pack("<I", declared))


def nested(depth: int) -> bytes:
    content = a_zip(("DICOM/IM1", a_scan()))
    for _ in range(depth - 1):
        content = a_zip(("inner.zip", content))
    return content
