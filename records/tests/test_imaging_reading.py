"""What the labels of scans say, read in a child: Sidelight's controls F7 (D1-D3), Z1-Z3."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

import pydicom
import pytest
from pydicom.uid import generate_uid

from records import sniff
from records.imaging import reading
from records.sandbox import parent
from records.sandbox.scans import headers, skim, studies
from records.tests.discs import (
    OTHER_STUDY,
    VIEWER,
    a_disc,
    image,
    series,
)
from records.tests.test_records import a_pdf
from records.tests.zips import SAMPLES, a_scan, a_zip, with_raw_name

PET = {"StudyInstanceUID": OTHER_STUDY, "Modality": "PT", "StudyDate": "20261001"}
PDF_CLASS = "1.2.840.10008.5.1.4.1.1.104.1"


def read(content: bytes, kind: str = sniff.ZIP) -> dict:
    outputs = {}

    def sink(name: str) -> io.BytesIO:
        outputs[name] = Kept()
        return outputs[name]

    found = parent.run(
        "scans",
        io.BytesIO(content),
        arguments={"type": kind},
        limits=reading.LIMITS,
        sink=sink,
    )
    return found | {"outputs": {name: out.content for name, out in outputs.items()}}


class Kept(io.BytesIO):
    content = b""

    def close(self) -> None:
        self.content = self.getvalue()


def counts(found: dict) -> list[tuple]:
    return [
        (one["modality"], one["images"], len(one["middle"]))
        for study in found["studies"]
        for one in study["series"]
    ]


# --- Studies and series -----------------------------------------------------------------


def test_images_are_grouped_into_studies_and_series():
    other = "1.2.826.0.1.77.1.9"
    content = a_disc(
        *series(3),
        *series(2, folder="B", SeriesInstanceUID=other, SeriesDescription="Lung"),
        *series(4, folder="C", **PET),
    )

    found = read(content)

    assert counts(found) == [("CT", 3, 1), ("CT", 2, 1), ("PT", 4, 1)]
    assert [study["date"] for study in found["studies"]] == ["20260909", "20261001"]
    assert len(found["people"]) == 1


def test_the_same_image_twice_is_one_image():
    one = image()

    assert counts(read(a_disc(("a", one), ("copy/a", one)))) == [("CT", 1, 1)]


def test_of_a_long_series_three_images_stand_for_it():
    found = read(a_disc(*series(16)))

    [one] = found["studies"][0]["series"]
    assert one["middle"] == [[4, 0], [8, 0], [12, 0]]


def test_frames_of_one_file_are_images():
    found = read(a_scan("examples_ybr_color.dcm"), sniff.DICOM)

    [one] = found["studies"][0]["series"]
    assert (one["images"], one["middle"]) == (30, [[0, 7], [0, 15], [0, 22]])


@pytest.mark.parametrize(
    "name",
    [
        "CT_small.dcm",
        "MR_small_implicit.dcm",
        "MR_small_bigendian.dcm",
        "MR_small_RLE.dcm",
        "JPEG2000.dcm",
        "JPEGLSNearLossless_16.dcm",
        "image_dfl.dcm",
        "ExplVR_BigEnd.dcm",
        "693_J2KI.dcm",
        "examples_palette.dcm",
    ],
)
def test_f7_every_transfer_syntax_is_listed(name):
    found = read(a_scan(name), sniff.DICOM)

    assert [images for _modality, images, _middle in counts(found)] == [1]


@pytest.mark.parametrize("name", ["rtplan.dcm", "rtdose.dcm", "liver_1frame.dcm"])
def test_plans_doses_and_outlines_are_no_images(name):
    found = read(a_scan(name), sniff.DICOM)

    assert [images for _modality, images, _middle in counts(found)] == [0]


def test_f7_a_scan_without_preamble_and_ending_is_listed():
    bare = image()[132:]

    assert counts(read(a_disc(("A/B/0001", bare)))) == [("CT", 1, 1)]


# --- What is left out -------------------------------------------------------------------


def test_z3_programs_are_counted_and_never_opened():
    found = read(a_disc(*series(2), *VIEWER, ("report.pdf", a_pdf())))

    assert counts(found) == [("CT", 2, 1)]
    assert (found["programs"], found["others"], found["broken"]) == (2, 3, 0)


def test_z3_a_viewer_alone_has_no_studies():
    found = read(a_disc(*VIEWER))

    assert (found["studies"], found["programs"]) == ([], 2)


@pytest.mark.parametrize("name", ["DICOMDIR", "DICOMDIR-bigEnd", "DICOMDIR-implicit"])
def test_f7_a_directory_of_a_disc_is_never_followed(name):
    """It names files; those in the zip are read for themselves, others do not exist."""
    path = f"dicomdirtests/{name}"

    found = read(a_disc(("DICOMDIR", a_scan(path)), *series(1)))

    assert (counts(found), found["broken"]) == ([("CT", 1, 1)], 0)


def test_z3_deflate64_and_names_in_other_alphabets_are_read():
    explorer = (SAMPLES / "deflate64.zip").read_bytes()
    chinese = with_raw_name("影像/一.dcm".encode("gbk"), image())

    assert [m for m, _i, _p in counts(read(explorer))] == ["MR"]
    assert counts(read(chinese)) == [("CT", 1, 1)]


def test_z2_a_zip_in_a_zip_is_read_and_a_third_is_refused():
    inner = a_zip(*series(1))
    twice = a_zip(("inner.zip", inner))

    assert counts(read(twice)) == [("CT", 1, 1)]
    assert read(a_zip(("outer.zip", twice)))["code"] == "nested"


def test_z1_names_that_climb_are_refused():
    assert read(with_raw_name(b"../../IM1", image()))["code"] == "unsafe"


# --- Hostile headers --------------------------------------------------------------------


def deflated_bomb() -> bytes:
    """A megabyte that unpacks to one value of a gigabyte (SECURITY, finding 1)."""
    scan = pydicom.dcmread(io.BytesIO(a_scan("image_dfl.dcm")))
    head = io.BytesIO()
    scan.save_as(head)
    start = head.getvalue()[: 132 + 12 + scan.file_meta.FileMetaInformationGroupLength]
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    bomb = [
        packer.compress(b"\x09\x00\x10\x10OB\0\0" + (1 << 30).to_bytes(4, "little"))
    ]
    bomb += [packer.compress(b"\0" * (1 << 20)) for _ in range(1 << 10)]
    return start + b"".join([*bomb, packer.flush()])


def test_f7_a_deflated_bomb_is_unpacked_to_a_limit(monkeypatch):
    found = read(a_zip(("bomb", deflated_bomb()), *series(1), method=0))

    assert (counts(found), found["broken"]) == ([("CT", 1, 1)], 1)


@pytest.mark.parametrize(
    ("values", "images"),
    [
        ({"NumberOfFrames": "2147483647"}, 100_000),
        ({"Rows": 65535, "Columns": 65535}, 1),
        ({"Rows": 0}, 0),
        ({"InstanceNumber": "-99999999"}, 1),
    ],
)
def test_f7_sizes_a_header_tells_are_never_made_room_for(values, images):
    found = read(image(**values), sniff.DICOM)

    assert [n for _modality, n, _middle in counts(found)] == [images]


def test_f7_a_header_cut_off_is_counted_as_broken():
    found = read(a_disc(("a", image()[:1500]), ("b", image()[:300]), *series(1)))

    assert sum(images for _modality, images, _middle in counts(found)) == 1
    assert found["broken"] == 2


def test_f7_sequences_without_end_are_broken():
    item = b"\xfe\xff\x00\xe0\xff\xff\xff\xff\x40\x00\x75\x02SQ\0\0\xff\xff\xff\xff"
    start = image().partition(b"\x08\x00\x60\x00CS")[0]
    deep = start + b"\x08\x00\x40\x11SQ\0\0\xff\xff\xff\xff" + item * 5000

    assert read(a_disc(("a", deep), *series(1)))["broken"] == 1


def test_a_header_with_a_long_private_value_is_read_behind_it():
    scan = pydicom.dcmread(io.BytesIO(image()))
    scan.add_new(0x00090010, "LO", "OURS")
    scan.add_new(0x00091001, "OB", b"x" * 900_000)
    out = io.BytesIO()
    scan.save_as(out)

    found = read(out.getvalue(), sniff.DICOM)

    assert counts(found) == [("CT", 1, 1)]


def test_too_many_studies_and_people_end_the_listing_and_not_the_child():
    many = [
        (f"{n}", image(StudyInstanceUID=f"1.2.{n}", PatientName=f"NAME{n}^X"))
        for n in range(120)
    ]

    found = read(a_zip(*many))

    assert (len(found["people"]), len(found["studies"]), found["broken"]) == (
        100,
        100,
        20,
    )


# --- Papers packed as scans -------------------------------------------------------------


def packed_pdf(content: bytes) -> bytes:
    scan = pydicom.dcmread(io.BytesIO(image()))
    del scan.PixelData, scan.Rows, scan.Columns
    scan.SOPClassUID = scan.file_meta.MediaStorageSOPClassUID = PDF_CLASS
    scan.Modality, scan.DocumentTitle = "DOC", "Radiology report"
    scan.SeriesInstanceUID = generate_uid()
    scan.EncapsulatedDocument = content
    scan.MIMETypeOfEncapsulatedDocument = "application/pdf"
    out = io.BytesIO()
    scan.save_as(out)
    return out.getvalue()


def test_a_pdf_packed_as_a_scan_comes_out_as_it_was():
    paper = a_pdf()

    found = read(a_disc(*series(1), ("REPORT", packed_pdf(paper))))

    [told_paper] = found["papers"]
    assert (told_paper["kind"], told_paper["title"]) == ("pdf", "Radiology report")
    assert found["outputs"][told_paper["name"]].rstrip(b"\0") == paper


def test_something_else_packed_as_a_pdf_stays_in():
    assert read(packed_pdf(b"MZ" + b"\0" * 100), sniff.DICOM)["papers"] == []


def test_a_structured_report_becomes_lines():
    found = read(a_scan("reportsi.dcm"), sniff.DICOM)

    [paper] = found["papers"]
    lines = found["outputs"][paper["name"]].decode().splitlines()
    assert (paper["kind"], lines[0]) == ("text", "Document Title")


# --- The short way through a header -----------------------------------------------------


def whole_corpus() -> list[Path]:
    root = Path(pydicom.data.__file__).with_name("test_files")
    return sorted(path for path in root.rglob("*") if path.is_file())


def test_what_is_cut_out_of_a_header_says_the_same_as_the_whole():
    skimmed, unlike = 0, []
    for path in whole_corpus():
        start = path.read_bytes()[: 64 * 1024]
        short = headers._skimmed(start, headers.TAGS)
        if short is not None:
            skimmed += 1
            whole = headers._parse(start, headers.TAGS)
            told_by = [
                [studies.text(h, t) for t in headers.TAGS] for h in (short, whole)
            ]
            unlike += [path.name] if told_by[0] != told_by[1] else []

    assert (unlike, skimmed > 40) == ([], True)


def test_a_sequence_of_unknown_length_is_passed_by():
    scan = pydicom.dcmread(io.BytesIO(image()))
    inner = pydicom.Dataset()
    inner.PatientName, inner.Modality = "INNER^CANARY", "MR"
    scan.ReferencedPatientSequence = [inner, inner]
    scan["ReferencedPatientSequence"].is_undefined_length = True
    inner.is_undefined_length_sequence_item = True
    out = io.BytesIO()
    scan.save_as(out)

    small = skim.skimmed(out.getvalue(), {0x00080060, 0x00100010}, headers.PIXELS[0])

    header = pydicom.dcmread(io.BytesIO(small))
    assert (header.Modality, header.PatientName) == ("CT", "SOKOLOVA^ELENA")
    assert b"CANARY" not in small


def test_a_header_cut_anywhere_is_left_to_the_whole_reader():
    whole = image()
    starts = [whole[:size] for size in range(0, 5000, 7)]

    found = {skim.skimmed(start, {0x00080060}, headers.PIXELS[0]) for start in starts}

    assert found == {None}
