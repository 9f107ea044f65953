"""Pictures: upright, in plain colours, with nothing but pixels in them."""

import io

from records import sniff
from records.sandbox.refused import RefusedError

FORMATS = ["JPEG", "PNG", "TIFF", "WEBP", "GIF", "BMP"]
MOST_BYTES = 260_000_000  # of unpacked pixels, judged before anything is unpacked
MOST_SIDE = 4096  # of a copy: a page stays readable, and the original is kept
SMALL, LARGE = 320, 1600
WHITE = (255, 255, 255)


def opened(source, kind: str):
    """The picture as it was taken. Only its size was read so far, and judged."""
    from PIL import Image, ImageFile

    Image.MAX_IMAGE_PIXELS = None  # our own limit tells more
    ImageFile.LOAD_TRUNCATED_IMAGES = True  # half a page is better than none
    if kind == sniff.HEIC:
        return _opened_heic(source)
    return Image.open(source, formats=FORMATS)


def _opened_heic(source):
    import pi_heif
    from PIL import Image

    found = pi_heif.open_heif(source, convert_hdr_to_8bit=True)
    _refuse_bomb(found.size, len(found.mode))
    # libheif turns it upright itself.
    picture = Image.frombytes(
        found.mode, found.size, bytes(found.data), "raw", found.mode, found.stride
    )
    picture.info["icc_profile"] = found.info.get("icc_profile")
    picture.n_frames = len(found)
    return picture


def has_further(picture, kind: str) -> bool:
    """More pictures than the first; what phones put beside a JPEG is of the same picture."""
    return kind != sniff.JPEG and getattr(picture, "n_frames", 1) > 1


def _refuse_bomb(size: tuple[int, int], bands: int) -> None:
    if size[0] * size[1] * bands > MOST_BYTES:
        raise RefusedError("huge")


def upright(picture):
    """The pixels of one page: turned as the camera said, 8 bits, on white, no notes in it."""
    longest = max(picture.size)
    if longest > MOST_SIDE:  # a JPEG is unpacked to half or less of its size
        picture.draft(None, tuple(side * MOST_SIDE // longest for side in picture.size))
    _refuse_bomb(picture.size, 2 * len(picture.getbands()))
    plain = _plain(picture)
    plain.thumbnail((MOST_SIDE, MOST_SIDE))
    turned = _turned_by_camera(picture, _in_usual_colours(plain, picture))
    turned.info = {}  # comments, places and profiles would be written again
    return turned


def _plain(picture):
    """Grey or colour, whatever it was: without transparency, without 16 bits."""
    from PIL import Image

    if picture.mode in {"L", "RGB"}:
        picture.load()
        return picture.copy()
    if picture.mode.startswith(("I", "F")):
        return _eight_bits(picture)
    if picture.mode == "1":
        return picture.convert("L")
    if picture.has_transparency_data:
        seen = picture.convert("RGBA")
        paper = Image.new("RGB", seen.size, WHITE)
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _eight_bits(picture):
    """The whole range of values, from the darkest that is there to the brightest."""
    values = picture.convert("F")
    low, high = values.getextrema()
    step = 255 / (high - low) if high > low else 0
    return values.point(lambda value: value * step - low * step).convert("L")


def _in_usual_colours(plain, picture):
    """A profile of a phone is worked in; one that cannot be read is left out."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    if not profile or plain.mode != "RGB" or picture.mode == "CMYK":
        return plain
    try:
        theirs, ours = io.BytesIO(profile), ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(plain, theirs, ours, outputMode="RGB")
    except Exception:
        return plain


def _turned_by_camera(picture, plain):
    from PIL.Image import Transpose

    ways = {
        2: Transpose.FLIP_LEFT_RIGHT,
        3: Transpose.ROTATE_180,
        4: Transpose.FLIP_TOP_BOTTOM,
        5: Transpose.TRANSPOSE,
        6: Transpose.ROTATE_270,
        7: Transpose.TRANSVERSE,
        8: Transpose.ROTATE_90,
    }
    try:
        way = ways.get(picture.getexif().get(0x0112, 1))
    except Exception:  # notes that cannot be read turn nothing
        way = None
    return plain.transpose(way) if way is not None else plain.convert(plain.mode)


def jpeg(picture) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def emit(out, number: int, size: str, picture) -> None:
    """One picture of a page, at most as large as its size says."""
    side = SMALL if size == "small" else LARGE
    fitting = picture.copy()
    fitting.thumbnail((side, side), reducing_gap=3.0)
    data = io.BytesIO()
    fitting.save(data, "WEBP", quality=75, method=2)
    name = f"p{number}-{size}-{fitting.width}x{fitting.height}.webp"
    out.emit(name, data.getvalue())
