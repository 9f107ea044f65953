"""The tus protocol as its specification says it, behind our door."""

from __future__ import annotations

import base64
import hashlib
import io
import random
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from conftest import signed_in
from intake.models import CaseMember
from records import reconcile, refusals, vault
from records.models import File, Record, Upload
from records.tests.test_records import a_pdf, a_photo
from records.tests.tus_client import BODY, TUS, ask, begin, said, send, whole
from records.tus import pieces, turns, uploads


@pytest.fixture
def door(client, wen, case):
    client.force_login(wen)
    return client


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


# --- What must survive ---------------------------------------------------------------------


def test_what_came_before_the_line_broke_is_kept(door, case):
    """A body that ends before its announced length: the client goes on from there."""
    content = b"%PDF-1.7\n" + random.Random(3).randbytes(100_000)
    url = begin(door, case, len(content))["Location"]

    broken = door.generic(
        "PATCH",
        url,
        headers=TUS | {"Upload-Offset": "0"},
        CONTENT_TYPE=BODY,
        CONTENT_LENGTH=str(len(content)),
        **{"wsgi.input": io.BytesIO(content[:60_000])},
    )

    assert broken["Upload-Offset"] == ask(door, url)["Upload-Offset"] == "60000"


def test_a_large_file_in_many_pieces_is_byte_exact(door, case):
    content = b"%PDF-1.7\n" + random.Random(4).randbytes(3 * vault.PART_BYTES)
    url = begin(door, case, len(content))["Location"]
    chance, done = random.Random(5), 0

    while done < len(content):
        size = chance.choice([1, 1000, 70_000, 900_000, vault.PART_BYTES])
        done = int(send(door, url, done, content[done : done + size])["Upload-Offset"])

    assert vault.open_(File.objects.get()).read() == content


def test_who_comes_back_on_a_new_line_takes_over(door, case):
    """The old line still seems open: what it brings from now on is not kept."""
    url = begin(door, case, 10)["Location"]
    old = Upload.objects.get()
    pieces.claim(old)
    slow = pieces.Piece(old)
    slow._keep(b"12345")

    taken = send(door, url, 0, b"abcdefghij"[:5])

    with pytest.raises(pieces.ClaimLostError):
        slow._end(5)
    slow._writer.discard()
    assert taken["Upload-Offset"] == "5"
    send(door, url, 5, b"fghij")
    assert vault.open_(File.objects.get()).read() == b"abcdefghij"


def test_a_server_that_died_after_the_last_byte_loses_nothing(door, case, monkeypatch):
    content = a_pdf()
    url = begin(door, case, len(content))["Location"]
    with monkeypatch.context() as broken:
        broken.setattr("records.tus.whole.end", lambda *args: "")  # never came to it
        send(door, url, 0, content)
    assert File.objects.count() == 0

    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        uploads.tidy()
        uploads.tidy()

    assert vault.open_(File.objects.get()).read() == content


def test_the_lost_answer_to_the_last_piece_is_given_again(door, case, monkeypatch):
    content = a_pdf()
    url = begin(door, case, len(content))["Location"]
    with monkeypatch.context() as broken:
        broken.setattr("records.tus.whole.end", lambda *args: "")
        send(door, url, 0, content)

    answer = ask(door, url)

    assert answer["Upload-Offset"] == answer["Upload-Length"] == str(len(content))
    assert File.objects.count() == 1


def test_reconcile_finds_nothing_while_a_file_is_coming(door, case):
    url = begin(door, case, 10)["Location"]
    send(door, url, 0, b"12345")
    mine = set(Upload.objects.get().sealed.names())

    found = reconcile.compare()

    assert len(mine) == 1
    assert not mine & (set(found.rows) | set(found.names))


def test_a_lost_refusal_is_told_again(door, case):
    content = b"MZ" + bytes(20_000)
    url = begin(door, case, len(content))["Location"]
    send(door, url, 0, content[:10_000])

    standing = ask(door, url)
    late = send(door, url, 10_000, content[10_000:])

    assert (standing.status_code, standing["Upload-Result"]) == (410, "program")
    assert late.status_code in (409, 410)


def test_the_result_of_what_ended_is_told_again(door, case):
    content = a_pdf()
    kept = begin(door, case, len(content))["Location"]
    send(door, kept, 0, content)
    twice = begin(door, case, len(content))["Location"]
    send(door, twice, 0, content)

    assert [ask(door, url)["Upload-Result"] for url in (kept, twice)] == [
        "kept",
        "twice",
    ]


def test_too_many_at_once_are_asked_to_wait(door, case):
    url = begin(door, case, 10)["Location"]
    held = [turns._free.acquire(blocking=False) for _ in range(200)]

    response = send(door, url, 0, b"12345")

    for taken in held:
        if taken:
            turns._free.release()
    assert (response.status_code, response["Retry-After"]) == (503, "2")
    assert ask(door, url)["Upload-Offset"] == "0"


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


# --- Limits, told before anything is sent --------------------------------------------


def test_a_large_piece_of_nobody_is_not_sent_on_to_the_sign_in(client, case, wen):
    """A program would follow the redirect with all its bytes, for ever."""
    door = signed_in(wen)
    url = begin(door, case, 2_000_000)["Location"]

    refused = send(client, url, 0, b"x" * 1_500_000)

    assert (refused.status_code, refused["Connection"]) == (401, "close")


@pytest.mark.parametrize(
    ("limit", "value", "sentence"),
    [
        ("MAX_ARCHIVE_MB", 1, "It is larger than"),
        ("MAX_CASE_MB", 1, "There is no room left in this folder"),
        ("MAX_DAY_MB", 1, "You sent very much today"),
    ],
)
def test_what_would_not_fit_is_refused_before_it_is_sent(
    door, case, settings, limit, value, sentence
):
    settings.MAX_FILE_MB = 1
    setattr(settings, limit, value)

    response = begin(door, case, 2 * 1024 * 1024)

    assert (response.status_code, Upload.objects.count()) == (413, 0)
    assert sentence in response.text


def test_uploads_that_fit_alone_do_not_fit_together(door, case, settings):
    settings.MAX_CASE_MB = 1
    half = 600_000

    first, second = begin(door, case, half), begin(door, case, half)

    assert (first.status_code, second.status_code) == (201, 413)


def test_only_archives_may_be_as_large_as_archives(door, case, settings):
    settings.MAX_FILE_MB = 1
    content = b"%PDF-1.7\n" + b"x" * 1_100_000

    response = whole(door, case, content)

    assert (response["Upload-Result"], File.objects.count()) == ("too_big", 0)


# --- What it becomes -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "result"),
    [(b"MZ program", "program"), (b"<html>", "page"), (b"\x1aE\xdf\xa3", "film")],
)
def test_what_is_not_kept_says_why_and_leaves_no_bytes(door, case, content, result):
    before = set(vault.place().names())

    response = whole(door, case, content)

    upload = Upload.objects.get()
    assert (response["Upload-Result"], upload.result) == (result, result)
    assert (File.objects.count(), set(vault.place().names())) == (0, before)


@pytest.mark.parametrize(
    ("head", "length", "result"),
    [
        (b"\x1aE\xdf\xa3 film", 40_000, "film"),
        (b"%PDF-1.7\n", 300 * 1024 * 1024, "too_big"),
    ],
)
def test_what_will_not_be_kept_is_refused_with_its_first_piece(
    door, case, head, length, result
):
    before = set(vault.place().names())
    url = begin(door, case, length)["Location"]

    response = send(door, url, 0, head + bytes(10_000))

    assert (response.status_code, response["Upload-Result"]) == (422, result)
    assert response.text == refusals.sentence(result)
    assert set(vault.place().names()) == before


def test_a_large_scan_is_not_refused_with_its_first_piece(door, case):
    url = begin(door, case, 300 * 1024 * 1024)["Location"]

    assert send(door, url, 0, b"PK\x03\x04" + bytes(10_000)).status_code == 204


def test_an_empty_file_is_refused(door, case):
    response = begin(door, case, 0)

    assert (response.status_code, response["Upload-Result"]) == (201, "empty")


def test_the_same_file_twice_makes_one_record(door, case):
    content = a_pdf()
    whole(door, case, content)

    again = whole(door, case, content)

    assert (again["Upload-Result"], Record.objects.count()) == ("twice", 1)


def test_what_stood_beside_it_is_kept_with_it(door, case):
    form = (
        "kind=lab_results&title=Blood&dated_on_year=2026&dated_on_month=3&dated_on_day="
    )

    whole(door, case, a_pdf(), form=form)

    record = Record.objects.get()
    assert (record.kind, record.title, str(record.dated_on)) == (
        "lab_results",
        "Blood",
        "2026-03",
    )


def test_what_is_not_clear_is_told_before_the_file_is_sent(door, case):
    form = "dated_on_year=2026&dated_on_month=13"

    response = begin(door, case, 10, form=form)

    assert (response.status_code, Upload.objects.count()) == (422, 0)
    assert "month" in response.text.lower()


def test_photos_that_are_one_document_become_pages_in_their_order(door, case):
    photos = [a_photo(1600 + n) for n in range(3)]

    for page in (2, 0, 1):  # side by side they end in any order
        whole(
            door,
            case,
            photos[page],
            document="d1",
            page=str(page),
            filename="image.jpg",
        )

    pages = Record.objects.get().files.order_by("position")
    assert [vault.open_(page).read() for page in pages] == photos


def test_photos_of_another_document_are_another_record(door, case):
    whole(door, case, a_photo(1600), document="d1", page="0")
    whole(door, case, a_photo(1601), document="d2", page="0")

    assert Record.objects.count() == 2


def test_a_file_can_be_a_page_of_a_record_that_is_there(door, case):
    whole(door, case, a_photo(1600))
    record = Record.objects.get()

    whole(door, case, a_photo(1601), record=str(record.pk))

    assert record.files.count() == 2


def test_the_record_of_another_folder_is_not_found(door, case, bo, bos_case):
    strange = Record.objects.create(case=bos_case, number=1, kind="other", added_by=bo)

    response = begin(door, case, 10, record=str(strange.pk))

    assert (response.status_code, Upload.objects.count()) == (404, 0)


@pytest.mark.parametrize("name", ["../../etc/passwd", "a\0b", "x" * 400, "‮gpj.exe", ""])
def test_any_name_is_a_label_only(door, case, name):
    response = whole(door, case, a_pdf(), filename=name)

    assert response["Upload-Result"] == "kept"
    assert File.objects.get().key.startswith(f"cases/{case.pk}/")
