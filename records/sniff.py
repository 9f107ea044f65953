"""What a file really is, told from its first bytes and never from its name.

A signature is only a first look: the decoder in the inspection is the proof.
"""

from __future__ import annotations

import re

HEAD_BYTES = 8192

PDF = "application/pdf"
DICOM = "application/dicom"
ZIP = "application/zip"
TEXT = "text/plain"
JPEG, PNG, TIFF, HEIC = "image/jpeg", "image/png", "image/tiff", "image/heic"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
OLE = "application/x-ole-storage"  # .doc, .xls
RTF = "application/rtf"
PROGRAM, PAGE, UNKNOWN = "program", "page", "unknown"

ACCEPTED = {
    PDF, DICOM, ZIP, TEXT, JPEG, PNG, TIFF, HEIC, DOCX, XLSX, ODT, OLE, RTF,
    "image/webp", "image/gif", "image/bmp",
}  # fmt: skip
_HEIF_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif"}
_STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLE),
    (b"{\\rtf", RTF),
)
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    b"#!",
    b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf",
    b"\xce\xfa\xed\xfe",
    b"\xcf\xfa\xed\xfe",
    b"\xca\xfe\xba\xbe",
)
_MARKUP = re.compile(
    rb"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype|html|head|body|svg|script|\?php)",
    re.I | re.S,
)
# Groups that may open a DICOM data set without a preamble: 0002 and 0008, little endian.
_BARE_DICOM = re.compile(
    rb"(\x02\x00|\x08\x00)[\x00-\xff]\x00(UL|UI|CS|OB|SH|LO|DA|TM)"
)


def sniff(head: bytes) -> str:
    """The type of a file by its first HEAD_BYTES bytes; PROGRAM, PAGE or UNKNOWN to refuse.

    DICOM is looked for first: real scans carry a TIFF header in their preamble.
    """
    if head[128:132] == b"DICM":
        return DICOM
    if head.startswith(_PROGRAMS):
        return PROGRAM
    if b"%PDF-" in head[:1024]:
        return PDF
    if head[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zip_kind(head)
    if head[4:8] == b"ftyp" and head[8:12] in _HEIF_BRANDS:
        return HEIC
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    if _MARKUP.match(head.removeprefix(b"\xef\xbb\xbf")):
        return PAGE
    if _BARE_DICOM.match(head):
        return DICOM
    return TEXT if _is_text(head) else UNKNOWN


def _zip_kind(head: bytes) -> str:
    """Office files are zips; their first entries say so. Nothing is unpacked."""
    if b"mimetypeapplication/vnd.oasis.opendocument" in head[:120]:
        return ODT
    if b"word/" in head:
        return DOCX
    if b"xl/" in head:
        return XLSX
    if b"[Content_Types].xml" in head[:200]:
        return DOCX
    return ZIP


def _is_text(head: bytes) -> bool:
    if not head.strip() or b"\0" in head:
        return head.startswith((b"\xff\xfe", b"\xfe\xff"))
    for coding in ("utf-8", "gb18030", "cp1251"):
        try:
            text = head[: len(head) - 4 if len(head) > 8 else len(head)].decode(coding)
        except UnicodeDecodeError:
            continue
        return (
            sum(not (c.isprintable() or c.isspace()) for c in text) <= len(text) // 50
        )
    return False
