"""What a person began to send and has not finished, on the pages of records."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from conftest import signed_in
from records import refusals, vault
from records.models import Record, Upload
from records.tests.test_records import a_pdf, a_photo
from records.tests.tus_client import begin, send, whole

MB = 1024 * 1024


@pytest.fixture
def door(client, wen, case):
    client.force_login(wen)
    return client


def list_url(case) -> str:
    return reverse("records:record_list", args=[case.pk])


def leave_url(case, upload) -> str:
    return reverse("records:upload_leave_out", args=[case.pk, upload.pk])


def half_sent(client, case, name: str = "ct.zip", **told: str) -> Upload:
    url = begin(client, case, 3 * MB, filename=name, **told)["Location"]
    send(client, url, 0, b"PK\x03\x04" + bytes(MB))
    return Upload.objects.get(name=name)


def test_page_lists_what_is_not_finished_and_until_when(door, case, settings):
    half_sent(door, case)

    text = door.get(list_url(case)).text

    until = timezone.localtime() + timedelta(days=settings.UPLOAD_DAYS)
    assert "1.0 of 3.0 MB." in text
    assert f"What has arrived is kept until {until.day} {until:%B %Y}." in text
    assert "Choose the same file again: it starts where it stopped." in text


def test_nobody_sees_what_another_has_not_finished(door, case, ana):
    half_sent(door, case, "secret-ct.zip")
    assert "secret-ct.zip" in door.get(list_url(case)).text

    assert "secret-ct.zip" not in signed_in(ana).get(list_url(case)).text


def test_page_of_a_record_lists_only_what_is_to_be_its_page(door, case):
    whole(door, case, a_photo(1600))
    record = Record.objects.get()
    half_sent(door, case, "mine.zip", record=str(record.pk))
    half_sent(door, case, "other.zip")

    text = door.get(reverse("records:record_edit", args=[case.pk, record.pk])).text

    assert ("mine.zip" in text, "other.zip" in text) == (True, False)


def test_leaving_out_without_a_script_takes_the_bytes_away(door, case):
    before = set(vault.place().names())
    upload = half_sent(door, case)

    response = door.post(leave_url(case, upload), follow=True)

    upload.refresh_from_db()
    assert (upload.result, set(vault.place().names())) == ("left_out", before)
    assert "The file is left out." in response.text
    assert "ct.zip" not in response.text


def test_leaving_out_twice_or_too_late_changes_nothing(door, case):
    whole(door, case, a_pdf())
    upload = Upload.objects.get()

    response = door.post(leave_url(case, upload), follow=True)

    upload.refresh_from_db()
    assert (upload.result, Record.objects.count()) == ("", 1)
    assert "has arrived already" in response.text


def test_leaving_out_leads_back_to_the_record_it_was_for(door, case):
    whole(door, case, a_photo(1600))
    record = Record.objects.get()
    upload = half_sent(door, case, record=str(record.pk))

    response = door.post(leave_url(case, upload), {"from": "record"})

    assert response.url == reverse("records:record_edit", args=[case.pk, record.pk])


def test_nobody_leaves_out_what_another_sends(door, case, ana, bo):
    upload = half_sent(door, case)

    answers = [signed_in(who).post(leave_url(case, upload)) for who in (ana, bo)]

    upload.refresh_from_db()
    assert [answer.status_code for answer in answers] == [404, 404]
    assert upload.ended_at is None


def test_room_kept_for_what_is_coming_is_said(door, case):
    half_sent(door, case)

    text = door.get(list_url(case)).text

    assert "3 MB of it is kept free for files that are not finished." in text


def test_the_line_of_the_room_is_renewed_with_the_rest(door, case):
    """Leaving a file out draws anew what has `data-fresh` (static/js/watch.js)."""
    half_sent(door, case)

    line = door.get(list_url(case)).text.split('<span id="space" data-fresh>')[1]

    assert "3 MB of it is kept free" in line.split("</span>")[0]


def test_lists_of_unfinished_files_cost_the_same_queries(door, case):
    half_sent(door, case, "0.zip")
    with CaptureQueriesContext(
        connection,
    ) as one:
        door.get(list_url(case))
    half_sent(door, case, "1.zip")
    half_sent(door, case, "2.zip")

    with CaptureQueriesContext(connection) as three:
        door.get(list_url(case))

    assert len(one) == len(three)


# --- What became of the files -----------------------------------------------------------


def test_page_tells_what_became_of_files_sent_in_pieces_since(door, case):
    since = int(timezone.now().timestamp()) - 1
    content = a_pdf()
    whole(door, case, content, filename="report.pdf")
    whole(door, case, b"MZ program", filename="viewer.exe")
    whole(door, case, content, filename="again.pdf")

    text = door.get(f"{list_url(case)}?sent={since}").text

    assert "1 file has arrived." in text
    assert "1 was here already." in text
    assert "1 was not added." in text
    assert refusals.sentence("program") in text


@pytest.mark.parametrize("since", ["", "x", "-1", "99999999999", "9" * 40, "١"])
def test_page_tells_nothing_of_files_before_or_without_a_moment(door, case, since):
    whole(door, case, a_pdf(), filename="report.pdf")

    response = door.get(f"{list_url(case)}?sent={since}")

    assert (response.status_code, response.context["results"]) == (200, None)


def test_files_of_another_person_are_not_told(door, case, ana):
    since = int(timezone.now().timestamp()) - 1
    whole(signed_in(ana), case, a_pdf(), filename="report.pdf")

    assert door.get(f"{list_url(case)}?sent={since}").context["results"] is None


def test_what_was_left_out_is_not_told(door, case):
    since = int(timezone.now().timestamp()) - 1
    door.post(leave_url(case, half_sent(door, case)))

    assert door.get(f"{list_url(case)}?sent={since}").context["results"] is None


def test_old_files_are_not_told_again(door, case):
    since = int(timezone.now().timestamp()) - 1
    whole(door, case, a_pdf(), filename="report.pdf")

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        later = signed_in(Upload.objects.get().by)
        response = later.get(f"{list_url(case)}?sent={since}")

    assert response.context["results"] is None


# --- What stands beside the files -----------------------------------------------------------


def check(client, case, **typed: str):
    return client.post(list_url(case), {"do": "check", **typed})


def test_check_gives_an_empty_form_when_all_is_clear(door, case):
    response = check(door, case, title="Blood count", kind="lab_results")

    assert (response.status_code, Record.objects.count()) == (200, 0)
    assert "Blood count" not in response.text
    assert 'id="add"' in response.text


def test_check_says_beside_its_field_what_is_not_clear(door, case):
    typed = {"dated_on_year": "2026", "dated_on_month": "13", "title": "Blood count"}

    response = check(door, case, **typed)

    assert response.status_code == 422
    assert "Blood count" in response.text
    assert "<title>Error: " in response.text
    assert (
        'href="#id_dated_on_1"' in response.text
        or 'href="#id_dated_on_0"' in response.text
    )


def test_check_is_behind_the_door(case, bo):
    assert check(signed_in(bo), case).status_code == 404


# --- Pages of a record -------------------------------------------------------------------


def test_pages_added_later_stand_after_the_earlier_ones(door, case):
    photos = [a_photo(1600 + n) for n in range(4)]
    whole(door, case, photos[0], document="d1", page="0")
    record = str(Record.objects.get().pk)
    whole(door, case, photos[1], document="d1", page="1")

    whole(door, case, photos[3], document="d2", page="1", record=record)
    whole(door, case, photos[2], document="d2", page="0", record=record)

    pages = Record.objects.get().files.order_by("position")
    assert [vault.open_(page).read() for page in pages] == photos


def test_a_folder_that_is_not_finished_is_called_one(door, case):
    half_sent(door, case, "CD.zip", folder="yes")
    half_sent(door, case, "ct.zip")

    text = door.get(list_url(case)).text

    assert text.count("It is a folder: choose the same folder again.") == 1
