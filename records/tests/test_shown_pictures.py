"""F6: what is shown of a photo is upright and holds nothing but pixels."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageCms, ImageFilter, ImageOps
from PIL.Image import Transpose

from records import sniff
from records.tests.shown import a_page, as_jpeg, picture, quarters, shown
from records.tests.test_inspection import a_heic, a_png_bomb

PLACE, MAKER, UPRIGHT = 0x8825, 0x010F, 0x0112
WAYS = {
    1: None,
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_90,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_270,
}
CANARY = b"43.2389 N, 76.8897 E by Wen's phone"


def taken(orientation: int) -> bytes:
    """The page as a camera held that way writes it, with the place in it."""
    exif = Image.Exif()
    exif[UPRIGHT], exif[MAKER] = orientation, CANARY.decode()
    exif.get_ifd(PLACE).update({1: "N", 2: (43.0, 14.0, 20.0), 3: "E"})
    way = WAYS[orientation]
    held = a_page() if way is None else a_page().transpose(way)
    return as_jpeg(held, exif=exif, comment=CANARY) + CANARY


@pytest.mark.parametrize("orientation", WAYS)
def test_f6_copies_are_upright_and_tell_no_place(orientation):
    content = taken(orientation)
    assert content.count(CANARY) == 3  # in its notes, as a comment, behind its end

    found, outputs = shown(content, sniff.JPEG)

    assert (found["type"], found["pages"]) == (sniff.JPEG, 1)
    for name in ("copy", "p1-large", "p1-small"):
        made = picture(outputs, name)
        assert (quarters(made), made.width < made.height) == ("RGBW", True)
        assert (dict(made.getexif()), made.info.get("comment")) == ({}, None)
    assert not any(CANARY in data for data in outputs.values())


def test_f6_nothing_stands_behind_the_end_of_a_copy():
    _found, outputs = shown(as_jpeg(a_page()) + b"PK\x03\x04" + b"x" * 500, sniff.JPEG)

    assert outputs["copy"].endswith(b"\xff\xd9")
    assert b"PK\x03\x04" not in outputs["copy"]


@pytest.mark.parametrize("size", ["small", "large"])
def test_previews_have_their_sizes_and_their_names_tell_them(size):
    _found, outputs = shown(as_jpeg(a_page(3000, 4000)), sniff.JPEG)

    expected = {"small": "240x320", "large": "1200x1600"}[size]
    made = picture(outputs, f"p1-{size}-{expected}.webp")
    assert (made.format, f"{made.width}x{made.height}") == ("WEBP", expected)


def test_f6_a_bomb_is_refused_before_it_is_unpacked():
    found, outputs = shown(a_png_bomb(), sniff.PNG)

    assert (found, outputs) == ({"code": "huge"}, {})


def test_a_photo_of_108_megapixels_is_shown_smaller():
    wall = Image.new("L", (12_000, 9_000), 200)

    found, outputs = shown(as_jpeg(wall), sniff.JPEG)

    assert "code" not in found
    assert max(picture(outputs, "copy").size) <= 4096


def test_phone_photo_becomes_a_jpeg():
    found, outputs = shown(a_heic(), sniff.HEIC)

    assert (found["type"], picture(outputs, "copy").format) == (sniff.JPEG, "JPEG")
    assert picture(outputs, "p1-large").format == "WEBP"


def saved(image: Image.Image, kind: str, **facts: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **facts)
    return out.getvalue()


def a_clear_page() -> Image.Image:
    """The fourth quarter is no white: nothing is there."""
    sheet = a_page().convert("RGBA")
    sheet.paste((0, 0, 0, 0), (600, 800, 1200, 1600))
    return sheet


def a_deep_scan() -> bytes:
    """16 bits of grey, of which a scanner uses few."""
    grey = Image.new("I;16", (1000, 1200), 900)
    grey.paste(3500, (500, 0, 1000, 1200))
    return saved(grey, "PNG")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (saved(a_page(), "PNG"), sniff.PNG),
        (saved(a_clear_page(), "PNG"), sniff.PNG),
        (
            saved(a_page().convert("P", palette=Image.Palette.ADAPTIVE), "GIF"),
            sniff.GIF,
        ),
        (saved(a_page(), "BMP"), sniff.BMP),
        (saved(a_page(), "WEBP"), sniff.WEBP),
        (saved(a_page(), "TIFF"), sniff.TIFF),
        (saved(a_page().convert("CMYK"), "JPEG"), sniff.JPEG),
    ],
    ids=["png", "clear png", "gif", "bmp", "webp", "tiff", "cmyk"],
)
def test_pictures_of_every_kind_look_as_they_are(content, kind):
    found, outputs = shown(content, kind)

    assert (found["type"], quarters(picture(outputs, "copy"))) == (sniff.JPEG, "RGBW")


def test_a_scan_of_16_bits_is_neither_black_nor_white():
    _found, outputs = shown(a_deep_scan(), sniff.PNG)

    made = picture(outputs, "copy").convert("L")
    assert made.getpixel((100, 100)) < 30
    assert made.getpixel((900, 100)) > 225


def test_a_black_and_white_fax_is_shown():
    _found, outputs = shown(saved(a_page().convert("1"), "TIFF"), sniff.TIFF)

    assert picture(outputs, "copy").mode == "L"


def test_a_broken_profile_of_colours_is_left_out():
    _found, outputs = shown(as_jpeg(a_page(), icc_profile=b"no profile"), sniff.JPEG)

    assert "icc_profile" not in picture(outputs, "copy").info
    assert quarters(picture(outputs, "copy")) == "RGBW"


def test_colours_of_another_profile_are_worked_in():
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

    _found, outputs = shown(as_jpeg(a_page(), icc_profile=lab), sniff.JPEG)

    assert "icc_profile" not in picture(outputs, "copy").info
    assert quarters(picture(outputs, "copy")) == "RGBW"


def test_half_a_photo_is_shown():
    content = as_jpeg(a_page())

    found, outputs = shown(content[: len(content) // 2], sniff.JPEG)

    assert "code" not in found
    assert quarters(picture(outputs, "copy"))[:2] == "RG"


def test_sheets_of_a_tiff_become_one_pdf_and_a_picture_each():
    sheets = [a_page().rotate(angle, expand=True) for angle in (0, 90, 180)]
    content = saved(sheets[0], "TIFF", save_all=True, append_images=sheets[1:])

    found, outputs = shown(content, sniff.TIFF)

    assert (found["type"], found["pages"]) == (sniff.PDF, 3)
    assert [quarters(picture(outputs, f"p{n}-large")) for n in (1, 2, 3)] == [
        "RGBW",
        "GWRB",
        "WBGR",
    ]
    assert outputs["copy"].startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("turns", "expected"), [(0, "RGBW"), (1, "BRWG"), (2, "WBGR"), (3, "GWRB")]
)
def test_quarter_turns_of_a_person_come_after_the_camera(turns, expected):
    shapes = {"1": {"turns": turns, "corners": []}}

    _found, outputs = shown(taken(6), sniff.JPEG, shapes=shapes)

    assert quarters(picture(outputs, "copy")) == expected
    assert quarters(picture(outputs, "p1-small")) == expected


def test_the_paper_between_its_corners_is_seen_from_above():
    table = Image.new("RGB", (2000, 2000), (90, 60, 30))
    table.paste(a_page(1000, 1400), (300, 200))
    corners = [1500, 1000, 6500, 1000, 6500, 8000, 1500, 8000]
    shapes = {"1": {"turns": 0, "corners": corners}}

    _found, outputs = shown(as_jpeg(table), sniff.JPEG, shapes=shapes)

    made = picture(outputs, "copy")
    assert (made.size, quarters(made)) == ((1000, 1400), "RGBW")
    assert quarters(picture(outputs, "p1-large")) == "RGBW"
    assert picture(outputs, "p1-uncropped").size == (1600, 1600)


def test_lines_that_run_together_in_a_photo_are_parallel_again():
    """A paper photographed from its lower edge: narrower at the top."""
    corners = [3000, 1000, 7000, 1000, 9000, 9000, 1000, 9000]
    square = Image.new("RGB", (1000, 1000), (90, 60, 30))
    # The same map the other way round: the middle of the paper lies above the middle.
    ours = square.copy()
    ours.paste((200, 0, 0), (490, 360, 510, 380))
    shapes = {"1": {"turns": 0, "corners": corners}}

    _found, outputs = shown(as_jpeg(ours), sniff.JPEG, shapes=shapes)

    made = picture(outputs, "copy")
    middle = made.getpixel((made.width // 2, made.height // 2))
    assert middle[0] > 140


@pytest.mark.parametrize("radius", [0, 2])
def test_a_sharp_photo_of_a_page_is_not_called_blurred(radius):
    sharp = a_photo_of_text().filter(ImageFilter.GaussianBlur(radius))

    assert shown(as_jpeg(sharp), sniff.JPEG)[0]["remarks"] == []


@pytest.mark.parametrize("radius", [7, 12])
def test_a_blurred_photo_of_a_page_is_told(radius):
    blurred = a_photo_of_text().filter(ImageFilter.GaussianBlur(radius))

    assert shown(as_jpeg(blurred), sniff.JPEG)[0]["remarks"] == ["blurred"]


def test_a_moved_photo_of_a_page_is_told():
    """Smeared across by 25 pixels: only lines along the movement stay sharp."""
    sharp = a_photo_of_text()
    moved = sharp.resize((sharp.width // 25, sharp.height), Image.Resampling.BOX)

    content = as_jpeg(moved.resize(sharp.size, Image.Resampling.BILINEAR))

    assert shown(content, sniff.JPEG)[0]["remarks"] == ["blurred"]


def test_noise_makes_no_blurred_photo_sharp():
    blurred = a_photo_of_text().filter(ImageFilter.GaussianBlur(9))
    noise = Image.effect_noise(blurred.size, 14)

    content = as_jpeg(Image.blend(blurred, noise, 0.1))

    assert shown(content, sniff.JPEG)[0]["remarks"] == ["blurred"]


def test_an_empty_page_is_not_called_blurred():
    empty = Image.effect_noise((2000, 3000), 6).point(lambda value: value // 8 + 220)

    assert shown(as_jpeg(empty), sniff.JPEG)[0]["remarks"] == []


def a_photo_of_text() -> Image.Image:
    """A sheet of small print on a table, 12 megapixels, as a phone takes it."""
    from PIL import ImageDraw, ImageFont

    table = Image.new("L", (3024, 4032), 90)
    sheet = Image.new("L", (2600, 3600), 240)
    draw, letters = ImageDraw.Draw(sheet), ImageFont.load_default(38)
    for line in range(50):
        words = (
            f"{line} Haemoglobin 120 g/l  Leukocytes 5.4  Thrombocytes 210  CA 15-3 18"
        )
        draw.text((120, 120 + line * 66), words, fill=40, font=letters)
    table.paste(sheet, (210, 200))
    return ImageOps.autocontrast(table.rotate(2, fillcolor=90))


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_further_pictures_in_one_file_are_told(form):
    out = io.BytesIO()
    others = [a_page().transpose(Transpose.ROTATE_180)]
    a_page().save(out, form, save_all=True, append_images=others, duration=900)

    found, _outputs = shown(out.getvalue(), f"image/{form.lower()}")

    assert (found["pages"], found["remarks"]) == (1, ["further"])


def test_what_phones_put_beside_a_photo_is_no_further_picture():
    out = io.BytesIO()
    a_page().save(out, "MPO", save_all=True, append_images=[a_page(300, 400)])

    found, _outputs = shown(out.getvalue(), sniff.JPEG)

    assert found["remarks"] == []
