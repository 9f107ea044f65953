"""What a file really is, told from its first and last bytes and never from its name.

A signature is only a first look: the decoder in the inspection is the proof.
"""

from __future__ import annotations

import re

PDF = "application/pdf"
DICOM = "application/dicom"
ZIP = "application/zip"
TEXT = "text/plain"
JPEG, PNG, TIFF, HEIC = "image/jpeg", "image/png", "image/tiff", "image/heic"
WEBP, GIF, BMP = "image/webp", "image/gif", "image/bmp"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
OLE = "application/x-ole-storage"  # .doc, .xls
RTF = "application/rtf"
PROGRAM, PAGE, UNKNOWN = "program", "page", "unknown"
ARCHIVE, SLIDES, FILM = (
    "archive",
    "slides",
    "film",
)  # each refused with its own sentence

ACCEPTED = {
    PDF, DICOM, ZIP, TEXT, JPEG, PNG, TIFF, HEIC, WEBP, GIF, BMP, DOCX, XLSX, ODT, OLE, RTF,
}  # fmt: skip
HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"}
AVIF_BRANDS = {b"avif", b"avis"}
POSTSCRIPT = (b"%!PS", b"\x04%!PS", b"\xc5\xd0\xd3\xc6")  # programs that draw
STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),  # BigTIFF
    (b"MM\0+", TIFF),
    (b"GIF87a", GIF),
    (b"GIF89a", GIF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
    (b"Rar!\x1a\x07", ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", ARCHIVE),
    (b"\x1f\x8b\x08", ARCHIVE),
    (b"\x1aE\xdf\xa3", FILM),
)
PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)
_SCRIPT = re.compile(
    rb"\s*(@echo off|<\?php|<\?=|powershell\b|set-executionpolicy)", re.I
)
_MARKUP = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*"
    rb"<(!doctype|html|head|body|svg|script|style|iframe|img|a\s|div|table|meta|frameset)",
    re.I | re.S,
)
# How a DICOM data set may open without a preamble: group 0002 or 0008, then either two
# letters that name the kind of value, or a short length. Only a candidate: the reader is
# the proof, and what it cannot read is no scan.
_BARE_DICOM = re.compile(
    rb"[\x02\x08]\x00[\x00-\xff]\x00"
    rb"((UL|UI|CS|OB|SH|LO|DA|TM|PN|ST|LT|AE|IS|DS|DT|SQ|UT|US|SS|FL|FD|UN)"
    rb"|[\x00-\x80]\x00\x00\x00|\xff\xff\xff\xff)"
    rb"|\x00[\x02\x08]\x00[\x00-\xff]"
    rb"((UL|UI|CS|OB|SH|LO|DA|TM|PN|ST|LT|AE)|\x00\x00\x00[\x00-\x80])",
    re.S,
)
BMP_HEADERS = {12, 40, 52, 56, 64, 108, 124}


def sniff(head: bytes, tail: bytes = b"") -> str:
    """The type of a file by its edges; for what is not in ACCEPTED, why it is refused.

    DICOM is looked for before pictures: real scans carry a TIFF header in their preamble.
    No scan begins as a program does, but a disguised program may carry DICOM's mark.
    """
    if head.startswith(PROGRAMS):
        return PROGRAM
    if head[128:132] == b"DICM":
        return DICOM
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_kind(head, tail)
    if head[4:8] == b"ftyp":
        return _film_or_photo(head[8:12])
    if head[:4] == b"RIFF":
        return WEBP if head[8:12] == b"WEBP" else FILM
    for start, kind in STARTS:
        if head.startswith(start):
            return kind
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in BMP_HEADERS:
        return BMP
    # Readers of PDFs forgive junk before it; a start of its own counts more.
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(POSTSCRIPT):
        return UNKNOWN
    return _open_text(head)


def _film_or_photo(brand: bytes) -> str:
    if brand in HEIF_BRANDS:
        return HEIC
    return UNKNOWN if brand in AVIF_BRANDS else FILM


def _zip_kind(head: bytes, tail: bytes) -> str:
    """Office files are zips; the names of their entries say so. Nothing is unpacked."""
    names = head + tail
    if b"mimetypeapplication/vnd.oasis.opendocument" in head[:120]:
        return ODT
    if head[30:39] == b"META-INF/" or b"AndroidManifest.xml" in names:
        return PROGRAM
    if b"[Content_Types].xml" in names or b"_rels/.rels" in names:
        for mark, kind in ((b"word/", DOCX), (b"xl/", XLSX), (b"ppt/", SLIDES)):
            if mark in names:
                return kind
    return ZIP


def _open_text(head: bytes) -> str:
    """What reads as text: a program in words, a web page, a scan without preamble, text."""
    plain = head.removeprefix(b"\xef\xbb\xbf")
    if plain.startswith(b"#!") or _SCRIPT.match(plain):
        return PROGRAM
    if _MARKUP.match(plain):
        return PAGE
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _open_utf16(head)
    if _BARE_DICOM.match(head):
        return DICOM
    return TEXT if _is_text(head) else UNKNOWN


def _open_utf16(head: bytes) -> str:
    plain = head[: len(head) // 2 * 2].decode("utf-16", "replace").encode()
    if _SCRIPT.match(plain):
        return PROGRAM
    if _MARKUP.match(plain):
        return PAGE
    return TEXT if _is_text(plain) else UNKNOWN


def _is_text(head: bytes) -> bool:
    """True for text of any script: few signs that cannot be read, and no zero byte."""
    if not head.strip() or b"\0" in head:
        return False
    for coding in ("utf-8", "gb18030", "cp1251"):
        try:
            # The last letter may be cut through the middle.
            text = head[:-4].decode(coding) if len(head) > 8 else head.decode(coding)
        except UnicodeDecodeError:
            continue
        unreadable = sum(not (c.isprintable() or c.isspace()) for c in text)
        return unreadable <= len(text) // 50
    return False
