"""What an upload may bring, and the record it becomes."""

from __future__ import annotations

import pytest

from records import quota, refusals, sniff, vault
from records.models import File, Record, Upload
from records.tests.test_records import a_pdf, a_photo
from records.tests.test_records import send as send_form
from records.tests.tus_client import begin, send, whole

MB = 1024 * 1024

# --- Limits, told before anything is sent --------------------------------------------


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


def test_an_archive_is_told_the_limit_of_archives(door, case, settings):
    settings.MAX_FILE_MB, settings.MAX_ARCHIVE_MB = 1, 3
    paper, archive = b"%PDF-1.7" + bytes(MB + 1), b"PK\x03\x04" + bytes(3 * MB)

    by_form = send_form(door, case, ("a.pdf", paper), ("b.zip", archive)).text
    at_first = begin(door, case, 3 * MB + 1).text
    settings.MAX_ARCHIVE_MB = 2
    sent = refusals.sentence(quota.too_big(sniff.ZIP))

    assert "It is larger than 1 MB." in by_form
    assert "It is larger than 3 MB." in by_form
    assert "It is larger than 3 MB." in at_first
    assert "It is larger than 2 MB." in sent


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
