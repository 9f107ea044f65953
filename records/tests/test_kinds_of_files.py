"""What a file is and what is said about it, kind by kind (SECURITY F1, F6, F7, F8).

Each is made here, small, and goes through the child that looks inside.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pikepdf
import pydicom
import pytest
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian

from records import inspection, refusals, sniff, verdicts
from records.sandbox import parent
from records.tests.test_records import a_pdf, a_photo
from records.tests.zips import a_scan, a_zip


def look(content: bytes) -> tuple[str, str]:
    found = parent.run("look", io.BytesIO(content), limits=inspection.LIMITS)
    return found.get("type", ""), verdicts.known(found.get("code"))


# --- Papers -----------------------------------------------------------------------------

WORD = "<w:document xmlns:w='w'><w:body>Hb 120</w:body></w:document>"


def a_word(**extra: bytes) -> bytes:
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": WORD.encode()}
    return a_zip(*{**parts, **extra}.items())


def a_sheet(*extra: tuple[str, bytes]) -> bytes:
    return a_zip(
        ("[Content_Types].xml", b"<Types/>"),
        ("xl/workbook.xml", b"<workbook/>"),
        *extra,
    )


def an_open_document(*extra: tuple[str, bytes], content: bytes = b"<office/>") -> bytes:
    mimetype = ("mimetype", b"application/vnd.oasis.opendocument.text")
    return a_zip(mimetype, ("content.xml", content), *extra, method=zipfile.ZIP_STORED)


def an_ole(*streams: str, sealed: bool = False) -> bytes:
    """A container with these streams; of a Word file with a password where `sealed`."""
    mark = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    head = bytearray(mark.ljust(512, b"\0"))
    struct.pack_into("<HHHHH", head, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<II", head, 44, 1, 1)
    struct.pack_into("<109I", head, 76, 0, *[0xFFFFFFFF] * 108)
    table = struct.pack(
        "<128I", 0xFFFFFFFD, 0xFFFFFFFE, 0xFFFFFFFE, *[0xFFFFFFFF] * 125
    )
    entries = b"".join(_entry(name) for name in ("Root Entry", *streams))
    word = b"\xec\xa5".ljust(11, b"\0") + (b"\1" if sealed else b"\0")
    return bytes(head) + table + entries.ljust(512, b"\0") + word.ljust(512, b"\0")


def _entry(name: str) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    entry = bytearray(wide.ljust(128, b"\0"))
    struct.pack_into("<H", entry, 64, len(wide))
    struct.pack_into("<I", entry, 116, 2)
    return bytes(entry)


def a_shell_of_a_form() -> bytes:
    out, made = io.BytesIO(), pikepdf.new()
    made.add_blank_page()
    made.Root.NeedsRendering = True
    made.Root.AcroForm = pikepdf.Dictionary(XFA=pikepdf.String("<xdp/>"))
    made.save(out)
    return out.getvalue()


RTF = b"{\\rtf1\\ansi Hb 120 g/l}"
PAPERS = {
    "pdf": (a_pdf(), sniff.PDF, ""),
    "pdf after junk": (b"\r\njunk\r\n" + a_pdf(), sniff.PDF, ""),
    "pdf whose end is missing": (a_pdf(pages=3)[:-200], sniff.PDF, "cut"),
    "pdf with junk after its end": (a_pdf() + b"\0" * 900, sniff.PDF, ""),
    "pdf that is a form": (a_shell_of_a_form(), sniff.PDF, "form"),
    "word": (a_word(), sniff.DOCX, ""),
    "word with macros": (a_word(**{"word/vbaProject.bin": b"x"}), sniff.DOCX, "macros"),
    "word with html": (a_word(**{"word/chunk.html": b"<script>"}), sniff.DOCX, ""),
    "word cut in xml": (
        a_word(**{"word/document.xml": b"<w:doc"}),
        sniff.DOCX,
        "broken",
    ),
    "word with entities": (
        a_word(**{"word/document.xml": b"<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>"}),
        sniff.DOCX,
        "unsafe",
    ),
    "word without text": (
        a_zip(("[Content_Types].xml", b"<T/>"), ("word/x.xml", b"<x/>")),
        sniff.DOCX,
        "broken",
    ),
    "excel": (a_sheet(), sniff.XLSX, ""),
    "excel with macros": (a_sheet(("xl/vbaProject.bin", b"x")), sniff.XLSX, "macros"),
    "open document": (an_open_document(), sniff.ODT, ""),
    "open document with macros": (
        an_open_document(("Basic/Standard/Module1.xml", b"<x/>")),
        sniff.ODT,
        "macros",
    ),
    "open document with a password": (
        an_open_document(("META-INF/manifest.xml", b"<m:encryption-data/>")),
        sniff.ODT,
        "password",
    ),
    "doc": (an_ole("WordDocument"), sniff.OLE, ""),
    "doc with a password": (an_ole("WordDocument", sealed=True), sniff.OLE, "password"),
    "doc with macros": (an_ole("WordDocument", "Macros"), sniff.OLE, "macros"),
    "xls": (an_ole("Workbook"), sniff.OLE, ""),
    "xls with macros": (an_ole("Workbook", "_VBA_PROJECT_CUR"), sniff.OLE, "macros"),
    "new word with a password": (an_ole("EncryptedPackage"), sniff.OLE, "password"),
    "slides": (an_ole("PowerPoint Document"), sniff.OLE, "slides"),
    "installer": (an_ole("\u4840\u3f3f\u4577"), sniff.OLE, "program"),
    "mail of outlook": (an_ole("__nameid_version1.0"), sniff.OLE, "unknown"),
    "ole cut off": (an_ole("WordDocument")[:300], sniff.OLE, "broken"),
    "rtf": (RTF, sniff.RTF, ""),
    "rtf with an object": (RTF[:-1] + b"{\\object\\objdata 01}}", sniff.RTF, "macros"),
    "rtf cut off": (RTF[:-1], sniff.RTF, "broken"),
    "text": (b"Hb 120 g/l", sniff.TEXT, ""),
    "table": ("Дата;Hb\n2026;120\n".encode(), sniff.TEXT, ""),
    "text that ends in zeros": (b"Hb 120\n" * 2000 + b"\0" * 99, sniff.TEXT, "broken"),
    "nothing": (b"", sniff.UNKNOWN, "empty"),
    "postscript": (b"%!PS-Adobe-3.0 EPSF-3.0\n", sniff.UNKNOWN, "unknown"),
    "html": (b"<!doctype html><p>x", sniff.PAGE, "page"),
    "svg": (b"<svg xmlns='x' onload='y'/>", sniff.PAGE, "page"),
    "jar": (a_zip(("META-INF/MANIFEST.MF", b"x")), sniff.PROGRAM, "program"),
    "powerpoint": (
        a_zip(("[Content_Types].xml", b"<T/>"), ("ppt/presentation.xml", b"<x/>")),
        sniff.SLIDES,
        "slides",
    ),
}


@pytest.mark.parametrize("what", PAPERS)
def test_f1_each_kind_of_paper_has_its_verdict(what):
    content, kind, code = PAPERS[what]

    assert look(content) == (kind, code)


def test_f1_a_pdf_that_qpdf_refuses_and_pdfium_opens_is_kept(monkeypatch):
    from records.sandbox.looks import pdf

    monkeypatch.setattr(pdf, "_by_qpdf", lambda source: None)

    assert pdf.look(io.BytesIO(a_pdf(pages=3))) == {"pages": 3}


def test_f1_a_pdf_that_only_pdfium_knows_to_be_locked_has_a_password(monkeypatch):
    from records.sandbox.looks import pdf

    monkeypatch.setattr(pdf, "_by_qpdf", lambda source: None)

    assert pdf.look(io.BytesIO(a_pdf(password="x")))["code"] == "password"


# --- Pictures (F6) ----------------------------------------------------------------------


def a_picture(format_: str, width: int = 1200, height: int = 900) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 40).save(out, format_)
    return out.getvalue()


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"])
def test_f6_a_picture_is_whole_or_damaged(format_):
    whole = a_picture(format_)

    codes = [look(content)[1] for content in (whole, whole[: len(whole) // 2])]

    assert codes == ["", "broken"]


def a_huge(format_: str) -> bytes:
    """60,000 × 60,000 pixels, said in the header of a small file."""
    data = bytearray(a_picture(format_))
    side = {"GIF": (6, "<HH"), "BMP": (18, "<ii"), "PNG": (16, ">II")}[format_]
    struct.pack_into(side[1], data, side[0], 60_000, 60_000)
    if format_ == "PNG":
        struct.pack_into(">I", data, 29, zlib.crc32(bytes(data[12:29])))
    return bytes(data)


@pytest.mark.parametrize("format_", ["PNG", "GIF", "BMP"])
def test_f6_a_picture_of_too_many_pixels_is_never_unpacked(format_):
    assert look(a_huge(format_))[1] == "huge"


# --- Scans (F7) -------------------------------------------------------------------------


def a_deflated() -> bytes:
    """A scan in the deflated transfer syntax."""
    scan = Dataset()
    scan.SOPClassUID = "1.2.840.10008.5.1.4.1.1.2"
    scan.SOPInstanceUID, scan.PatientID, scan.Modality = "1.2.3", "canary", "CT"
    scan.file_meta = FileMetaDataset()
    scan.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    scan.file_meta.MediaStorageSOPClassUID = scan.SOPClassUID
    out = io.BytesIO()
    pydicom.dcmwrite(out, scan, enforce_file_format=True)
    return out.getvalue()


def a_deflated_bomb(megabytes: int) -> bytes:
    """The same with so many zeros in a private element before the patient: packed once
    and then repeated, for packing them all takes longer than the look."""
    scan = a_deflated()
    start = 144 + int.from_bytes(scan[140:144], "little")
    clear = zlib.decompress(scan[start:], -15)
    place = clear.index(b"\x10\x00\x20\x00LO")
    size = (megabytes * 2**20).to_bytes(4, "little")
    pack = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = pack.compress(clear[:place] + b"\x09\x00\x10\x10OB\x00\x00" + size)
    head += pack.flush(zlib.Z_FULL_FLUSH)
    zeros = pack.compress(bytes(2**20)) + pack.flush(zlib.Z_FULL_FLUSH)
    tail = pack.compress(clear[place:]) + pack.flush()
    return scan[:start] + head + zeros * megabytes + tail


def a_report_with_pdf(content: bytes) -> bytes:
    report = Dataset()
    report.SOPClassUID = "1.2.840.10008.5.1.4.1.1.104.1"
    report.SOPInstanceUID, report.Modality = "1.2.3", "DOC"
    report.MIMETypeOfEncapsulatedDocument = "application/pdf"
    report.EncapsulatedDocument = content + b"\0" * (len(content) % 2)
    report.file_meta = FileMetaDataset()
    report.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    out = io.BytesIO()
    pydicom.dcmwrite(out, report, enforce_file_format=True)
    return out.getvalue()


def lying_about_frames() -> bytes:
    scan = pydicom.dcmread(io.BytesIO(a_scan("JPEG2000.dcm")))
    scan.NumberOfFrames, scan.Rows, scan.Columns = 2_000_000, 65_535, 65_535
    scan.PixelData = encapsulate([b"\xff\x4f" + b"\0" * 50])
    out = io.BytesIO()
    scan.save_as(out)
    return out.getvalue()


def without_preamble(name: str) -> bytes:
    return a_scan(name)[132:]


SCANS = {
    "with preamble": (a_scan(), sniff.DICOM, ""),
    "without preamble": (without_preamble("MR_small.dcm"), sniff.DICOM, ""),
    "without meta": (a_scan("rtstruct.dcm"), sniff.DICOM, ""),
    "big endian without meta": (a_scan("ExplVR_BigEndNoMeta.dcm"), sniff.DICOM, ""),
    "tiff in its preamble": (b"II*\0".ljust(128, b"\0") + a_scan()[128:], sniff.DICOM, ""),
    "program in its preamble": (b"MZ".ljust(128, b"\0") + a_scan()[128:], "program", "program"),
    "deflated": (a_deflated(), sniff.DICOM, ""),
    "report with a pdf": (a_report_with_pdf(a_pdf()), sniff.DICOM, ""),
    "lying about its frames": (lying_about_frames(), sniff.DICOM, ""),
    "cut in its pixels": (a_scan()[:-500], sniff.DICOM, "broken"),
    "cut after one element": (a_scan()[:170], sniff.DICOM, "broken"),
    "bare, one element": (b"\x08\0\x05\0CS\x0a\0ISO_IR 100", sniff.DICOM, "unknown"),
}  # fmt: skip


@pytest.mark.parametrize("what", SCANS)
def test_f7_a_scan_is_one_when_it_says_what_it_is(what):
    content, kind, code = SCANS[what]

    assert look(content) == (kind, code)


def test_f7_a_deflated_bomb_stays_within_its_limits():
    """1 GB of zeros in 1 MB made pydicom alone take 2.1 GB (SECURITY, finding 1)."""
    bomb = a_deflated_bomb(1000)

    assert look(a_deflated_bomb(1)) == (sniff.DICOM, "")  # it is a scan
    assert (len(bomb) < 1_100_000, look(bomb)) == (True, (sniff.DICOM, "broken"))


# --- Two kinds at once ------------------------------------------------------------------

ZIP = a_zip(("DICOM/IM1", a_scan()))
POLYGLOTS = {
    "pdf, then zip": (a_pdf() + ZIP, sniff.PDF, ""),
    "zip with a pdf first": (a_zip(("a", a_pdf()), method=0), sniff.ZIP, "zip_papers"),
    "picture, then zip": (a_picture("GIF") + ZIP, sniff.GIF, ""),
    "picture with a script": (
        a_picture("GIF") + b"/*<script>alert(1)</script>*/",
        sniff.GIF,
        "",
    ),
    "photo, then pdf": (a_photo() + a_pdf(), sniff.JPEG, ""),
    "scan, then zip": (a_scan() + ZIP, sniff.DICOM, ""),
    "program, then pdf": (b"MZ" + b"\0" * 200 + a_pdf(), "program", "program"),
    "script, then pdf": (b"#!/bin/sh\n" + a_pdf(), "program", "program"),
    "page, then pdf": (b"<html>" + a_pdf(), sniff.PDF, ""),
    "picture with a pdf in it": (b"GIF89a%PDF-1.4\n", sniff.GIF, "broken"),
}


@pytest.mark.parametrize("what", POLYGLOTS)
def test_f1_of_two_kinds_at_once_one_is_chosen_and_stays(what):
    content, kind, code = POLYGLOTS[what]

    assert [look(content), look(content)] == [(kind, code)] * 2


# --- What is said (F8) ------------------------------------------------------------------


def test_f8_every_refusal_has_a_sentence_that_says_what_to_do():
    silent = [code for code in verdicts.REFUSED if not refusals.sentence(code)]
    kinds = {
        sniff.PROGRAM,
        sniff.PAGE,
        sniff.UNKNOWN,
        sniff.ARCHIVE,
        sniff.SLIDES,
        sniff.FILM,
    }

    assert (silent, kinds - verdicts.REFUSED) == ([], set())


@pytest.mark.parametrize(
    "said", ["", None, "nonsense", "flooded", 7, ["x"], "<b>", "x" * 9999]
)
def test_f8_whatever_a_child_says_there_is_a_sentence_for_it(said):
    code = verdicts.known(said)

    assert code == "" or refusals.sentence(code)
