"""The tus protocol as its specification says it, behind our door."""

from __future__ import annotations

import base64
import hashlib
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from conftest import signed_in
from intake.models import CaseMember
from records import vault
from records.models import File, Upload
from records.tests.test_records import a_pdf
from records.tests.tus_client import BODY, TUS, ask, begin, said, send, whole
from records.tus import uploads

# --- What the specification says ----------------------------------------------------------


def test_options_tells_what_the_server_can_do(door, case):
    response = door.options(reverse("records:upload_begin", args=[case.pk]))

    assert response.status_code == 204
    assert response["Tus-Version"] == response["Tus-Resumable"] == "1.0.0"
    assert response["Tus-Extension"].split(",") == [
        "creation",
        "creation-with-upload",
        "termination",
        "checksum",
        "expiration",
    ]
    assert "sha1" in response["Tus-Checksum-Algorithm"].split(",")
    assert int(response["Tus-Max-Size"]) > 10**9


def test_a_file_comes_in_pieces_and_lies_in_the_folder(door, case):
    content = a_pdf()

    begun = begin(door, case, len(content))
    url = begun["Location"]
    first = send(door, url, 0, content[:100])
    standing = ask(door, url)
    last = send(door, url, 100, content[100:])

    assert (begun.status_code, first.status_code, last.status_code) == (201, 204, 204)
    assert (first["Upload-Offset"], standing["Upload-Offset"]) == ("100", "100")
    assert standing["Upload-Length"] == str(len(content))
    assert standing["Cache-Control"] == "no-store"
    assert (last["Upload-Offset"], last["Upload-Result"]) == (str(len(content)), "kept")
    file = File.objects.get()
    assert vault.open_(file).read() == content
    assert (file.name, file.type, file.case) == ("scan.pdf", "application/pdf", case)


def test_the_first_piece_may_come_with_the_beginning(door, case):
    content = a_pdf()

    response = begin(door, case, len(content), body=content)

    assert (response.status_code, response["Upload-Result"]) == (201, "kept")
    assert File.objects.get().sha256 == hashlib.sha256(content).hexdigest()


def test_metadata_is_given_back_as_it_came(door, case):
    response = begin(door, case, 10, filename="Отчёт.pdf")

    assert ask(door, response["Location"])["Upload-Metadata"] == said(
        filename="Отчёт.pdf"
    )


@pytest.mark.parametrize("offset", [0, 4, 6, 10])
def test_a_piece_for_another_place_is_a_conflict(door, case, offset):
    """The same piece twice, or one that is missing before it."""
    url = begin(door, case, 10)["Location"]
    send(door, url, 0, b"12345")

    response = send(door, url, offset, b"67890")

    assert (response.status_code, ask(door, url)["Upload-Offset"]) == (409, "5")


def test_a_piece_longer_than_the_file_is_refused(door, case):
    url = begin(door, case, 10)["Location"]

    response = send(door, url, 0, b"12345678901")

    assert (response.status_code, ask(door, url)["Upload-Offset"]) == (413, "0")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Upload-Offset": ""}, 400),
        ({"Upload-Offset": "-1"}, 400),
        ({"Upload-Offset": "١"}, 400),
        ({"Upload-Offset": "9" * 30}, 400),
        ({"Tus-Resumable": "0.2.2"}, 412),
        ({"Tus-Resumable": ""}, 412),
        ({"Upload-Checksum": "crc32 AAAA"}, 400),
        ({"Upload-Checksum": "sha1 !"}, 400),
    ],
)
def test_what_tus_does_not_know_changes_nothing(door, case, headers, status):
    url = begin(door, case, 10)["Location"]

    response = send(door, url, 0, b"12345", **headers)

    assert (response.status_code, ask(door, url)["Upload-Offset"]) == (status, "0")


def test_another_version_is_told_ours(door, case):
    response = door.post(
        reverse("records:upload_begin", args=[case.pk]),
        headers={"Tus-Resumable": "0.1", "Upload-Length": "3"},
    )

    assert (response.status_code, response["Tus-Version"]) == (412, "1.0.0")


def test_a_piece_of_another_kind_is_refused(door, case):
    url = begin(door, case, 10)["Location"]

    response = door.patch(
        url, b"123", content_type="text/plain", headers=TUS | {"Upload-Offset": "0"}
    )

    assert response.status_code == 415


@pytest.mark.parametrize(
    "headers",
    [
        {"Upload-Length": ""},
        {"Upload-Length": "-5"},
        {"Upload-Length": "many"},
        {"Upload-Length": "", "Upload-Defer-Length": "1"},
        {"Upload-Metadata": "filename ***"},
    ],
)
def test_a_beginning_that_cannot_be_read_makes_no_upload(door, case, headers):
    response = begin(door, case, 5, headers=headers)

    assert (response.status_code, Upload.objects.count()) == (400, 0)


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_checksum_decides_whether_a_piece_counts(door, case, algorithm):
    url = begin(door, case, 20)["Location"]
    digest = base64.b64encode(hashlib.new(algorithm, b"1234567890").digest()).decode()

    wrong = send(
        door, url, 0, b"123456789x", **{"Upload-Checksum": f"{algorithm} {digest}"}
    )
    after = ask(door, url)["Upload-Offset"]
    right = send(
        door, url, 0, b"1234567890", **{"Upload-Checksum": f"{algorithm} {digest}"}
    )

    assert (wrong.status_code, after) == (460, "0")
    assert (right.status_code, right["Upload-Offset"]) == (204, "10")


def test_a_wrong_checksum_leaves_no_bytes(door, case, tmp_path, settings):
    before = set(vault.place().names())
    url = begin(door, case, 20)["Location"]

    send(door, url, 0, b"123", **{"Upload-Checksum": "sha1 AAAA"})

    assert set(vault.place().names()) == before


def test_an_upload_is_left_out_with_delete(door, case):
    before = set(vault.place().names())
    url = begin(door, case, 10)["Location"]
    send(door, url, 0, b"12345")

    response = door.delete(url, headers=TUS)

    assert (response.status_code, ask(door, url).status_code) == (204, 410)
    assert set(vault.place().names()) == before


def test_patch_may_come_disguised_as_post(door, case):
    url = begin(door, case, 10)["Location"]

    response = door.post(
        url,
        b"12345",
        content_type=BODY,
        headers=TUS | {"Upload-Offset": "0", "X-HTTP-Method-Override": "PATCH"},
    )

    assert (response.status_code, response["Upload-Offset"]) == (204, "5")


def test_an_unfinished_upload_expires_and_leaves_nothing(door, case, settings):
    before = set(vault.place().names())
    url = begin(door, case, 10)["Location"]
    first = send(door, url, 0, b"12345")
    assert "GMT" in first["Upload-Expires"]

    with time_machine.travel(
        timezone.now() + timedelta(days=settings.UPLOAD_DAYS, hours=1)
    ):
        gone = ask(signed_in(Upload.objects.get().by), url).status_code
        uploads.tidy()

    assert (gone, Upload.objects.get().result) == (410, "given_up")
    assert set(vault.place().names()) == before


# --- Who may ---------------------------------------------------------------------------------


def test_nobody_goes_on_with_the_upload_of_another(door, case, ana, bo, mei):
    url = begin(door, case, 10)["Location"]

    for person in (ana, bo, mei):
        other = signed_in(person)
        assert send(other, url, 0, b"12345").status_code == 404
        assert ask(other, url).status_code == 404
        assert other.delete(url, headers=TUS).status_code == 404
    assert ask(door, url)["Upload-Offset"] == "0"


def test_upload_of_somebody_who_was_removed_meanwhile_dies(case, ana):
    theirs = signed_in(ana)
    content = a_pdf()
    url = begin(theirs, case, len(content))["Location"]
    send(theirs, url, 0, content[:50])
    CaseMember.objects.filter(user=ana).update(left_at=timezone.now())

    refused = send(theirs, url, 50, content[50:])

    assert (refused.status_code, File.objects.count()) == (404, 0)


def test_whole_upload_of_somebody_who_was_removed_is_not_added(case, ana, monkeypatch):
    theirs = signed_in(ana)
    content = a_pdf()
    with monkeypatch.context() as broken:
        broken.setattr("records.tus.whole.end", lambda *args: "")
        whole(theirs, case, content)
    CaseMember.objects.filter(user=ana).update(left_at=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        uploads.tidy()

    upload = Upload.objects.get()
    assert (upload.result, upload.key, File.objects.count()) == ("left", "", 0)


def test_a_person_whose_session_ended_is_told_so_and_goes_on_later(
    client, door, case, wen
):
    url = begin(door, case, 10)["Location"]
    send(door, url, 0, b"12345")
    client.logout()

    refused = send(client, url, 5, b"67890")

    client.force_login(wen)
    assert (refused.status_code, ask(client, url)["Upload-Offset"]) == (401, "5")


def test_a_large_piece_of_nobody_is_not_sent_on_to_the_sign_in(client, case, wen):
    """A program would follow the redirect with all its bytes, for ever."""
    door = signed_in(wen)
    url = begin(door, case, 2_000_000)["Location"]

    refused = send(client, url, 0, b"x" * 1_500_000)

    assert (refused.status_code, refused["Connection"]) == (401, "close")
