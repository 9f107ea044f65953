"""Bytes of a scan made nameless hold its picture and nothing beside it."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pydicom
import pytest
from PIL import Image
from pydicom.encaps import encapsulate, generate_frames
from pydicom.uid import CTImageStorage, DeflatedExplicitVRLittleEndian, JPEGBaseline8Bit

from records import sniff
from records.sandbox.jobs.nameless import Work
from records.sandbox.scans import pixels
from records.sandbox.scans.traces import Traces
from records.tests.zips import a_scan

NAME = b"Zuleikha Qarabaeva"
PACKED = (
    "JPEG2000.dcm", "baseline", "MR_small_jpeg_ls_lossless.dcm",
    "MR_small_RLE.dcm", "MR_small_jp2klossless.dcm", "J2K_pixelrep_mismatch.dcm",
    "693_J2KI.dcm",
)  # fmt: skip
COMMENT = b"\xff\xfe" + struct.pack(">H", len(NAME) + 2) + NAME
EXIF = b"\xff\xe1" + struct.pack(">H", len(NAME) + 2) + NAME
J2K_COMMENT = b"\xff\x64" + struct.pack(">HH", len(NAME) + 4, 1) + NAME


class Out:
    def __init__(self) -> None:
        self.made: list[bytes] = []

    def emit(self, name: str, content: bytes) -> None:
        self.made.append(bytes(content))


def a_dataset(name: str) -> pydicom.Dataset:
    return pydicom.dcmread(io.BytesIO(a_scan(name)))


def baseline() -> pydicom.Dataset:
    """A CT packed as JPEG of 8 bits, as Pillow writes it."""
    found, out = a_dataset("CT_small.dcm"), io.BytesIO()
    grey = (found.pixel_array % 256).astype("uint8")
    found.BitsAllocated = found.BitsStored = 8
    found.HighBit, found.PixelRepresentation = 7, 0
    Image.fromarray(grey).save(out, "JPEG")
    found.PixelData = encapsulate([out.getvalue()])
    found.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
    found["PixelData"].VR = "OB"
    return found


def scan(name: str, **values: Any) -> pydicom.Dataset:
    found = baseline() if name == "baseline" else a_dataset(name)
    told = {"Modality": "CT", "ImageType": ["ORIGINAL", "PRIMARY"], "PatientID": "7"}
    for element, value in {**told, "SOPClassUID": CTImageStorage, **values}.items():
        setattr(found, element, value)
    found.file_meta.MediaStorageSOPClassUID = CTImageStorage
    return found


def content_of(dataset: pydicom.Dataset) -> bytes:
    out = io.BytesIO()
    dataset.save_as(out)
    return out.getvalue()


def made_of(dataset: pydicom.Dataset | bytes, *names: str) -> tuple[list[bytes], dict]:
    """What the job lets through, and what it says."""
    content = dataset if isinstance(dataset, bytes) else content_of(dataset)
    out = Out()
    told = {"type": sniff.DICOM, "key": "00", "who": "K7XR-9MWA", "most": 1 << 28}
    work = Work({**told, "names": list(names)}, out)
    work.take(lambda: io.BytesIO(content), len(content))
    return out.made, work.told()


def repacked(name: str, change: Any) -> pydicom.Dataset:
    """A scan whose every packed picture was changed."""
    found = scan(name)
    frames = int(found.get("NumberOfFrames") or 1)
    packed = list(generate_frames(found.PixelData, number_of_frames=frames))
    found.PixelData = encapsulate([change(frame) for frame in packed])
    return found


@pytest.mark.parametrize("name", [*PACKED, "CT_small.dcm", "MR_small.dcm"])
def test_the_picture_stays_as_it_was(name):
    before = scan(name)

    (content,), _told = made_of(before)

    after = pydicom.dcmread(io.BytesIO(content))
    assert after.file_meta.TransferSyntaxUID == before.file_meta.TransferSyntaxUID
    assert np.array_equal(after.pixel_array, before.pixel_array)


@pytest.mark.parametrize("extra", [NAME, b"\0" * 4 + NAME, b"\0\0"])
def test_what_lies_behind_a_plain_picture_is_cut(extra):
    before = scan("CT_small.dcm")
    size = len(before.PixelData)
    before.PixelData += extra

    (content,), _told = made_of(before)

    assert len(pydicom.dcmread(io.BytesIO(content)).PixelData) == size
    assert NAME not in content


def test_an_odd_picture_keeps_one_zero_and_no_other_byte():
    before = scan("CT_small.dcm")
    before.Rows, before.Columns, before.BitsAllocated = 3, 3, 8
    before.BitsStored, before.HighBit = 8, 7
    before.PixelData = bytes(range(9)) + b"Z"

    (content,), _told = made_of(before)

    after = pydicom.dcmread(io.BytesIO(content))
    assert after.PixelData == bytes(range(9)) + b"\0"


def test_a_picture_shorter_than_it_says_is_left_out():
    before = scan("CT_small.dcm")
    before.PixelData = before.PixelData[:-2]

    assert made_of(before)[0] == []
    assert made_of(before)[1]["left_out"] == {"broken": 1}


def after_start(beside: bytes) -> Any:
    return lambda frame: frame[:2] + beside + frame[2:]


def j2k_comment(frame: bytes) -> bytes:
    end = 4 + int.from_bytes(frame[4:6], "big")  # SIZ comes first
    return frame[:end] + J2K_COMMENT + frame[end:]


def behind(frame: bytes) -> bytes:
    return frame.rstrip(b"\0") + NAME


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("baseline", after_start(COMMENT)),
        ("baseline", after_start(EXIF)),
        ("baseline", after_start(b"\xff\xff" + COMMENT)),
        ("MR_small_jpeg_ls_lossless.dcm", after_start(COMMENT)),
        ("MR_small_jp2klossless.dcm", j2k_comment),
        ("baseline", behind),
        ("MR_small_jpeg_ls_lossless.dcm", behind),
        ("MR_small_jp2klossless.dcm", behind),
        ("MR_small_RLE.dcm", lambda frame: frame + NAME),
    ],
)
def test_what_is_told_beside_a_packed_picture_is_cut(name, change):
    before = repacked(name, change)
    assert NAME in content_of(before)

    (content,), _told = made_of(before)

    after = pydicom.dcmread(io.BytesIO(content))
    assert NAME not in content
    assert np.array_equal(after.pixel_array, scan(name).pixel_array)


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("baseline", lambda frame: frame[:2] + NAME + frame[2:]),
        ("baseline", lambda frame: b"\0\0" + frame),
        ("baseline", after_start(COMMENT.replace(b"\xfe", b"\xf0", 1))),
        ("MR_small_jp2klossless.dcm", lambda frame: b"\0\0\0\x0cjP  " + frame),
        ("MR_small_jp2klossless.dcm", lambda frame: frame[:60]),
        ("MR_small_RLE.dcm", lambda frame: frame[:100]),
    ],
)
def test_a_picture_that_cannot_be_looked_through_is_left_out(name, change):
    made, told = made_of(repacked(name, change))

    assert (made, told["left_out"]) == ([], {"broken": 1})


def test_bytes_between_packed_pictures_are_refused():
    found = scan("baseline")

    with pytest.raises(ValueError, match="between"):
        pixels._whole_items(found.PixelData + NAME)


def test_tables_of_places_go():
    found = scan("baseline")
    found.ExtendedOffsetTable = NAME
    found.ExtendedOffsetTableLengths = NAME

    (content,), _told = made_of(found)

    assert NAME not in content


def test_a_small_picture_inside_goes():
    found = scan("CT_small.dcm")
    icon = pydicom.Dataset()
    icon.Rows = icon.Columns = 1
    icon.add_new("PixelData", "OB", NAME)
    found.RadiopharmaceuticalInformationSequence = [icon]

    (content,), _told = made_of(found)

    assert NAME not in content


def test_a_table_of_brightness_longer_than_it_says_is_left_out():
    found = scan("CT_small.dcm")
    item = pydicom.Dataset()
    item.LUTDescriptor = [4, 0, 16]
    item.add_new("LUTData", "OW", b"\0" * 8 + NAME)
    found.VOILUTSequence = [item]
    longer = content_of(found)
    item.add_new("LUTData", "OW", b"\0" * 8)

    assert made_of(longer)[0] == []
    assert len(made_of(found)[0]) == 1


@pytest.mark.parametrize(
    "written",
    [
        NAME,
        NAME.upper(),
        "Зулейха".encode(),
        "ЗУЛЕЙХА".encode("cp1251"),
        "Zuleikha".encode("utf-16-le"),
        "李小娜".encode("gb18030"),
    ],
)
def test_what_holds_a_name_inside_its_picture_is_left_out(written):
    found = scan("CT_small.dcm")
    found.PixelData = written + found.PixelData[len(written) :]

    made, told = made_of(found, "Zuleikha", "Зулейха", "李小娜")

    assert (made, told["left_out"]) == ([], {"drawn": 1})
    assert len(made_of(found, "Somebody")[0]) == 1


def test_the_name_on_the_scan_itself_is_looked_for_too():
    found = scan("CT_small.dcm", PatientName="Orlova^Irina", PatientID="MRN-77812")
    found.PixelData = b"orlova" + found.PixelData[6:]

    assert made_of(found)[1]["left_out"] == {"drawn": 1}


def test_the_numbers_of_the_patient_are_told():
    told = made_of(scan("CT_small.dcm", PatientID="MRN-77812", AccessionNumber="A-1"))[
        1
    ]

    assert told["ids"] == ["A-1", "MRN-77812"]


def test_a_whole_object_that_was_packed_is_searched_unpacked():
    found = scan("CT_small.dcm")
    found.file_meta.TransferSyntaxUID = DeflatedExplicitVRLittleEndian
    found.PixelData = NAME + found.PixelData[len(NAME) :]

    assert made_of(found, "Zuleikha")[1]["left_out"] == {"drawn": 1}
    assert len(made_of(found)[0]) == 1


def test_short_words_do_not_take_pictures_away():
    assert not Traces(["Li", "Ann"]).in_(b"Li Ann and others")
