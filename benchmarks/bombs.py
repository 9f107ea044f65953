"""Files that take as long as a file may to look into: headers of scans that unpack to 1 GB."""

from __future__ import annotations

import zlib

from django.core.files.base import ContentFile
from django.urls import reverse

from accounts.models import User
from benchmarks import record_rows
from intake.services import open_case_for_self
from records import services
from records.models import File

COUNT = 20
UNPACKED_MB = 1000
MB = 1024 * 1024
DEFLATED = b"1.2.840.10008.1.2.1.99"


def bomb(number: int) -> bytes:
    """A scan in the deflated transfer syntax with a private element full of zeros.

    The number stands in the free space at its beginning: no two are the same file.
    """
    syntax = b"\x02\x00\x10\x00UI" + len(DEFLATED).to_bytes(2, "little") + DEFLATED
    length = b"\x02\x00\x00\x00UL\x04\x00" + len(syntax).to_bytes(4, "little")
    pack = zlib.compressobj(1, zlib.DEFLATED, -15)
    size = (UNPACKED_MB * MB).to_bytes(4, "little")
    head = pack.compress(b"\x09\x00\x10\x10OB\x00\x00" + size)
    head += pack.flush(zlib.Z_FULL_FLUSH)
    zeros = pack.compress(bytes(MB)) + pack.flush(zlib.Z_FULL_FLUSH)
    start = f"{number:0128}".encode() + b"DICM"
    return start + length + syntax + head + zeros * UNPACKED_MB + pack.flush()


def fill() -> None:
    """A folder with 20 records to look at, and another in which the bombs wait."""
    record_rows.fill(COUNT)
    user = User.objects.get(email=record_rows._address(COUNT))
    print(reverse("records:record_list", args=[user.memberships.get().case_id]))
    other = User.objects.create_user("other@example.org", name="Other")
    case = open_case_for_self(by=other, full_name="Other Person")
    first = bomb(0)
    for number in range(COUNT):
        content = f"{number:0128}".encode() + first[128:]
        services.add_files(case, [ContentFile(content, name="ct.dcm")], by=other)


def left() -> int:
    """How many nobody has looked into yet."""
    return File.objects.exclude(work=File.Work.DONE).filter(name="ct.dcm").count()
