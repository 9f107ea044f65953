"""Where images of scans stand on a sheet: laid out by us, filled in by the child."""

from __future__ import annotations

from dataclasses import dataclass

WIDE, HIGH = 210.0, 297.0  # A4, in mm
SIDE, TOP, FOOT, GAP, CAPTION = 12.0, 24.0, 10.0, 4.0, 10.0
POINTS = 72 / 25.4


@dataclass(frozen=True)
class Frame:
    """In mm from the upper left corner; the caption stands below it."""

    left: float
    top: float
    wide: float
    high: float

    @property
    def style(self) -> str:
        return (
            f"left:{self.left}mm;top:{self.top}mm;width:{self.wide}mm;"
            f"height:{self.high}mm"
        )

    @property
    def caption_style(self) -> str:
        top = self.top + self.high + 1
        return (
            f"left:{self.left}mm;top:{top}mm;width:{self.wide}mm;height:{CAPTION - 1}mm"
        )

    @property
    def in_points(self) -> list[float]:
        """As PDFs count: from the lower left corner."""
        low = HIGH - self.top - self.high
        return [round(n * POINTS, 3) for n in (self.left, low, self.wide, self.high)]


def frames(per_sheet: int) -> list[Frame]:
    """Two images one above the other, or four in two rows."""
    columns = 1 if per_sheet == 2 else 2
    wide = (WIDE - 2 * SIDE - GAP * (columns - 1)) / columns
    high = (HIGH - TOP - FOOT) / 2 - CAPTION - GAP / 2
    return [
        Frame(
            SIDE + column * (wide + GAP),
            TOP + row * (high + CAPTION + GAP),
            wide,
            high,
        )
        for row in range(2)
        for column in range(columns)
    ]
