"""What was made of a file, as tests look at it."""

from __future__ import annotations

import io

from PIL import Image

from records import reconcile, tasks, vault
from records.models import Derivative, File, PagePreview


def build(file: File) -> None:
    tasks.build_derivative(str(file.pk))


def copy_of(file: File) -> Derivative:
    return Derivative.objects.select_related("file").get(pk=file.pk)


def read(stored) -> bytes:
    with vault.open_(stored) as opened:
        return opened.read()


def picture(file: File, number: int = 1, size: str = "large") -> Image.Image:
    row = PagePreview.objects.get(file=file, number=number, size=size)
    return Image.open(io.BytesIO(read(row)))


def numbers(file: File) -> list[tuple[int, str]]:
    rows = PagePreview.objects.filter(file=file).order_by("number", "size")
    return list(rows.values_list("number", "size"))


def nothing_lost() -> bool:
    found = reconcile.compare()
    return (found.rows, found.names) == ([], [])
