"""The font of the stamps on a packet: our text font, cut down to the signs of Latin-1."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

from records.paper.fonts import FAMILIES

SIGNS = "".join(chr(code) for code in range(0x20, 0x7F)) + "·–"


@lru_cache(maxsize=1)
def font() -> tuple[bytes, dict[str, Any]]:
    """The bytes of the font, and what a PDF tells of it."""
    from fontTools import subset
    from fontTools.ttLib import TTFont

    with TTFont(FAMILIES[0].path(400)) as whole:
        options = subset.Options(hinting=False, layout_features=[], name_IDs=[])
        cutter = subset.Subsetter(options)
        cutter.populate(text=SIGNS)
        cutter.subset(whole)
        out = io.BytesIO()
        whole.save(out)
        return out.getvalue(), _measures(whole)


def _measures(font_: Any) -> dict[str, Any]:
    scale = 1000 / font_["head"].unitsPerEm
    head, os2, lines = font_["head"], font_["OS/2"], font_["hhea"]
    glyphs, widths = font_.getBestCmap(), font_["hmtx"]

    def width(code: int) -> int:
        sign = bytes([code]).decode("cp1252", "replace")
        glyph = glyphs.get(ord(sign))
        return round(widths[glyph][0] * scale) if glyph else 0

    box = (head.xMin, head.yMin, head.xMax, head.yMax)
    return {
        "box": [round(side * scale) for side in box],
        "ascent": round(lines.ascent * scale),
        "descent": round(lines.descent * scale),
        "height": round(getattr(os2, "sCapHeight", 660) * scale),
        "widths": [width(code) for code in range(256)],
    }
