"""Old Office files (.doc, .xls): what they are stands in the folder of their streams.

The container is a small file system. Only its folder is read, and never in a circle.
"""

import re
import struct

from records.sandbox.refused import RefusedError

MOST_FOLDER = 8 * 1024 * 1024
ENTRY = 128
FREE = 0xFFFFFFF0  # from here on a sector number is a mark
WORD, EXCEL, SLIDES = "WordDocument", ("Workbook", "Book"), "PowerPoint Document"
MACROS = {"_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros"}
SEALED = {"EncryptedPackage", "EncryptionInfo"}  # a new Office file with a password
_INSTALLER = re.compile("[\u3800-\u4840]")  # Windows writes names of installers so


def look(source) -> dict:
    folder = _Folder(source)
    names = folder.names()
    if SEALED & names:
        raise RefusedError("password")
    if SLIDES in names:
        raise RefusedError("slides")
    if any(_INSTALLER.search(name) for name in names):
        raise RefusedError("program")
    if WORD in names:
        return {"code": _word_code(folder, names)}
    if names & set(EXCEL):
        return {"code": "macros" if MACROS & names else ""}
    raise RefusedError("unknown")


def _word_code(folder, names) -> str:
    head = folder.start_of(WORD)
    if len(head) >= 12 and head[:2] == b"\xec\xa5" and head[11] & 0x01:
        raise RefusedError("password")
    return "macros" if MACROS & names else ""


class _Folder:
    """The names of the streams, and the first sector of one of them."""

    def __init__(self, source) -> None:
        self._source = source
        source.seek(0)
        head = source.read(512)
        if len(head) < 512:
            raise RefusedError("broken")
        self._sector = 1 << struct.unpack_from("<H", head, 30)[0]
        if self._sector not in (512, 4096):
            raise RefusedError("broken")
        self._first = struct.unpack_from("<I", head, 48)[0]
        self._table = self._read_table(head)
        self._entries = list(self._read_entries())

    def names(self) -> set:
        return {name for name, _start in self._entries}

    def start_of(self, name: str) -> bytes:
        """The first sector of a stream; small streams lie elsewhere and give nothing."""
        start = dict(self._entries).get(name, FREE)
        return b"" if start >= FREE else self._at(start)

    def _at(self, number: int) -> bytes:
        self._source.seek((number + 1) * self._sector)
        return self._source.read(self._sector)

    def _read_table(self, head: bytes) -> list:
        """Which sector follows which, from the sectors the header names."""
        table: list = []
        for number in struct.unpack_from("<109I", head, 76):
            if number >= FREE:
                break
            part = self._at(number)
            table += struct.unpack(f"<{len(part) // 4}I", part[: len(part) // 4 * 4])
        return table

    def _read_entries(self):
        number, read = self._first, 0
        while number < FREE and read < MOST_FOLDER:
            part = self._at(number)
            for start in range(0, len(part) - ENTRY + 1, ENTRY):
                entry = part[start : start + ENTRY]
                size = struct.unpack_from("<H", entry, 64)[0]
                if 2 <= size <= 64:
                    name = entry[: size - 2].decode("utf-16-le", "replace")
                    yield name, struct.unpack_from("<I", entry, 116)[0]
            read += self._sector
            number = self._table[number] if number < len(self._table) else FREE
