"""Stamps on pages of every kind, photos that are read once, and what pages leave behind."""

from __future__ import annotations

import io
import os
from dataclasses import dataclass

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from records import sniff
from records.paper import stamp
from records.sandbox import remote, wire
from records.sandbox.bound import album, passed, places, stamps
from records.sandbox.bound.font import shared
from records.sandbox.jobs import bind
from records.sandbox.limits import MB
from records.sandbox.shown import sheets
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


@dataclass
class Taken:
    data: bytes

    def taken(self) -> bytes:
        return self.data


class Line:
    """The parent, for one file: it counts what it is asked for."""

    def __init__(self, content: bytes) -> None:
        self.content, self.asked, self.made = content, 0, b""

    def ask(self, start: int, length: int) -> bytes:
        self.asked += length
        return self.content[start : start + length]

    def ask_ahead(self, start: int, length: int) -> Taken:
        return Taken(self.ask(start, length))

    def late(self) -> bytes:
        raise AssertionError("no index was told")

    def send(self, kind: bytes, data: bytes = b"") -> None:
        if kind == wire.PASS:
            start, length = wire.ASK.unpack(data)
            data = self.content[start : start + length]
        self.made += bytes(data) if kind in {wire.DATA, wire.PASS} else b""


def bound(*parts: tuple) -> tuple[dict, Line]:
    """These parts of one record, bound below an empty first page: type, bytes, pixels."""
    first, (data, measures) = io.BytesIO(), stamp.font()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(first)
    own = [("pages", *part) for part in parts]
    told = [("font", "", data), ("base", sniff.PDF, first.getvalue()), *own]
    line = Line(b"".join(part[2] for part in told))
    arguments = {
        "parts": [
            {"role": role, "type": kind, "size": len(content), "place": str(number)}
            | ({"record": "r1", "pixels": [*pixels, []][0]} if role == "pages" else {})
            for number, (role, kind, content, *pixels) in enumerate(told)
        ],
        "most_pages": 99,
        "font": measures,
        "stamp": {"r1": "Record 1 · page % of #"},
        "index": "Index",
        "corner": "packet page % of #",
        "title": "Packet",
        "marks": [],
    }
    source = remote.opened(line, len(line.content))
    return bind.run(source, arguments, remote.Out(line)), line


def test_photos_have_a_page_each_with_their_very_bytes():
    upright, lying = as_jpeg(a_page()), as_jpeg(a_page(1600, 1200))

    found, line = bound((sniff.JPEG, upright), (sniff.JPEG, lying))

    assert found == {"counts": [1, 1, 1], "pages": 3}
    with pikepdf.open(io.BytesIO(line.made)) as pdf:
        kept = [p.Resources.XObject.Photo.read_raw_bytes() for p in pdf.pages[1:]]
    assert kept == [upright, lying]
    drawn = [page.render().to_pil() for page in pypdfium2.PdfDocument(line.made)][1:]
    assert [image.width < image.height for image in drawn] == [True, False]
    assert quarters(drawn[0].crop((0, 30, 595, 812))) == "RGBW"


def test_what_is_no_photo_is_told():
    good = as_jpeg(Image.new("L", (90, 90)))

    found, line = bound((sniff.JPEG, b"no photo"), (sniff.JPEG, good))

    assert found == {"counts": [1, 0, 1], "broken": [2]}
    assert line.made == b""


def noise(side: int = 1500) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((side, side), 90).save(out, "JPEG", quality=95)
    return out.getvalue()


def test_hardly_a_byte_of_a_paper_is_asked_for_twice_and_none_of_a_photo_known():
    photo = noise()
    photos = [(sniff.JPEG, photo, [1500, 1500, 1])] * 9
    scans = (sniff.PDF, sheets.of_photos([photo] * 9).getvalue())

    found, line = bound(*photos, scans, *photos)

    assert found["pages"] == 28
    assert len(scans[1]) > 9 * MB > 16 * remote.BLOCK
    assert line.asked <= len(scans[1]) + 2 * MB  # blocks at its edges
    with pikepdf.open(io.BytesIO(line.made)) as pdf:
        kept = [p.Resources.XObject.Photo.read_raw_bytes() for p in pdf.pages[1:10]]
    assert kept == [photo] * 9


def test_of_a_photo_only_its_head_is_read():
    _found, line = bound(*[(sniff.JPEG, noise(4000))] * 2)

    assert line.asked < 4 * remote.BLOCK < len(line.content) / 4


class Out:
    """An output that passes on bytes of this source."""

    def __init__(self, source: bytes) -> None:
        self.source, self.made = source, b""

    def write(self, data) -> None:
        self.made += bytes(data)

    def pass_on(self, start: int, size: int) -> None:
        self.made += self.source[start : start + size]


@pytest.mark.parametrize("step", [1, 7, passed.MARK - 1, passed.MARK, 100, 5000])
def test_marks_become_what_they_stand_for_however_they_are_cut(step):
    source = os.urandom(3000)
    marks = passed.Marks()
    half = marks.word[:9]  # the beginning of a mark that never comes
    given, wanted = half + b"before", half + b"before"
    for start, size in [(0, passed.MARK), (40, 900), (940, 2060)]:
        given += marks.mark(start, size) + bytes(size - passed.MARK) + b"between"
        wanted += source[start : start + size] + b"between"
    given, wanted = given + half, wanted + half

    out = Out(source)
    passing = passed.Passing(out, marks)
    for start in range(0, len(given), step):
        passing.write(given[start : start + step])
    passing.finish()

    assert out.made == wanted


@pytest.mark.parametrize("objects", ["disable", "generate"])
def test_photos_are_marks_in_an_update_of_the_first_document(objects):
    base, marks = io.BytesIO(), passed.Marks()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = "Summary"
        mode = pikepdf.ObjectStreamMode[objects]
        pdf.save(base, object_stream_mode=mode)
    photos = [album.Photo(5, 400, [90, 60, 1]), album.Photo(405, 70_000, [60, 90, 4])]

    pdf, pages = album.opened(base.getvalue(), photos, marks)
    pdf.pages.extend(pages)
    images = [page.Resources.XObject.Photo for page in pages]
    kept = [image.read_raw_bytes() for image in images]

    assert kept == [
        marks.mark(5, 400) + bytes(400 - passed.MARK),
        marks.mark(405, 70_000) + bytes(70_000 - passed.MARK),
    ]
    assert [str(image.ColorSpace) for image in images] == ["/DeviceGray", "/DeviceCMYK"]
    assert [page.mediabox[2] > page.mediabox[3] for page in pages] == [True, False]
    assert (len(pdf.pages), str(pdf.docinfo["/Title"])) == (3, "Summary")
    assert not pdf.get_warnings()  # its table of places is right


def test_a_photo_in_four_inks_keeps_them():
    with pikepdf.new() as pdf:
        sheets.append_photo(pdf, as_jpeg(Image.new("CMYK", (90, 90))))

        assert pdf.pages[0].Resources.XObject.Photo.ColorSpace == "/DeviceCMYK"


def test_a_stretch_ends_where_it_ends():
    with places.stretch(io.BytesIO(b"before" + b"within" + b"after"), 6, 6) as held:
        whole, end = held.read(), (held.seek(-2, 2), held.read(9))

    assert (whole, end) == (b"within", (4, b"in"))
