"""Draws the demo world's papers: scans and phone photos of documents of invented people."""

from __future__ import annotations

import io
import random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from records.paper import fonts

PAGE = (910, 1286)  # A4 at 110 dots per inch
MARGIN = 90
INK = (38, 44, 52)
FONT_OF = {
    "ar": "noto-sans-arabic-400.ttf",
    "th": "noto-sans-thai-400.ttf",
    "zh": "noto-sans-sc-400.ttf",
}
RIGHT_TO_LEFT = {"ar"}


def paper(heading: str, place: str, day: str, lines: list[str], language: str) -> bytes:
    """One page as a scanner makes it: a PDF that holds a picture."""
    page = _page(heading, place, day, lines, language)
    out = io.BytesIO()
    page.save(out, "PDF", resolution=110, quality=60)
    return out.getvalue()


def photo(heading: str, place: str, day: str, lines: list[str], language: str) -> bytes:
    """The same page photographed on a table: a little turned, on a darker ground."""
    page = _page(heading, place, day, lines, language).convert("RGB")
    chance = random.Random(heading)  # noqa: S311 - the same paper every time
    table = Image.new("RGB", (1240, 1650), (112, 96, 84))
    turned = page.rotate(chance.uniform(-3, 3), expand=True, fillcolor=(112, 96, 84))
    table.paste(turned, (150, 160))
    out = io.BytesIO()
    table.filter(ImageFilter.GaussianBlur(0.6)).save(out, "JPEG", quality=70)
    return out.getvalue()


def _page(
    heading: str, place: str, day: str, lines: list[str], language: str
) -> Image.Image:
    page = Image.new("L", PAGE, 250)
    draw = ImageDraw.Draw(page)
    y = _write(draw, MARGIN, place, 22, language)
    draw.line((MARGIN, y + 8, PAGE[0] - MARGIN, y + 8), fill=120, width=2)
    y = _write(draw, y + 60, heading, 32, language)
    y = _write(draw, y + 10, day, 22, "en")
    y += 50
    for line in lines:
        y = _write(draw, y, line, 24, language) + 14
    return page


def _write(
    draw: ImageDraw.ImageDraw, y: int, text: str, size: int, language: str
) -> int:
    """Writes one paragraph and returns where the next begins."""
    for row in _rows(text, size):
        font = _font(row, size, language)
        right = language in RIGHT_TO_LEFT and not row.isascii()
        x = PAGE[0] - MARGIN if right else MARGIN
        draw.text((x, y), row, font=font, fill=INK[0], anchor="ra" if right else "la")
        y += int(size * 1.6)
    return y


def _rows(text: str, size: int) -> list[str]:
    """Cuts a paragraph into rows that fit the page; Han counts double."""
    room, rows, row, width = (PAGE[0] - 2 * MARGIN) / size * 1.9, [], "", 0.0
    for word in text.split(" "):
        wide = sum(2 if ord(c) > 0x2E80 else 1 for c in word) + 1
        if row and width + wide > room:
            rows.append(row)
            row, width = "", 0.0
        row, width = f"{row} {word}".strip(), width + wide
    return [*rows, row]


def _font(text: str, size: int, language: str) -> ImageFont.FreeTypeFont:
    name = "source-sans-3-400.ttf"
    if any(ord(c) > 0x5FF and not 0x1E00 <= ord(c) <= 0x2BFF for c in text):
        name = FONT_OF.get(language.split("-")[0], "noto-sans-sc-400.ttf")
    return ImageFont.truetype(str(fonts.FOLDER / name), size)
