"""Zip files of strangers: judged by their directory before a byte is unpacked, then read
member by member, each only as far as somebody reads.

Names are labels. Nothing is ever written to a path made of one, and nothing that a name or
a link points at is opened.
"""

import io
import stat
import zipfile

from records import names, sniff
from records.sandbox import deflate64, zip_names
from records.sandbox.limits import MOST_MEMBERS
from records.sandbox.looks import office
from records.sandbox.refused import RefusedError

MB = 1024 * 1024
MOST_UNPACKED = 20 * 1024 * MB
RATIO, RATIO_FROM = 200, MB
DEPTH = 2  # a zip in a zip, and no further
HEAD_BYTES = PIECE = 8192
LOCAL_HEADER = 30
STORED, DEFLATED, DEFLATE64 = 0, 8, 9
ENCRYPTED = 0x1


class Member:
    """One member: a label for people, what its first bytes say it is, and a way in."""

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, above: str):
        self._archive = archive
        self.info = info
        self.label = above + label(info)
        self.size = info.file_size  # as the directory says; never is more read
        self.skipped = _why_skipped(info, self.label)
        self.head = b""
        self.kind = ""

    def open(self):
        """The member's bytes as a stream that unpacks as far as it is read.

        Raises RefusedError for a member that is not what the directory says, at its end.
        """
        if self.info.compress_type == DEFLATE64:
            return deflate64.opened(self._archive, self.info)
        return io.BufferedReader(Checked(self._archive, self.info), PIECE)

    def look(self) -> None:
        """Reads the first bytes; a member that cannot be read is skipped with a note."""
        if self.skipped:
            return
        try:
            with self.open() as opened:
                self.head = opened.read(HEAD_BYTES)
        except RefusedError:
            self.skipped = "broken"
            return
        self.kind = sniff.sniff(self.head)
        if self.kind == sniff.PROGRAM:
            self.skipped = "program"


class Checked(io.RawIOBase):
    """A member being read; its size holds at its end, and what zipfile throws is one error.

    May be read to and fro, though a step back unpacks from the start again.
    """

    name = ""  # pydicom asks; there is none

    def __init__(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
        self._size = info.file_size
        self._opened = self._whole(archive.open, info)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._opened.tell()

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._whole(self._opened.seek, offset, whence)

    def readinto(self, buffer) -> int:
        part = self._whole(self._opened.read, len(buffer))
        if not part and self.tell() != self._size:
            raise RefusedError("broken")
        buffer[: len(part)] = part
        return len(part)

    def _whole(self, deed, *arguments):
        try:
            return deed(*arguments)
        except MemoryError:
            raise
        except Exception:  # zlib.error, BadZipFile, EOFError, NotImplementedError, …
            raise RefusedError("broken") from None


def opened(source) -> zipfile.ZipFile:
    """The archive, its directory checked. Raises RefusedError."""
    try:
        archive = zipfile.ZipFile(source)
    except (MemoryError, RecursionError):
        raise
    except Exception:
        raise RefusedError("broken") from None
    check(archive)
    return archive


def check(archive: zipfile.ZipFile) -> None:
    """Refuses by the directory alone: count, total, ratio, overlaps, names that climb."""
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise RefusedError("bomb")
    if sum(info.file_size for info in infos) > MOST_UNPACKED:
        raise RefusedError("bomb")
    for info in infos:
        packed, size = info.compress_size, info.file_size
        if size > RATIO_FROM and size > RATIO * packed:
            raise RefusedError("bomb")
        if info.compress_type == STORED and size != packed and not info.flag_bits & 1:
            raise RefusedError("unsafe")
        if _climbs(info):
            raise RefusedError("unsafe")
    _refuse_overlaps(archive, infos)


def _refuse_overlaps(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo]) -> None:
    """No byte of the file belongs to two members: how a few KB become many GB."""
    infos = sorted(infos, key=lambda info: info.header_offset)
    begins = [info.header_offset for info in infos[1:]] + [archive.start_dir]
    for info, after in zip(infos, begins, strict=False):  # an empty zip has only an end
        if info.header_offset + LOCAL_HEADER + info.compress_size > after:
            raise RefusedError("unsafe")


def _climbs(info: zipfile.ZipInfo) -> bool:
    name = info.orig_filename.replace("\\", "/")
    return "\0" in name or ".." in name.split("/")


def members(source, *, depth: int = 1, above: str = "", expect=None):
    """Every member that is a file, zips inside followed, in the order they lie in the file.

    `expect` is told where each begins: for jobs that read no more than the start of most.
    Skipped ones come too, with the reason in `skipped`: `junk` (what an operating system
    leaves behind), `program`, `link`, `method`, `broken`. Raises RefusedError where the whole
    is not to be used: `bomb`, `unsafe`, `nested`, `password`, `broken`.
    """
    archive = opened(source)
    infos = sorted(archive.infolist(), key=lambda info: info.header_offset)
    if expect is not None:
        expect([info.header_offset for info in infos if not info.is_dir()])
    for info in infos:
        if info.is_dir():
            continue
        member = Member(archive, info, above)
        if info.flag_bits & ENCRYPTED and not member.skipped:
            raise RefusedError("password")
        member.look()
        if member.kind == sniff.ZIP and not member.skipped and _is_archive(member):
            if depth >= DEPTH:
                raise RefusedError("nested")
            yield from members(
                _inner(info, member), depth=depth + 1, above=member.label + "/"
            )
            continue
        yield member


def _is_archive(member: Member) -> bool:
    """A zip that can be opened, and no Office file: those are papers, whatever is first."""
    try:
        found = zipfile.ZipFile(_inner(member.info, member))
    except (MemoryError, RecursionError):
        raise
    except Exception:
        member.skipped = "broken"
        return False
    kind = office.kind_of(found)
    member.kind = kind
    if kind == sniff.PROGRAM:
        member.skipped = "program"
    return kind == sniff.ZIP


def _inner(info: zipfile.ZipInfo, member: Member):
    """A zip in the zip, to be read to and fro; packed in Deflate64 it is held in memory."""
    if info.compress_type != DEFLATE64:
        return member.open()
    with member.open() as opened:
        return io.BytesIO(opened.read())


def label(info: zipfile.ZipInfo) -> str:
    """The path inside the archive for people to read, without drives, roots or dots."""
    parts = zip_names.decoded(info).replace("\\", "/").split("/")
    kept = [names.label(part) for part in parts if part.strip(". ")]
    if kept and len(kept[0]) == 2 and kept[0].endswith(":"):
        kept = kept[1:]
    return "/".join(kept)[-names.MOST :] or "file"


JUNK = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini", ".spotlight", ".trashes")
PROGRAM_ENDINGS = (
    ".exe", ".dll", ".bat", ".cmd", ".com", ".scr", ".msi", ".inf", ".vbs", ".js",
    ".jar", ".so", ".dylib", ".sh", ".ps1", ".lnk", ".ocx", ".sys", ".cab", ".apk", ".pyc",
)  # fmt: skip


def _why_skipped(info: zipfile.ZipInfo, shown: str) -> str:
    low = shown.lower()
    last = low.rpartition("/")[2]
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "link"
    if low.startswith(JUNK) or last.startswith(("._", *JUNK)) or "/__macosx/" in low:
        return "junk"
    if low.endswith(PROGRAM_ENDINGS):
        return "program"
    if info.compress_type not in (STORED, DEFLATED, DEFLATE64):
        return "method"
    return ""
