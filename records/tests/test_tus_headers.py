"""Headers that no client of tus sends: an answer in its words, never an error of ours."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import signed_in
from intake.models import CaseMember
from records import quota, vault
from records.models import Upload
from records.tests.tus_client import BODY, TUS, begin, send
from records.tus import uploads


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Metadata": "filename é"},
        {"Upload-Metadata": "filename ="},
        {"Upload-Length": "9" * 5000},
        {"Upload-Length": "²"},
    ],
)
def test_a_beginning_that_cannot_be_read_is_told(door, case, headers):
    url = reverse("records:upload_begin", args=[case.pk])

    response = door.post(url, headers=TUS | {"Upload-Length": "10"} | headers)

    assert (response.status_code, Upload.objects.count()) == (400, 0)
    assert response["Tus-Resumable"] == "1.0.0"


def test_a_checksum_that_cannot_be_read_is_told(door, case):
    url = begin(door, case, 10)["Location"]

    response = send(door, url, 0, b"12345", **{"Upload-Checksum": "sha1 é"})

    assert (response.status_code, Upload.objects.get().size_bytes) == (400, 0)


def test_a_piece_of_endless_length_is_refused(door, case):
    url = begin(door, case, 10)["Location"]

    response = door.patch(
        url,
        b"1",
        content_type=BODY,
        headers=TUS | {"Upload-Offset": "0"},
        CONTENT_LENGTH="9" * 5000,
    )

    assert response.status_code in {400, 413}


def test_a_page_that_is_no_number_is_no_place_among_pages(door, case):
    response = begin(door, case, 10, document="d1", page="²")

    assert response.status_code == 201
    assert "page" not in Upload.objects.get().told


def test_what_somebody_began_who_may_not_add_any_more_holds_no_room(
    own_vault, case, ana, wen
):
    theirs = signed_in(ana)
    url = begin(theirs, case, 5000)["Location"]
    send(theirs, url, 0, b"%PDF-1.7 and so on")
    begin(signed_in(wen), case, 300)
    member = CaseMember.objects.filter(user=ana)

    with_right = uploads.tidy()
    member.update(left_at=timezone.now())
    without = uploads.tidy()

    ended = Upload.objects.get(by=ana)
    assert (with_right, without) == (0, 1)
    assert (ended.result, ended.key) == ("left", "")
    assert quota.space_of(case) == (0, 300)
    assert list(vault.place().names()) == []
