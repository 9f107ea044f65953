"""File names as labels: shown to people, never used as a path."""

from __future__ import annotations

import re
import unicodedata

from records import sniff

MOST = 200
# Control signs, marks that turn the direction of text round, and what has no letter.
_UNSEEN = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff0-\uffff]"
)
_KEPT_ENDINGS = {
    sniff.PDF: ("pdf",),
    sniff.DICOM: ("dcm", "dicom", "ima"),
    sniff.ZIP: ("zip",),
    sniff.TEXT: ("txt", "csv", "tsv"),
    sniff.JPEG: ("jpg", "jpeg"),
    sniff.PNG: ("png",),
    sniff.TIFF: ("tif", "tiff"),
    sniff.HEIC: ("heic", "heif"),
    sniff.DOCX: ("docx",),
    sniff.XLSX: ("xlsx",),
    sniff.ODT: ("odt", "ods"),
    sniff.OLE: ("doc", "xls"),
    sniff.RTF: ("rtf",),
    sniff.WEBP: ("webp",),
    sniff.GIF: ("gif",),
    sniff.BMP: ("bmp",),
}


def label(name: str) -> str:
    """A name that can be shown: the last part, without control or direction marks."""
    name = unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
    name = _UNSEEN.sub("", name).replace("\\", "/").rsplit("/", 1)[-1].strip(". ")
    if len(name) > MOST:
        stem, dot, ending = name.rpartition(".")
        ending = ending[:10] if dot else ""
        name = f"{(stem or name)[: MOST - 12]}…{dot}{ending}"
    return name or "file"


def given_out(name: str, type_: str) -> str:
    """The label with an ending of its true type: no text leaves here as `x.bat`."""
    endings = _KEPT_ENDINGS.get(type_, ("bin",))
    _stem, dot, ending = name.lower().rpartition(".")
    if dot and ending in endings:
        return name
    return f"{name}.{endings[0]}"
