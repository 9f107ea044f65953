"""PDFs made of photos: each JPEG is a page of its own, its pixels as they are."""

import io

A4 = (595.276, 841.890)  # points
COLOURS = {"L": "/DeviceGray", "CMYK": "/DeviceCMYK"}
CHANNELS = {"L": 1, "CMYK": 4}  # all others are made of three


def append_photo(pdf, jpeg: bytes) -> None:
    """A page as large as A4, upright or lying, that the photo fills in one direction."""
    import pikepdf
    from PIL import Image

    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as opened:
        width, height, mode = opened.width, opened.height, opened.mode
    photo = pikepdf.Stream(
        pdf,
        jpeg,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name(COLOURS.get(mode, "/DeviceRGB")),
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    page = pdf.add_blank_page(page_size=page_size(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Photo=photo))
    page.Contents = pikepdf.Stream(pdf, drawn(width, height))


def pixels(jpeg) -> list[int]:
    """Width, height and channels of a JPEG, a file of which only the head is read."""
    from PIL import Image

    with Image.open(jpeg, formats=["JPEG"]) as opened:
        return [opened.width, opened.height, CHANNELS.get(opened.mode, 3)]


def page_size(width: int, height: int) -> tuple[float, float]:
    return A4 if height >= width else (A4[1], A4[0])


def drawn(width: int, height: int) -> bytes:
    wide, high = page_size(width, height)
    scale = min(wide / width, high / height)
    across, up = width * scale, height * scale
    left, below = (wide - across) / 2, (high - up) / 2
    return b"q %.3f 0 0 %.3f %.3f %.3f cm /Photo Do Q" % (across, up, left, below)


def of_photos(jpegs: list[bytes]) -> io.BytesIO:
    import pikepdf

    out = io.BytesIO()
    with pikepdf.new() as pdf:
        for jpeg in jpegs:
            append_photo(pdf, jpeg)
        pdf.save(out)
    return out
