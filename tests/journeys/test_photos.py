"""Photos of papers: a blurred one is told before it is sent, and corners are put by hand."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from PIL import Image, ImageFilter

from records import services
from records.models import File, PageShape
from records.tests.shown import a_page, as_jpeg
from records.tests.test_shown_pictures import a_photo_of_text
from tests.journeys.conftest import DESK, PHONE, look

WARNING = "This photo looks blurred. If you can, take it again."


def chosen(name: str, image: Image.Image) -> dict[str, Any]:
    return {"name": name, "mimeType": "image/jpeg", "buffer": as_jpeg(image)}


def test_blurred_and_small_photos_are_told_before_they_are_sent(
    open_page: Any, live_server: Any, case: Any, wen: Any
) -> None:
    page = open_page(wen, size=PHONE)
    page.goto(live_server.url + reverse("records:record_list", args=[case.pk]))
    sharp = a_photo_of_text()
    blurred = sharp.filter(ImageFilter.GaussianBlur(9))

    page.set_input_files(
        "#id_files",
        [
            chosen("sharp.jpg", sharp),
            chosen("blurred.jpg", blurred),
            chosen("small.jpg", sharp.resize((800, 1000))),
        ],
    )

    box = page.locator("[data-photos]")
    box.wait_for(state="visible")
    assert box.locator("li").all_inner_texts() == [
        f"blurred.jpg: {WARNING}",
        "small.jpg: This picture is small and hard to read. "
        "If you can, take it again, closer.",
    ]
    look(page)
    page.set_input_files("#id_files", [chosen("sharp.jpg", sharp)])
    box.wait_for(state="hidden")


@pytest.fixture
def file(case: Any, wen: Any) -> File:
    """A photo with its pictures."""
    photo = ContentFile(as_jpeg(a_page()), name="a.jpg")
    services.add_files(case, [photo], by=wen)
    return File.objects.get()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_corners_are_put_by_pointer_and_by_keys(
    open_page: Any, live_server: Any, wen: Any, file: File, size: dict
) -> None:
    page = open_page(wen, size=size)
    args = [file.case_id, file.record_id, file.pk]
    page.goto(live_server.url + reverse("records:page_crop", args=args))
    marks = page.get_by_role("button", name="corner")
    look(page)
    page.set_viewport_size(size)

    _drag(page, marks.nth(0), across=0.2, down=0.1)
    marks.nth(2).focus()
    for _press in range(5):
        page.keyboard.press("ArrowLeft")
    page.keyboard.press("Shift+ArrowUp")
    said = marks.nth(2).get_attribute("aria-label")
    page.get_by_role("button", name="Cut it").click()

    page.wait_for_url("**/records/**")
    corners = PageShape.objects.get().corners
    assert said == "Lower right corner, from the left 95%, from the top 99.8%"
    assert corners[2:] == [10_000, 0, 9500, 9980, 0, 10_000]
    assert corners[:2] == pytest.approx([2000, 1000], abs=60)


def _drag(page: Any, mark: Any, *, across: float, down: float) -> None:
    photo, place = page.locator(".sl-crop").bounding_box(), mark.bounding_box()
    page.mouse.move(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
    page.mouse.down()
    page.mouse.move(
        photo["x"] + photo["width"] * across, photo["y"] + photo["height"] * down
    )
    page.mouse.up()


def test_page_with_pictures_reads_well(
    open_page: Any, live_server: Any, wen: Any, file: File
) -> None:
    page = open_page(wen, size=PHONE)
    args = [file.case_id, file.record_id]

    page.goto(live_server.url + reverse("records:record_edit", args=args))

    assert page.locator(".sl-pages img").count() == 1
    look(page)


def test_a_page_turns_without_script(
    open_page: Any, live_server: Any, wen: Any, file: File
) -> None:
    page = open_page(wen, javascript=False)
    args = [file.case_id, file.record_id]
    page.goto(live_server.url + reverse("records:record_edit", args=args))

    page.get_by_role("button", name="Turn page 1 to the right").click()

    page.wait_for_load_state()
    picture = page.locator(".sl-pages img")
    sides = [int(picture.get_attribute(side)) for side in ("width", "height")]
    assert (PageShape.objects.get().turns, sides) == (1, [320, 240])
