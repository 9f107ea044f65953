"""What a file is, by its bytes: real files nobody here made, and anything at all."""

from __future__ import annotations

from pathlib import Path

import pydicom.data
import pytest
from hypothesis import given
from hypothesis import strategies as st

from records import sniff

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

    assert sniff.sniff(path.read_bytes()[: sniff.HEAD_BYTES]) == sniff.DICOM


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"%PDF-1.7\n", sniff.PDF),
        (b"junk before\n%PDF-1.4", sniff.PDF),
        (b"\xff\xd8\xff\xe0", sniff.JPEG),
        (b"\0\0\0\x18ftypheic", sniff.HEIC),
        (b"II*\0" + b"\0" * 124 + b"DICM", sniff.DICOM),
        (b"PK\x03\x04" + b"\0" * 26 + b"word/document.xml", sniff.DOCX),
        (b"PK\x03\x04" + b"\0" * 26 + b"DICOM/IM1", sniff.ZIP),
        ("Анализ крови: Hb 120".encode(), sniff.TEXT),
        ("血红蛋白 120".encode("gb18030"), sniff.TEXT),
        (b"MZ\x90\0", sniff.PROGRAM),
        (b"\x7fELF", sniff.PROGRAM),
        (b"  <!doctype html>", sniff.PAGE),
        (b"<?xml version='1.0'?><svg>", sniff.PAGE),
        (b"\0\1\2\3", sniff.UNKNOWN),
    ],
)
def test_sniff_goes_by_content(head, kind):
    assert sniff.sniff(head) == kind


@given(st.binary(max_size=400))
def test_sniff_answers_anything(head):
    assert isinstance(sniff.sniff(head), str)


@given(st.binary(max_size=300))
def test_sniff_never_accepts_a_program(tail):
    kind = sniff.sniff(b"\x7fELF" + tail)

    assert kind in {sniff.PROGRAM, sniff.DICOM}
