"""Pictures of scans: windows, inversion, frames, and scans nobody can draw."""

from __future__ import annotations

import io

import numpy
import pydicom
import pytest
from django.utils import timezone
from PIL import Image

from records import sniff, tasks, vault
from records.imaging import pictures
from records.models import ImagingCopy, ImagingPictures
from records.sandbox import parent
from records.sandbox.scans import pictures as drawing
from records.tests.discs import a_disc, added, image, series
from records.tests.processes import every_child_killed
from records.tests.test_imaging_reading import Kept
from records.tests.zips import a_scan


def a_ramp(**values) -> pydicom.Dataset:
    """A scan whose values rise from 0 on the left to 255 on the right."""
    scan = pydicom.dcmread(
        io.BytesIO(image(RescaleIntercept=0, RescaleSlope=1, **values))
    )
    scan.Rows = scan.Columns = 256
    scan.PixelRepresentation = 0
    scan.PixelSpacing = values.get("PixelSpacing", [1, 1])
    scan.PixelData = numpy.tile(numpy.arange(256, dtype="<u2"), (256, 1)).tobytes()
    for name in (
        "PixelPaddingValue",
        "SmallestImagePixelValue",
        "LargestImagePixelValue",
    ):
        if name in scan:
            delattr(scan, name)
    return scan


def grey_of(scan: pydicom.Dataset) -> list[int]:
    """Grey values of the middle row at the left end, quarter, half, and the right end."""
    content, _width, _height = drawing.draw(scan, 0)
    row = Image.open(io.BytesIO(content)).convert("L")
    return [row.getpixel((x, 128)) for x in (0, 64, 128, 255)]


def test_the_window_of_the_header_says_what_is_black_and_white():
    left, quarter, half, right = grey_of(a_ramp(WindowCenter=96, WindowWidth=64))

    assert (left < 10, quarter < 10, half > 245, right > 245) == (True,) * 4


def test_without_a_window_the_usual_values_are_shown():
    scan = a_ramp()
    for name in ("WindowCenter", "WindowWidth"):
        if name in scan:
            delattr(scan, name)

    left, _quarter, half, right = grey_of(scan)

    assert (left < 12, 110 < half < 145, right > 243) == (True, True, True)


def test_a_window_that_shows_nothing_is_not_believed():
    _left, _quarter, half, right = grey_of(a_ramp(WindowCenter=9000, WindowWidth=10))

    assert (110 < half < 145, right > 243) == (True, True)


def test_of_several_windows_the_first_is_taken():
    greys = grey_of(a_ramp(WindowCenter=[96, 5000], WindowWidth=[64, 10]))

    assert (greys[1] < 10, greys[2] > 245) == (True, True)


def test_monochrome1_is_turned_round():
    scan = a_ramp(WindowCenter=128, WindowWidth=256)
    scan.PhotometricInterpretation = "MONOCHROME1"

    left, *_middle, right = grey_of(scan)

    assert (left > 245, right < 10) == (True, True)


def test_pixels_higher_than_wide_are_shown_as_they_were_measured():
    _content, width, height = drawing.draw(a_ramp(PixelSpacing=[2, 1]), 0)

    assert (width, height) == (256, 512)


def drawn(name: str) -> dict:
    return parent.run(
        "scan_pictures",
        io.BytesIO(a_scan(name)),
        arguments={"type": sniff.DICOM, "wanted": [[0, 0, "p.webp"]]},
        limits=pictures.LIMITS,
        sink=lambda name: Kept(),
    )["pictures"]


@pytest.mark.parametrize(
    "name",
    [
        "MR_small_RLE.dcm",
        "MR_small_bigendian.dcm",
        "MR_small_jpeg_ls_lossless.dcm",
        "MR_small_jp2klossless.dcm",
        "SC_rgb_jpeg_gdcm.dcm",
        "examples_palette.dcm",
        "image_dfl.dcm",
        "693_J2KI.dcm",
    ],
)
def test_f7_every_transfer_syntax_is_drawn(name):
    assert list(drawn(name)) == ["p.webp"]


def test_f7_pixels_cut_off_give_no_picture_and_no_error():
    assert drawn("MR_truncated.dcm") == {}


def test_f7_sizes_of_a_bomb_are_not_made_room_for():
    huge = image(Rows=65535, Columns=65535, NumberOfFrames="60000")

    found = parent.run(
        "scan_pictures",
        io.BytesIO(huge),
        arguments={"type": sniff.DICOM, "wanted": [[0, 5, "p.webp"]]},
        limits=pictures.LIMITS,
    )

    assert found == {"pictures": {}}


def test_pictures_are_kept_sealed_and_small(
    case, wen, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        added(case, wen, a_disc(*series(13)))

    copies = list(ImagingCopy.objects.order_by("position"))
    with vault.open_(copies[1]) as stored:
        shown = Image.open(stored)
        shown.load()
    assert [copy.kind for copy in copies] == ["picture"] * 3
    assert (shown.format, shown.size) == ("WEBP", (copies[1].width, copies[1].height))


def test_pictures_carry_no_word_of_the_labels(
    case, wen, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        added(case, wen, a_disc(*series(1)))

    with vault.open_(ImagingCopy.objects.get()) as stored:
        content = stored.read()
    assert (b"SOKOLOVA" in content, b"Astana" in content) == (False, False)


def test_drawing_twice_is_once(case, wen, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        record = added(case, wen, a_disc(*series(2)))

    tasks.draw_scans(str(record.files.get().pk))
    pictures.choose(case.pk)

    assert ImagingCopy.objects.count() == 1


def test_a_drawer_killed_each_time_leaves_a_scan_without_pictures(case, wen):
    record = added(case, wen, a_disc(*series(2)))
    key = str(record.files.get().pk)
    before = set(vault.place().names())

    with every_child_killed():
        for _ in range(ImagingPictures.most_attempts):
            ImagingPictures.objects.update(not_before=timezone.now())
            tasks.draw_scans(key)

    assert ImagingPictures.objects.get().work == "failed"
    assert set(vault.place().names()) == before


def test_scans_forgotten_meanwhile_get_no_pictures(case, wen, monkeypatch):
    record = added(case, wen, a_disc(*series(2)))
    before = set(vault.place().names())

    def run(*args, **kwargs):
        place = kwargs["sink"]("s0-0.webp")
        place.write(b"RIFF")
        place.close()
        record.files.get().scans.people.all().delete()
        return {"pictures": {"s0-0.webp": [3, 3]}}

    monkeypatch.setattr(parent, "run", run)
    tasks.draw_scans(str(record.files.get().pk))

    assert ImagingCopy.objects.count() == 0
    assert set(vault.place().names()) == before
