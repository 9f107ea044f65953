"""Packed pictures with nothing in them but the picture: no comments, nothing behind the end.

JPEG (ISO 10918), JPEG-LS (14495) and JPEG 2000 (15444) begin each part with a mark. Those a
decoder of a grey picture needs are copied as they are, comments and data of applications left
behind, and what has any other mark raises ValueError. So does what has no end.
"""

START, END, SCAN = 0xD8, 0xD9, 0xDA
TABLES = {0xDB, 0xC4, 0xCC, 0xDC, 0xDD, 0xF8}  # DQT, DHT, DAC, DNL, DRI, LSE
FRAMES = {*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC}
TOLD_BESIDE = {*range(0xE0, 0xF0), 0xFE}  # APPn, COM
RESTARTS = range(0xD0, 0xD8)

J2K_START, J2K_PART, J2K_DATA = b"\xff\x4f", b"\xff\x90", 0x93
J2K_HEAD = {
    0x50,
    0x51,
    0x52,
    0x53,
    0x55,
    0x57,
    0x59,
    0x5C,
    0x5D,
    0x5E,
    0x5F,
    0x60,
    0x63,
}
J2K_PART_HEAD = {0x52, 0x53, 0x58, 0x5C, 0x5D, 0x5E, 0x5F, 0x61}
J2K_COMMENT = 0x64
RLE_HEAD, MOST_SEGMENTS = 64, 15


def jpeg(data: bytes, *, is_ls: bool = False) -> bytes:
    """A picture of JPEG or JPEG-LS without what is told beside it."""
    if data[:2] != b"\xff\xd8":
        raise ValueError("no JPEG")
    out, at = [data[:2]], 2
    while True:
        mark, at = _mark(data, at)
        if mark == END:
            return b"".join([*out, b"\xff\xd9"])
        end = at + _length(data, at)
        if mark in TOLD_BESIDE:
            at = end
            continue
        if mark not in TABLES and mark not in FRAMES and mark != SCAN:
            raise ValueError("an unknown mark")
        if mark == SCAN:
            end = _scan_end(data, end, is_ls=is_ls)
        out += [bytes((0xFF, mark)), data[at:end]]
        at = end


def _mark(data: bytes, at: int) -> tuple[int, int]:
    if data[at] != 0xFF:
        raise ValueError("something between the parts")
    while data[at] == 0xFF:  # may be repeated
        at += 1
    return data[at], at + 1


def _length(data: bytes, at: int) -> int:
    length = int.from_bytes(data[at : at + 2], "big")
    if length < 2 or at + length > len(data):
        raise ValueError("a part without end")
    return length


def _scan_end(data: bytes, at: int, *, is_ls: bool) -> int:
    """Where the next mark stands that is no part of the packed data."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise ValueError("no end")
        following = data[at + 1]
        if following in RESTARTS or following == 0 or (is_ls and following < 0x80):
            at += 2
        elif following == 0xFF:
            at += 1
        elif following < 0x80:
            raise ValueError("an unknown mark")
        else:
            return at


def jpeg_2000(data: bytes) -> bytes:
    """A picture of JPEG 2000, whose head may hold a comment and whose parts may not."""
    if data[:2] != J2K_START:
        raise ValueError("no codestream")
    out, at = [J2K_START], 2
    while data[at : at + 2] != J2K_PART:
        mark, end = _segment(data, at)
        if mark != J2K_COMMENT:
            if mark not in J2K_HEAD:
                raise ValueError("an unknown mark")
            out.append(data[at:end])
        at = end
    while data[at : at + 2] == J2K_PART:
        end = _part_end(data, at)
        out.append(data[at:end])
        at = end
    if data[at : at + 2] != b"\xff\xd9":
        raise ValueError("no end")
    return b"".join([*out, b"\xff\xd9"])


def _segment(data: bytes, at: int) -> tuple[int, int]:
    if at + 4 > len(data) or data[at] != 0xFF:
        raise ValueError("something between the parts")
    return data[at + 1], at + 2 + _length(data, at + 2)


def _part_end(data: bytes, at: int) -> int:
    """Looks through one part; it says how long it is, or is the last one."""
    size = int.from_bytes(data[at + 6 : at + 10], "big")
    _mark_of, inside = _segment(data, at)
    while data[inside : inside + 2] != bytes((0xFF, J2K_DATA)):
        mark, inside = _segment(data, inside)
        if mark not in J2K_PART_HEAD:
            raise ValueError("an unknown mark")
    end = at + size if size else data.find(b"\xff\xd9", inside)
    if not inside + 2 <= end <= len(data) - 2:
        raise ValueError("no end")
    return end


def rle(data: bytes, size: int) -> bytes:
    """Runs of bytes (PS3.5 G): each segment ends where `size` bytes are unpacked."""
    count = int.from_bytes(data[:4], "little")
    if not 1 <= count <= MOST_SEGMENTS:
        raise ValueError("no segments")
    starts = [
        int.from_bytes(data[at : at + 4], "little") for at in range(4, 4 + 4 * count, 4)
    ]
    segments = [_runs(data, start, size) for start in starts]
    offsets, at = [], RLE_HEAD
    for segment in segments:
        offsets.append(at)
        at += len(segment)
    head = b"".join(number.to_bytes(4, "little") for number in (count, *offsets))
    return b"".join([head.ljust(RLE_HEAD, b"\0"), *segments])


def _runs(data: bytes, start: int, size: int) -> bytes:
    at, left = start, size
    while left > 0:
        code = data[at]
        if code < 128:
            at, left = at + 2 + code, left - 1 - code
        elif code > 128:
            at, left = at + 2, left - 257 + code
        else:
            at += 1  # says nothing
    if start < RLE_HEAD or left or at > len(data):
        raise ValueError("no whole rows")
    segment = data[start:at]
    return segment + b"\0" * (len(segment) % 2)
