"""What a file is, by its bytes: real files nobody here made, and anything at all."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pydicom.data
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import names, sniff
from records.incoming import EDGE_BYTES
from records.refusals import REFUSALS

SCANS = [
    "CT_small.dcm",
    "MR_small.dcm",
    "JPEG2000.dcm",
    "rtplan.dcm",
    "ExplVR_BigEnd.dcm",
    "image_dfl.dcm",
]


@pytest.mark.parametrize("name", SCANS)
def test_sniff_knows_real_scans(name):
    path = Path(pydicom.data.get_testdata_file(name, download=False))

    assert sniff.sniff(path.read_bytes()[:EDGE_BYTES]) == sniff.DICOM


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", sniff.PDF),
        (b"junk before\n%PDF-1.4", sniff.PDF),
        (b"\xff\xd8\xff\xe0", sniff.JPEG),
        (b"\0\0\0\x18ftypheic", sniff.HEIC),
        (b"II*\0" + b"\0" * 124 + b"DICM", sniff.DICOM),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml word/a.xml", sniff.DOCX),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml xl/a.xml", sniff.XLSX),
        (b"PK\x03\x04" + b"\0" * 26 + b"[Content_Types].xml ppt/a.xml", sniff.SLIDES),
        (b"PK\x03\x04" + b"\0" * 26 + b"META-INF/MANIFEST.MF", sniff.PROGRAM),
        (b"MZ" + b"\0" * 126 + b"DICM", sniff.PROGRAM),
        (b"BM" + b"\0" * 12 + b"\x28\0\0\0", sniff.BMP),
        (b"BMI 23, 70 kg", sniff.TEXT),
        (b"\0\0\0\x18ftypisom", sniff.FILM),
        (b"Rar!\x1a\x07\0", sniff.ARCHIVE),
        (b"@echo off\r\ndel *", sniff.PROGRAM),
        (b"<?php system(1);", sniff.PROGRAM),
        ("<html>".encode("utf-16"), sniff.PAGE),
        ("Hb 120 г/л".encode("utf-16"), sniff.TEXT),
        (b"<!-- x --><svg onload=1>", sniff.PAGE),
        (b"PK\x03\x04" + b"\0" * 26 + b"DICOM/IM1", sniff.ZIP),
        ("Анализ крови: Hb 120".encode(), sniff.TEXT),
        ("血红蛋白 120".encode("gb18030"), sniff.TEXT),
        (b"MZ\x90\0", sniff.PROGRAM),
        (b"\x7fELF", sniff.PROGRAM),
        (b"  <!doctype html>", sniff.PAGE),
        *[
            (b"<" + tag + b" src=x>", sniff.PAGE)
            for tag in (b"img", b"script", b"iframe", b"a", b"div", b"table", b"meta")
        ],
        (b"<?xml version='1.0'?><svg>", sniff.PAGE),
        (b"\0\1\2\3", sniff.UNKNOWN),
    ],
)
def test_sniff_goes_by_content(head, kind):
    assert sniff.sniff(head) == kind


@given(st.binary(max_size=400))
def test_sniff_answers_anything(head):
    assert isinstance(sniff.sniff(head), str)


def test_sniff_knows_office_files_by_the_names_at_their_end():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("docProps/thumbnail.jpeg", os.urandom(20_000))
        made.writestr("[Content_Types].xml", "<Types/>")
        made.writestr("word/document.xml", "<w/>")
    data = out.getvalue()

    kind = sniff.sniff(data[:EDGE_BYTES], data[-EDGE_BYTES:])

    assert kind == sniff.DOCX


@given(st.sampled_from(sniff.PROGRAMS), st.binary(max_size=300))
def test_sniff_never_accepts_a_program(start, tail):
    assert sniff.sniff(start + tail) == sniff.PROGRAM


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_sniff_answers_only_with_what_is_accepted_or_has_a_sentence(head, tail):
    assert sniff.sniff(head, tail) in sniff.ACCEPTED | set(REFUSALS)


@pytest.mark.parametrize(
    ("name", "type_", "given"),
    [
        ("pdf", sniff.PDF, "pdf.pdf"),
        ("run.bat", sniff.TEXT, "run.bat.txt"),
        ("scan.EXE", sniff.DICOM, "scan.EXE.dcm"),
        ("labs.csv", sniff.TEXT, "labs.csv"),
        ("Отчёт.PDF", sniff.PDF, "Отчёт.PDF"),
        ("IM0001", sniff.DICOM, "IM0001.dcm"),
        ("setup.msi", sniff.OLE, "setup.msi.doc"),
    ],
)
def test_name_given_out_has_the_ending_of_its_type(name, type_, given):
    assert names.given_out(name, type_) == given


@given(st.text(max_size=400))
def test_label_can_always_be_shown_and_kept(name):
    label = names.label(name)

    assert 0 < len(label) <= 255
    assert not set(label) & set("/\\\0\r\n\u202e\u200f")
