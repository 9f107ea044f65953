"""What cameras and programs write into a file about when they made it.

Arguments: `type`. The answer has "taken" (a photo) or "made" (a PDF), each as it stands in
the file, and nothing where nothing is told.
"""

from records import sniff

MOST = 40
EXIF_PART, TAKEN = 0x8769, 0x9003
PICTURES = {sniff.JPEG, sniff.PNG, sniff.WEBP, sniff.TIFF}


def run(source, arguments, out) -> dict:
    kind = arguments["type"]
    if kind in PICTURES:
        return _told("taken", _taken(_exif_of(source)))
    if kind == sniff.HEIC:
        return _told("taken", _taken(_exif_of_heic(source)))
    if kind == sniff.PDF:
        return _told("made", _made(source))
    return {}


def _told(name: str, value) -> dict:
    text = str(value or "").strip()[:MOST]
    return {name: text} if text else {}


def _exif_of(source):
    from PIL import Image

    from records.sandbox.shown.pictures import FORMATS

    Image.MAX_IMAGE_PIXELS = None  # only its notes are read
    return Image.open(source, formats=FORMATS).getexif()


def _exif_of_heic(source):
    import pi_heif
    from PIL import Image

    notes = Image.Exif()
    notes.load(pi_heif.open_heif(source).info.get("exif") or b"")
    return notes


def _taken(exif):
    """When the shutter was pressed. When a program wrote last says nothing of the paper."""
    return exif.get_ifd(EXIF_PART).get(TAKEN)


def _made(source):
    from records.sandbox.shown import drawing

    with drawing.opened(source) as document:
        return document.get_metadata_value("CreationDate")
