"""Pictures: the size is read and judged before anything is unpacked."""

MOST_PIXELS = 200_000_000
WHOLE_PIXELS = 60_000_000  # larger pictures are not unpacked to see if they are whole
SMALL_WIDTH = 1000  # records checklist: a picture narrower than this is hard to read
ORIENTATION, SIDEWAYS = 0x0112, {5, 6, 7, 8}  # EXIF: the phone was held sideways
FORMATS = ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"]


def look(source) -> dict:
    from PIL import Image

    # Our own limit stands below, and tells more than an error.
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(source, formats=FORMATS) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS:  # to ask a PNG for its EXIF unpacks it
            return {"width": width, "height": height, "code": "huge"}
        width, height = _upright(opened)
        found = {"width": width, "height": height}
        found["pages"] = (
            getattr(opened, "n_frames", 1) if opened.format == "TIFF" else 1
        )
        if width * height < WHOLE_PIXELS:
            opened.draft("L", (200, 200))  # JPEG: whole, in an eighth of the time
            opened.load()  # raises when the file was cut off
    return _with_size(found)


def look_at_heic(source) -> dict:
    import pi_heif

    opened = pi_heif.open_heif(source, convert_hdr_to_8bit=True)
    width, height = opened.size
    found = {"width": width, "height": height, "pages": 1}
    if width * height > MOST_PIXELS:
        return {"width": width, "height": height, "code": "huge"}
    if width * height < WHOLE_PIXELS:
        _ = opened.data  # decodes: raises when the file was cut off
    return _with_size(found)


def _upright(opened) -> tuple[int, int]:
    """Width and height as the picture is meant to be seen."""
    turned = opened.getexif().get(ORIENTATION, 1) in SIDEWAYS
    return (opened.height, opened.width) if turned else (opened.width, opened.height)


def _with_size(found: dict) -> dict:
    return {**found, "code": "small"} if found["width"] < SMALL_WIDTH else found
