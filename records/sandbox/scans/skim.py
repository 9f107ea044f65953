"""The few elements we need, cut out of a header without decoding the hundreds beside them.

pydicom takes half a millisecond for what lies between them, and a disc has thousands of
images. What is cut out is read by pydicom all the same, so values mean what they always do;
for whatever is unusual there is nothing here, and pydicom reads the whole.
"""

import struct

PREAMBLE, MARK = 128, b"DICM"
IMPLICIT = b"1.2.840.10008.1.2"
NOT_SO = (b"1.2.840.10008.1.2.2", b"1.2.840.10008.1.2.1.99")  # big-endian, deflated
META_LENGTH = b"\x02\x00\x00\x00UL\x04\x00"
SYNTAX = b"\x02\x00\x10\x00UI"
UNDEFINED = 0xFFFFFFFF
ITEM, ITEM_END, SEQUENCE_END = 0xFFFEE000, 0xFFFEE00D, 0xFFFEE0DD
LONG = {
    b"OB", b"OW", b"OF", b"OD", b"OL", b"OV", b"SQ", b"UC", b"UR", b"UT", b"UN", b"SV", b"UV",
}  # fmt: skip
SHORT = {
    b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FL", b"FD", b"IS", b"LO", b"LT", b"PN",
    b"SH", b"SL", b"SS", b"ST", b"TM", b"UI", b"UL", b"US",
}  # fmt: skip
_explicit, _implicit = struct.Struct("<HH2sH"), struct.Struct("<HHI")
_length = struct.Struct("<I")


def skimmed(start: bytes, wanted: set[int], pixels: int) -> bytes | None:
    """A small file with the wanted elements alone; None unless the pixels were come to."""
    try:
        meta = _meta_of(start)
        syntax = _syntax_of(meta)
        if syntax is None or syntax in NOT_SO:
            return None
        step = _implicit_step if syntax == IMPLICIT else _explicit_step
        kept = _walk(start, len(meta), wanted, pixels, step)
    except (struct.error, ValueError):
        return None
    return None if kept is None else meta + b"".join(kept)


def _meta_of(start: bytes) -> bytes:
    """Preamble and file meta: how long they are stands at their beginning."""
    begin = PREAMBLE + len(MARK)
    if not start.startswith(MARK, PREAMBLE) or not start.startswith(META_LENGTH, begin):
        return b""
    begin += len(META_LENGTH)
    (length,) = _length.unpack_from(start, begin)
    return start[: begin + 4 + length]


def _syntax_of(meta: bytes) -> bytes | None:
    at = meta.find(SYNTAX)
    if at < 0:
        return None
    size = int.from_bytes(meta[at + 6 : at + 8], "little")
    return meta[at + 8 : at + 8 + size].rstrip(b"\0 ")


def _walk(data: bytes, at: int, wanted: set[int], pixels: int, step) -> list | None:
    """Elements one after another; those inside sequences are passed by."""
    kept, depth, end = [], 0, len(data)
    while at < end:
        tag, begin, size = step(data, at)
        if tag >= pixels and depth == 0 and tag < ITEM:
            return kept
        if tag in (ITEM_END, SEQUENCE_END):
            depth -= tag == SEQUENCE_END
            at = begin
        elif size == UNDEFINED:
            depth += tag != ITEM
            at = begin
        else:
            if depth == 0 and tag in wanted:
                kept.append(data[at : begin + size])
            at = begin + size
    return None


def _explicit_step(data: bytes, at: int) -> tuple[int, int, int]:
    """Tag, where its value begins, and how long it is."""
    group, element, kind, size = _explicit.unpack_from(data, at)
    if kind in SHORT:
        return group << 16 | element, at + 8, size
    if kind in LONG:
        (size,) = _length.unpack_from(data, at + 8)
        if size == UNDEFINED and kind != b"SQ":
            raise ValueError("an element of another kind than it says")
        return group << 16 | element, at + 12, size
    if group == 0xFFFE:
        return _implicit_step(data, at)
    raise ValueError("no kind of value")


def _implicit_step(data: bytes, at: int) -> tuple[int, int, int]:
    group, element, size = _implicit.unpack_from(data, at)
    return group << 16 | element, at + 8, size
