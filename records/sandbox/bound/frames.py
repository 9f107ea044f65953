"""Sheets of images: pages with empty frames come laid out, the images are put in here."""

import io
from decimal import Decimal

QUALITY = 90


def fill(pdf, page, frame: list[float], picture: bytes, number: int) -> None:
    """Draws a picture in a frame (left, low, width, height in points), as large as fits."""
    import pikepdf
    from PIL import Image

    with Image.open(io.BytesIO(picture), formats=["WEBP", "JPEG", "PNG"]) as opened:
        image = opened.convert("L" if _is_grey(opened) else "RGB")
    data = io.BytesIO()
    image.save(data, "JPEG", quality=QUALITY)
    grey = image.mode == "L"
    held = pikepdf.Stream(
        pdf,
        data.getvalue(),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=image.width,
        Height=image.height,
        ColorSpace=pikepdf.Name.DeviceGray if grey else pikepdf.Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )
    name = pikepdf.Name(f"/Scan{number}")
    resources = page.obj.get("/Resources")
    if not isinstance(resources, pikepdf.Dictionary):
        resources = page.obj["/Resources"] = pikepdf.Dictionary()
    if "/XObject" not in resources:
        resources["/XObject"] = pikepdf.Dictionary()
    resources["/XObject"][name] = held
    drawn = b"\nQ q %s cm %s Do Q" % (_placed(frame, image), str(name).encode())
    # What draws the page measures from above, and leaves it so.
    page.contents_add(b"q\n", prepend=True)
    page.contents_add(drawn, prepend=False)


def _is_grey(image) -> bool:
    if image.mode in {"L", "1", "I;16"}:
        return True
    small = image.convert("RGB").resize((64, 64))
    return all(max(pixel) - min(pixel) <= 6 for pixel in small.getdata())


def _placed(frame: list[float], image) -> bytes:
    left, low, wide, high = frame
    scale = min(wide / image.width, high / image.height)
    across, up = image.width * scale, image.height * scale
    x, y = left + (wide - across) / 2, low + (high - up) / 2
    numbers = (Decimal(f"{number:.3f}") for number in (across, up, x, y))
    return b"%s 0 0 %s %s %s" % tuple(str(number).encode() for number in numbers)
