"""The packet at the desk: the button, the panel, and who may download what."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from conftest import signed_in
from consultations import tasks
from consultations.models import ConsultationRequest, Packet
from consultations.tests.desk_make import ADMIN, do, page_url, sent, told
from consultations.tests.packet_make import add, built, bytes_of, emptied, paper
from intake.models import Consent
from records import services as records
from records.models import Derivative, File, ImagingCopy, ImagingReading
from records.tests import discs

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(case, wen, commits, settings, tmp_path) -> ConsultationRequest:
    settings.STORAGES = settings.STORAGES | {
        "records": {
            "BACKEND": "records.storage.FolderStorage",
            "OPTIONS": {"location": str(tmp_path)},
        }
    }
    asked = emptied(sent(case, wen), commits)
    add(commits, case, wen, ("a.pdf", paper("A")))
    return asked


def test_one_button_asks_for_a_packet(client, asked, mei):
    response = do(client, asked, "build_packet", per_sheet="4")

    packet = asked.packets.get()
    assert told(response) == ["Packet 1 is being built."]
    assert (packet.work, packet.per_sheet, packet.nameless) == ("queued", 4, False)
    assert (
        AuditEntry.objects.filter(verb="asked_packet", by_key=str(mei.pk)).count() == 1
    )


def test_pressed_twice_it_is_built_once(client, asked):
    do(client, asked, "build_packet", per_sheet="2")
    again = do(client, asked, "build_packet", per_sheet="2")

    assert told(again)[-1:] == ["Packet 1 is being built already."]
    assert asked.packets.count() == 1


@pytest.mark.parametrize("strange", ["", "3", "x", "-1", "99999999999999999999"])
def test_a_strange_number_of_images_is_the_usual_one(client, asked, strange):
    do(client, asked, "build_packet", per_sheet=strange)

    assert asked.packets.get().per_sheet == 2


def test_the_page_says_how_far_it_is_and_what_it_was_built_from(client, asked, mei):
    do(client, asked, "build_packet", per_sheet="2")
    asked.packets.update(work="working", progress=40)
    before = client.get(page_url(asked)).text
    asked.packets.update(work="queued")
    tasks.build_packet(str(asked.packets.get().pk))
    after = client.get(page_url(asked)).text

    assert "Being built, 40 %" in before
    assert "1 record" in after
    assert "case summary 1" in after
    assert "The folder was changed since this packet was built." not in after


def test_the_page_says_when_the_folder_changed_since(client, asked, wen, mei):
    built(asked, mei)
    record = asked.case.records.get()
    records.change_record(record, {"title": "X"}, by=wen, seen=record.revision)

    page = client.get(page_url(asked)).text

    assert "The folder was changed since this packet was built." in page


def test_a_packet_that_was_not_built_says_why_and_is_tried_again(client, asked, mei):
    asked.summaries.update(work="failed", key="")
    built(asked, mei)
    page = client.get(page_url(asked)).text

    response = do(client, asked, "again_packet", version="1")

    assert "There is no finished case summary yet. Build one first." in page
    assert told(response) == ["Packet 1 is tried again."]
    assert asked.packets.get().work == "queued"


def test_an_ended_request_gets_no_packet(client, asked):
    ConsultationRequest.objects.filter(pk=asked.pk).update(status="withdrawn")

    response = do(client, asked, "build_packet", per_sheet="2")

    assert told(response) == ["This request has ended. No new packet of it is built."]
    assert asked.packets.count() == 0


def test_the_panel_alone_is_what_the_script_asks_for(client, asked, mei):
    built(asked, mei)

    page = client.get(reverse(f"{ADMIN}_packets", args=[asked.pk]))

    assert page.text.count("<li") == 1
    assert "Open the PDF" in page.text


def test_queries_are_the_same_for_one_packet_and_for_many(client, asked, mei):
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse(f"{ADMIN}_packets", args=[asked.pk]))
        return len(queries)

    built(asked, mei)
    counted()
    one = counted()
    for version in (2, 3, 4):
        Packet.objects.create(request=asked, version=version, per_sheet=2)

    assert counted() == one


ROUTES = ["consultations:packet_pdf", "consultations:packet_zip"]


@pytest.mark.parametrize("route", ROUTES)
def test_desk_and_the_specialist_of_the_case_may_download_it(
    asked, mei, dr_osei, dr_roy, wen, bo, route
):
    packet = built(asked, mei)
    address = reverse(route, args=[packet.pk])
    kind = route[-3:]

    people = [mei, dr_osei, dr_roy, wen, bo]
    answers = {person: signed_in(person).get(address) for person in people}

    assert [answer.status_code for answer in answers.values()] == [
        200,
        200,
        404,
        404,
        404,
    ]
    assert answers[dr_osei].getvalue() == bytes_of(packet, kind)
    look = AuditEntry.objects.filter(verb="downloaded", by_key=str(dr_osei.pk))
    assert look.get().thing == "consultations.packet"


@pytest.mark.parametrize("route", ROUTES)
def test_parts_of_it_are_given_one_by_one(client, asked, mei, route):
    packet = built(asked, mei)
    whole = bytes_of(packet, route[-3:])

    part = client.get(reverse(route, args=[packet.pk]), headers={"range": "bytes=5-9"})

    assert (part.status_code, part.getvalue()) == (206, whole[5:10])


def test_what_is_not_finished_is_given_to_nobody(client, asked):
    do(client, asked, "build_packet", per_sheet="2")

    packet = asked.packets.get()
    for route in ROUTES:
        assert client.get(reverse(route, args=[packet.pk])).status_code == 404


def test_a_packet_from_before_the_consent_was_taken_back_is_kept_from_the_team(
    asked, wen, mei, dr_osei
):
    packet = built(asked, mei)
    Consent.objects.create(
        case=asked.case, code="C4", agreed=False, by=wen, version="1"
    )

    address = reverse("consultations:packet_pdf", args=[packet.pk])

    assert signed_in(dr_osei).get(address).status_code == 404


def test_the_specialist_finds_the_newest_of_each_kind(asked, mei, dr_osei):
    for nameless in (False, False, True):
        built(asked, mei, nameless=nameless)

    page = signed_in(dr_osei).get(reverse("consultations:team_list")).text

    assert page.count("Packet of all records") == 1
    assert page.count("Packet without names") == 1


def test_the_team_gets_the_pictures_of_a_disc_that_it_may_not_have_whole(
    asked, wen, commits, dr_osei
):
    disc = ("disc.zip", discs.a_disc())
    record = add(commits, asked.case, wen, disc, kind="imaging_files")
    file, address = record.files.get(), reverse("consultations:team_list")
    whole = reverse("records:file_download", args=[asked.case_id, file.pk])
    client, found = signed_in(dr_osei), {}
    for held in ("", "others", "choose"):
        ImagingReading.objects.update(held=held)
        found[held] = client.get(address).text

    copies = [
        reverse("records:scan_copy", args=[asked.case_id, copy.pk])
        for copy in ImagingCopy.objects.filter(case=asked.case)
    ]
    assert copies
    assert [whole in page for page in found.values()] == [True, False, False]
    for copy in copies:
        assert [copy in page for page in found.values()] == [False, True, False]
    ImagingReading.objects.update(held="others")
    answers = [client.get(copy).status_code for copy in copies]
    assert (client.get(whole).status_code, {*answers}) == (404, {200})


def test_the_desk_is_told_what_is_not_ready_for_a_packet(client, asked, wen, commits):
    words = "still being prepared"
    before = client.get(page_url(asked)).text
    add(commits, asked.case, wen, ("b.pdf", paper("B")))
    Derivative.objects.update(work="queued")
    pages = client.get(page_url(asked)).text
    Derivative.objects.update(work="done")
    Derivative.objects.first().delete()  # from before copies were made
    none = client.get(page_url(asked)).text
    File.objects.update(work="failed", verdict="warned")
    failed = client.get(page_url(asked)).text

    assert [words in page for page in (before, pages, none, failed)] == [
        False,
        True,
        True,
        False,
    ]
    assert "2 files are still being prepared." in pages
    assert "1 file is still being prepared." in none
