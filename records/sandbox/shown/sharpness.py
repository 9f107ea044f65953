"""Is a photo blurred? Told from its sharpest parts: empty paper says nothing.

In a sharp photo some places change from pixel to pixel as strongly as they differ at all; a
blur takes that away in one direction (the hand moved) or in both. What is measured is the
variance of second differences, across and down, in each of 64 tiles of a small grey copy.
How the limit was found: docs/decisions/0023-what-is-shown-is-made.md.
"""

LONGEST = 1000  # pixels of the copy on which it is judged
TILES = 8  # across and down
LEAST = 0.006  # of the contrast: below, small letters of a page run together
LEAST_CONTRAST = 30  # nothing on it that could be sharp
LEAST_SIZE = 600  # pixels of the longer side: what is smaller is told to be small
HIGH, LOW = (
    6,
    48,
)  # places among the 64 tiles: nearly the most, and what noise alone does
ACROSS, DOWN = (0, 0, 0, 1, -2, 1, 0, 0, 0), (0, 1, 0, 0, -2, 0, 0, 1, 0)
SCALE = 4  # of the kernels: differences stay within a byte


def is_blurred(picture) -> bool:
    if max(picture.size) < LEAST_SIZE:
        return False
    contrast, change = measured(picture)
    return contrast >= LEAST_CONTRAST and change < LEAST * contrast


def measured(picture) -> tuple[float, float]:
    """How much the picture differs within its tiles, and how sharply, free of noise."""
    from PIL import Image

    grey = picture.convert("L")
    grey.thumbnail((LONGEST, LONGEST), Image.Resampling.BOX)
    changes = [_variances(_differences(grey, kernel)) for kernel in (ACROSS, DOWN)]
    contrast = sorted(_variances(grey), reverse=True)[HIGH]
    return contrast, min(_above_noise(found) * SCALE**2 for found in changes)


def _above_noise(found: list[float]) -> float:
    found = sorted(found, reverse=True)
    return found[HIGH] - found[LOW]


def _differences(grey, kernel: tuple[int, ...]):
    from PIL import ImageFilter

    found = grey.filter(ImageFilter.Kernel((3, 3), kernel, scale=SCALE, offset=128))
    return found.crop(
        (1, 1, found.width - 1, found.height - 1)
    )  # edges stay unfiltered


def _variances(grey) -> list[float]:
    from PIL import ImageStat

    wide, high = max(1, grey.width // TILES), max(1, grey.height // TILES)
    corners = [(x * wide, y * high) for y in range(TILES) for x in range(TILES)]
    return [
        ImageStat.Stat(grey.crop((x, y, x + wide, y + high))).var[0] for x, y in corners
    ]
