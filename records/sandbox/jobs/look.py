"""Opens one file and says how many pages it has and what is wrong with it."""

MOST_PIXELS = 200_000_000
WHOLE_PIXELS = 60_000_000  # larger pictures are not unpacked to see if they are whole
SMALL_WIDTH = 1000  # records checklist: a picture narrower than this is hard to read
ORIENTATION, SIDEWAYS = 0x0112, {5, 6, 7, 8}  # EXIF: the phone was held sideways


def run(source, arguments, out) -> dict:
    kind = arguments["type"]
    if kind == "application/pdf":
        return pdf(source)
    if kind.startswith("image/") and kind != "image/heic":
        return picture(source)
    return {}


def pdf(source) -> dict:
    import pikepdf

    try:
        with pikepdf.open(source) as opened:
            pages = len(opened.pages)
    except pikepdf.PasswordError:
        return {"code": "password"}
    return {"pages": pages} if pages else {"pages": 0, "code": "no_pages"}


def picture(source) -> dict:
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    formats = ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"]
    with Image.open(source, formats=formats) as opened:
        pages = getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
        turned = opened.getexif().get(ORIENTATION, 1) in SIDEWAYS
        width = opened.height if turned else opened.width
        found = {"pages": pages, "width": width}
        if opened.format in {"JPEG", "PNG"} and width * opened.height < WHOLE_PIXELS:
            opened.draft("L", (200, 200))
            opened.load()  # raises when the file was cut off
    if width < SMALL_WIDTH:
        found["code"] = "small"
    return found
