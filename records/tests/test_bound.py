"""Stamps on pages of every kind, photos that are bound unread, and what pages leave behind."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from records.paper import stamp
from records.sandbox.bound import places, stamps
from records.sandbox.bound.font import shared
from records.tests.shown import a_page, as_jpeg, quarters

BLACK = b"0 g -5000 -5000 20000 20000 re f"
KINDS = {
    "upright": {},
    "lying": {"MediaBox": [0, 0, 842, 595]},
    "turned 90": {"Rotate": 90},
    "turned 180": {"Rotate": 180},
    "turned 270": {"Rotate": 270},
    "turned back": {"Rotate": -90},
    "off its corner": {"MediaBox": [-300, 120, 295, 962], "Rotate": 90},
    "box the wrong way": {"MediaBox": [595, 842, 0, 0]},
    "cropped": {"CropBox": [100, 100, 400, 500], "Rotate": 270},
    "cropped beyond": {"CropBox": [-100, -100, 9000, 9000]},
    "tiny": {"MediaBox": [0, 0, 90, 60]},
    "large unit": {"MediaBox": [0, 0, 119, 168], "UserUnit": 5},
}


def stamped(contents: bytes = BLACK, **told: object) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.obj.update({f"/{name}": value for name, value in told.items()})
        page.Contents = pdf.make_stream(contents)
        data, measures = stamp.font()
        put = stamps.Stamps(pdf, shared(pdf, data, measures), measures["widths"])
        put.put(page.obj, "Record 12 · page 3 of 7", "K7XR-9MWA · packet page 45")
        pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize("told", KINDS.values(), ids=KINDS)
def test_stamp_stands_below_the_page_as_a_person_sees_it(told):
    content = stamped(**told)

    page = pypdfium2.PdfDocument(content)[0]
    unit = told.get("UserUnit", 1)  # PDFium counts in it
    grey = page.render(scale=2 * unit).to_pil().convert("L")
    strip = round(stamps.STRIP / unit / page.get_height() * grey.height)
    words = page.get_textpage().get_text_range()
    above = grey.crop((2, 2, grey.width - 2, grey.height - strip - 3))
    below = grey.crop((2, grey.height - strip + 4, grey.width - 2, grey.height - 1))
    assert "Record 12 · page 3 of 7" in words
    assert "packet page 45" in words
    assert above.getextrema() == (0, 0)  # nothing of the page is covered
    white = sum(below.histogram()[200:]) / (below.width * below.height)
    assert below.getextrema()[0] < 180
    assert 0.6 < white < 1


@pytest.mark.parametrize(
    "left_behind",
    [
        b"q q 0.1 0 0 0.1 0 0 cm ",
        b"Q Q 1 0 0 1 50 50 cm ",
        b"q /P gs BT (q Q q) Tj ET ",
    ],
)
def test_stamp_stands_right_whatever_the_page_left_behind(left_behind):
    page = pypdfium2.PdfDocument(stamped(left_behind))[0]

    text = page.get_textpage()
    place = text.get_text_range().index("Record 12")
    left, low, right, _high = text.get_charbox(place)
    assert stamps.EDGE - 1 < left < right < 15
    assert -stamps.STRIP < low < 0


def test_contents_in_balance_are_not_parsed_slowly(monkeypatch):
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(b"q 1 0 0 1 0 0 cm Q\nq Q")
        monkeypatch.setattr(stamps, "_slowly", lambda data: (9, 9))

        assert stamps.balance([stream]) == (0, 0)


def test_stamp_font_is_ours_and_in_the_file():
    with pikepdf.open(io.BytesIO(stamped())) as pdf:
        font = pdf.pages[0].Resources.Font[stamps.NAME]

        assert "/FontFile2" in font.FontDescriptor


def test_album_has_a_page_for_each_photo_with_its_very_bytes():
    upright, lying = as_jpeg(a_page()), as_jpeg(a_page(1600, 1200))
    source = io.BytesIO(b"before" + upright + b"between" + lying)
    photos = [(6, len(upright)), (13 + len(upright), len(lying))]

    with pikepdf.open(places.album(source, photos)) as pdf:
        kept = [p.Resources.XObject.Photo.read_raw_bytes() for p in pdf.pages]
        out = io.BytesIO()
        pdf.save(out)

    assert kept == [upright, lying]
    drawn = [page.render().to_pil() for page in pypdfium2.PdfDocument(out.getvalue())]
    assert [image.width < image.height for image in drawn] == [True, False]
    assert quarters(drawn[0].crop((0, 30, 595, 812))) == "RGBW"


def test_album_leaves_an_empty_page_for_what_is_no_photo():
    good = as_jpeg(Image.new("L", (90, 90)))
    source = io.BytesIO(b"no photo" + good)

    with pikepdf.open(places.album(source, [(0, 8), (8, len(good))])) as pdf:
        assert ["/Contents" in page.obj for page in pdf.pages] == [False, True]
