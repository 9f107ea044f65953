"""For tests: what the sandbox makes of a file to be shown, without a folder around it."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image

from records import derivatives
from records.sandbox import parent
from records.tests.zips import a_zip


class Kept:
    """An output in memory."""

    def __init__(self, outputs: dict[str, bytes], name: str) -> None:
        self._outputs, self._name, self._data = outputs, name, b""

    def write(self, data: bytes) -> None:
        self._data += data

    def close(self) -> None:
        self._outputs[self._name] = self._data


def shown(
    content: bytes, kind: str, *, shapes: dict[str, Any] | None = None, last: int = 60
) -> tuple[dict[str, Any], dict[str, bytes]]:
    """What the child says of these bytes, and its outputs by name."""
    outputs: dict[str, bytes] = {}
    found = parent.run(
        "shown",
        io.BytesIO(content),
        arguments={
            "type": kind,
            "last": last,
            "drawn": [],
            "shapes": shapes or {},
            "programs": False,
        },
        limits=derivatives.LIMITS,
        sink=lambda name: Kept(outputs, name),
    )
    return found, outputs


def picture(outputs: dict[str, bytes], start: str) -> Image.Image:
    """The output whose name begins so, as a picture."""
    name = next(name for name in outputs if name.startswith(start))
    return Image.open(io.BytesIO(outputs[name]))


def a_page(width: int = 1200, height: int = 1600) -> Image.Image:
    """A sheet whose four quarters differ: red, green, blue, white from the upper left."""
    sheet = Image.new("RGB", (width, height), (255, 255, 255))
    half = (width // 2, height // 2)
    for box, colour in (
        ((0, 0), (200, 0, 0)),
        ((half[0], 0), (0, 200, 0)),
        ((0, half[1]), (0, 0, 200)),
    ):
        sheet.paste(Image.new("RGB", half, colour), box)
    return sheet


def quarters(image: Image.Image) -> str:
    """The colours of the four quarters, from the upper left: "RGBW" for `a_page`."""
    image = image.convert("RGB")
    width, height = image.size
    places = [
        (x, y)
        for y in (height // 4, height * 3 // 4)
        for x in (width // 4, width * 3 // 4)
    ]
    return "".join(_letter(image.getpixel(place)) for place in places)


def _letter(pixel: tuple[int, int, int]) -> str:
    if min(pixel) > 180:
        return "W"
    return "RGB"[pixel.index(max(pixel))]


def as_jpeg(image: Image.Image, **facts: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=90, **facts)
    return out.getvalue()


_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def a_letter(words: str = "Haemoglobin 120 g/l") -> bytes:
    """A letter as Word writes it, in its fewest parts."""
    main = (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main"
    )
    return a_zip(
        (
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType='
            '"application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{main}+xml"/></Types>',
        ),
        (
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        ),
        (
            "word/document.xml",
            f'<w:document xmlns:w="{_WORDS}"><w:body><w:p><w:r><w:t>{words}</w:t></w:r>'
            "</w:p></w:body></w:document>",
        ),
    )
