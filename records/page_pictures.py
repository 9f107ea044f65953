"""What the page of a record shows of each file: its pages as pictures, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from records import sniff
from records.models import Derivative, File, PagePreview, PageShape

MOST_SHOWN = 12  # of the pages of one file; the others are folded
# Files that are one photo: these can be cropped and taken again.
PHOTOS = {sniff.JPEG, sniff.PNG, sniff.HEIC, sniff.WEBP, sniff.BMP}


@dataclass
class Page:
    """One page. `number` counts through the record, `of_file` within its file."""

    number: int
    of_file: int
    pictures: dict[str, PagePreview] = field(default_factory=dict)
    turns: int = 0

    @property
    def small(self) -> PagePreview | None:
        return self.pictures.get("small")

    @property
    def large(self) -> PagePreview | None:
        return self.pictures.get("large")

    @property
    def left(self) -> int:
        """Quarter turns in all, after one more to the left."""
        return (self.turns + 3) % 4

    @property
    def right(self) -> int:
        return (self.turns + 1) % 4


def write_pages(files: Iterable[File]) -> None:
    """Leaves `pages_shown`, `pages_folded` and `more_pages` on each file: two queries."""
    files = list(files)
    drawn = _by_page(PagePreview.objects.filter(file__in=files))
    shapes = _by_page(PageShape.objects.filter(file__in=files))
    before = 0
    for file in files:
        numbers = sorted({number for key, number in drawn if key == file.pk})
        pages = [
            _page(before, number, drawn[file.pk, number], shapes.get((file.pk, number)))
            for number in numbers
        ]
        file.pages_shown, file.pages_folded = pages[:MOST_SHOWN], pages[MOST_SHOWN:]
        total = pages_of(file) or len(numbers)
        file.more_pages = _not_wanted_yet(file, total) if numbers else 0
        before += total


def pages_of(file: File) -> int:
    """How many pages of the record are this file's; 0 while nobody counted them."""
    copy: Derivative | None = getattr(file, "derivative", None)
    return (copy.pages if copy else None) or file.pages or 0


def _not_wanted_yet(file: File, total: int) -> int:
    """Pages at the end that nobody asked to see so far."""
    copy: Derivative | None = getattr(file, "derivative", None)
    return max(0, total - copy.wanted) if copy else 0


def _by_page(rows: Iterable[PagePreview | PageShape]) -> dict:
    found: dict = {}
    for row in rows:
        found.setdefault((row.file_id, row.number), []).append(row)
    return found


def _page(
    before: int, number: int, rows: list[PagePreview], shape: list[PageShape] | None
) -> Page:
    turns = shape[0].turns if shape else 0
    pictures = {row.size: row for row in rows}
    return Page(before + number, number, pictures, turns)


def picture_to_crop(file: File) -> PagePreview | None:
    """The page as it is before cropping."""
    drawn = PagePreview.objects.filter(file=file, number=1)
    return next(
        (row for row in drawn.order_by("-size") if row.size in {"uncropped", "large"}),
        None,
    )


def is_photo(file: File) -> bool:
    return file.type in PHOTOS
