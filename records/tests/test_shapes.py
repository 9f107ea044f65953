"""Turning and cropping a page: a person's wish, kept beside the original."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import AuditEntry
from records import services, shapes
from records.models import Derivative, File, PagePreview, PageShape
from records.tests.shown import a_page, as_jpeg
from records.tests.test_records import a_pdf

WHOLE = shapes.NOT_CROPPED
PAPER = [1000, 500, 9000, 800, 9500, 9000, 800, 9500]


@pytest.fixture
def file(case, wen, client) -> File:
    client.force_login(wen)
    services.add_files(case, [ContentFile(as_jpeg(a_page()), name="a.jpg")], by=wen)
    File.objects.update(type="image/jpeg", verdict="kept", work="done", pages=1)
    file = File.objects.get()
    Derivative.objects.create(file=file, work="done", pages=1, type="image/jpeg")
    for size in ("large", "small"):
        PagePreview.objects.create(
            file=file, number=1, size=size, width=1200, height=1600, drawn_as="1:0:"
        )
    return file


def url_of(name: str, file: File) -> str:
    return reverse(f"records:{name}", args=[file.case_id, file.record_id, file.pk])


def turn(client, file: File, turns: object, number: object = 1):
    return client.post(url_of("page_turn", file), {"turns": turns, "number": number})


def crop(client, file: File, corners: list[float], **more: str):
    names = [
        f"{place}_{axis}"
        for place in ("upper_left", "upper_right", "lower_right", "lower_left")
        for axis in "xy"
    ]
    values = dict(zip(names, (value / 100 for value in corners), strict=True))
    return client.post(url_of("page_crop", file), values | more)


def shape() -> tuple[int, list[int]] | None:
    found = PageShape.objects.first()
    return (found.turns, found.corners) if found else None


def test_page_turn_is_kept_and_the_page_is_drawn_anew(client, file):
    response = turn(client, file, 1)

    assert response.url.endswith(f"#page-{file.pk}-1")
    assert (shape(), Derivative.objects.get().work) == ((1, []), "queued")
    assert AuditEntry.objects.filter(verb="changed", thing_id=str(file.pk)).count() == 1


def test_a_double_click_turns_once(client, file):
    turn(client, file, 1)
    turn(client, file, 1)

    assert (shape(), PageShape.objects.count()) == ((1, []), 1)
    assert AuditEntry.objects.filter(verb="changed").count() == 1


@pytest.mark.parametrize(
    ("turns", "number"),
    [("4", 1), ("-1", 1), ("x", 1), ("", 1), (1, 0), (1, 2), (1, "y"), (1, "")],
)
def test_a_turn_that_makes_no_sense_changes_nothing(client, file, turns, number):
    response = turn(client, file, turns, number)

    assert (response.status_code, shape()) == (302, None)
    assert Derivative.objects.get().work == "done"


def test_page_crop_shows_the_photo_and_its_corners(client, file):
    PageShape.objects.create(file=file, corners=PAPER, by=file.added_by)

    page = client.get(url_of("page_crop", file))

    assert page.status_code == 200
    assert 'name="upper_left_x" value="10.0"' in page.text
    assert 'name="lower_left_y" value="95.0"' in page.text


def test_page_crop_keeps_the_corners(client, file):
    response = crop(client, file, PAPER)

    assert response.status_code == 302
    assert (shape(), Derivative.objects.get().work) == ((0, PAPER), "queued")


def test_corners_of_the_whole_photo_are_no_crop(client, file):
    crop(client, file, WHOLE)

    assert shape() is None
    assert Derivative.objects.get().work == "done"


def test_the_whole_photo_can_be_shown_again(client, file):
    crop(client, file, PAPER)

    crop(client, file, PAPER, do="whole")

    assert shape() == (0, [])


@pytest.mark.parametrize(
    ("corners", "words"),
    [
        ([0, 0, 10_000, 0, 10_000, 10_000, 0, 10_100], "Enter a number from 0 to 100"),
        ([9000, 0, 1000, 0, 10_000, 10_000, 0, 10_000], "make no sheet of paper"),
        ([0, 0, 10_000, 0, 2000, 2000, 0, 10_000], "make no sheet of paper"),
        ([0, 0, 100, 0, 100, 100, 0, 100], "make no sheet of paper"),
    ],
    ids=["outside", "crossed", "bent in", "a dot"],
)
def test_corners_that_are_no_paper_are_shown_again(client, file, corners, words):
    response = crop(client, file, corners)

    assert (response.status_code, shape()) == (422, None)
    assert words in response.text
    assert f'value="{corners[0] / 100}"' in response.text


def test_corners_turn_along_with_the_page(client, file):
    crop(client, file, PAPER)

    turn(client, file, 1)

    # The lower left corner of the paper is its upper left one now.
    assert shape() == (1, [500, 800, 9500, 1000, 9200, 9000, 1000, 9500])
    assert shapes.is_a_paper(shape()[1])


@given(st.integers(0, 3))
def test_four_quarter_turns_lead_back(start):
    corners = PAPER
    for _quarter in range(4 + start):
        corners = shapes.turned(corners)

    again = PAPER
    for _quarter in range(start):
        again = shapes.turned(again)
    assert corners == again


def test_page_crop_of_what_is_no_photo_is_not_found(client, file):
    File.objects.update(type="application/pdf")

    assert client.get(url_of("page_crop", file)).status_code == 404
    assert crop(client, file, PAPER).status_code == 404


@pytest.mark.parametrize("name", ["page_turn", "page_crop", "pages_more"])
@pytest.mark.parametrize("who", ["bo", "mei", "dr_osei"])
def test_shaping_is_not_found_by_strangers(client, file, request, name, who):
    client.force_login(request.getfixturevalue(who))

    response = client.post(url_of(name, file), {"turns": 1, "number": 1, "do": "whole"})

    assert (response.status_code, shape()) == (404, None)


def test_two_people_who_turn_the_same_page_leave_it_as_the_later_one_wants(
    file, wen, ana
):
    shapes.turn_page(file, 1, 1, by=wen)
    shapes.turn_page(file, 1, 3, by=ana)

    assert (shape(), PageShape.objects.get().by) == ((3, []), ana)


@pytest.fixture
def long_file(file) -> File:
    File.objects.update(type="application/pdf", pages=100)
    Derivative.objects.update(pages=100)
    return File.objects.get()


def test_pages_more_asks_for_the_next_pages_once(client, long_file):
    page = reverse("records:record_edit", args=[long_file.case_id, long_file.record_id])
    assert "40 more pages are in this file." in client.get(page).text

    client.post(url_of("pages_more", long_file))
    client.post(url_of("pages_more", long_file))

    row = Derivative.objects.get()
    assert (row.wanted, row.work) == (120, "queued")


def test_pages_more_of_a_short_file_does_nothing(client, file):
    client.post(url_of("pages_more", file))

    assert (Derivative.objects.get().wanted, Derivative.objects.get().work) == (
        60,
        "done",
    )


def test_a_turn_leaves_the_original_as_it_came(client, file):
    before = (file.key, file.sha256)

    turn(client, file, 2)

    file.refresh_from_db()
    assert (file.key, file.sha256) == before


def test_a_page_of_a_pdf_turns_by_itself(client, case, wen):
    client.force_login(wen)
    services.add_files(case, [ContentFile(a_pdf(pages=3), name="a.pdf")], by=wen)
    File.objects.update(pages=3)

    turn(client, File.objects.get(), 3, number=2)

    assert list(PageShape.objects.values_list("number", "turns")) == [(2, 3)]
