"""The same file chosen again goes on where it stopped, and nothing else does."""

from __future__ import annotations

import pytest
from django.utils import timezone

from conftest import signed_in
from records import vault
from records.models import Record, Upload
from records.tests.test_records import a_pdf, a_photo
from records.tests.tus_client import TUS, begin, send, whole


@pytest.fixture
def door(client, wen, case):
    client.force_login(wen)
    return client


def test_the_same_file_chosen_again_goes_on(door, case, wen):
    """On another device, too: the server remembers, the browser need not."""
    first = begin(door, case, 10, mark="a1")
    send(door, first["Location"], 0, b"12345")

    again = begin(signed_in(wen), case, 10, mark="a1")

    assert (again.status_code, again["Location"]) == (201, first["Location"])
    assert (again["Upload-Offset"], Upload.objects.count()) == ("5", 1)


@pytest.mark.parametrize(
    "other", [{"mark": "b2"}, {"mark": ""}, {"filename": "other.pdf"}]
)
def test_another_file_of_the_same_size_begins_anew(door, case, other):
    first = begin(door, case, 10, mark="a1")["Location"]

    second = begin(door, case, 10, **{"mark": "a1", **other})["Location"]

    assert first != second


def test_a_file_without_a_mark_always_begins_anew(door, case):
    """As other clients send it: their own memory says what goes on."""
    assert begin(door, case, 10)["Location"] != begin(door, case, 10)["Location"]


@pytest.mark.parametrize("late", ["left out", "expired"])
def test_what_ended_is_not_gone_on_with(door, case, late):
    first = begin(door, case, 10, mark="a1")["Location"]
    if late == "left out":
        door.delete(first, headers=TUS)
    else:
        Upload.objects.update(expires_at=timezone.now())

    assert begin(door, case, 10, mark="a1")["Location"] != first


def test_nobody_goes_on_with_the_same_file_of_another(door, case, ana):
    first = begin(door, case, 10, mark="a1")["Location"]

    assert begin(signed_in(ana), case, 10, mark="a1")["Location"] != first


def test_what_is_said_the_second_time_counts_and_blank_takes_nothing(door, case):
    content = a_pdf()
    begin(door, case, len(content), mark="a1", form="kind=lab_results&title=Blood")
    form = "kind=&title=Blood+count&issued_by=City"

    whole(door, case, content, mark="a1", form=form)

    record = Record.objects.get()
    assert (record.kind, record.title) == ("lab_results", "Blood count")
    assert record.issued_by == "City"


def test_a_page_chosen_again_stays_a_page_of_its_document(door, case):
    photos = [a_photo(1600), a_photo(1601)]
    whole(door, case, photos[0], document="d1", page="1", mark="a1")
    begin(door, case, len(photos[1]), document="d1", page="0", mark="b2")

    whole(door, case, photos[1], document="d2", page="5", mark="b2")

    pages = Record.objects.get().files.order_by("position")
    assert [vault.open_(page).read() for page in pages] == photos[::-1]


def test_going_on_takes_no_second_room(door, case, settings):
    settings.MAX_CASE_MB = 1
    length = 900_000
    begin(door, case, length, mark="a1")

    again = begin(door, case, length, mark="a1")
    other = begin(door, case, length, mark="b2")

    assert (again.status_code, other.status_code) == (201, 413)
