"""Where things are: one sentence for each state, promised days, the clock of a person."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from html import unescape

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from consultations import progress, services, times
from consultations.mail import send_receipt
from consultations.models import ConsultationRequest, InternalNote, Status
from consultations.models.requests import ENDED
from consultations.tests.make import fill_folder
from consultations.tests.status_make import route_to, url, walk
from intake import consents, statements
from intake.models import CaseMember, Patient

MONDAY = datetime(2026, 10, 12, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
TO_OPINION = ["submitted", "checking", "complete", "with_mdt", "opinion_drafting"]


# --- Sentences -----------------------------------------------------------------------------
@pytest.mark.parametrize("status", list(Status))
def test_every_state_has_one_full_sentence(client, wen, begun, case, status):
    for step in route_to(status):
        begun.move_to(step, by=wen)
    client.force_login(wen)

    where = progress.where(begun)
    page = client.get(url("request_status", case))

    assert page.status_code == 200
    assert re.fullmatch(r"[A-Z][^%]+\.", where.sentence)
    assert where.sentence in page.text.replace("&#x27;", "'")
    assert where.steps
    here = [step["state"] for step in where.steps if step["state"] in ("now", "ended")]
    assert here == ["ended" if status in ENDED else "now"]


def test_sentence_says_by_when_on_both_clocks(wen, begun):
    with time_machine.travel(MONDAY, tick=False):
        walk(begun, "submitted", by=wen)
        sentence = progress.sentence(begun)

    day = date_format(date(2026, 10, 14))
    assert sentence == (
        f"We have your folder, and a coordinator writes to you by {day}, 10:00 your "
        "time (18:00 at the service)."
    )


def test_page_of_a_calm_state_says_that_nothing_is_to_be_done(client, wen, begun, case):
    walk(begun, "submitted", by=wen)
    client.force_login(wen)

    page = client.get(url("request_status", case))

    assert "You do not need to do anything today." in page.text


def test_page_says_that_the_service_is_late(client, wen, begun, case):
    with time_machine.travel(MONDAY):
        walk(begun, "submitted", by=wen)
    client.force_login(wen)

    page = client.get(url("request_status", case))

    assert "We are later than we said" in page.text
    assert "You do not need to do anything today." not in page.text


def test_request_that_ended_shows_what_was_reached_and_how_it_stands(wen, begun):
    walk(begun, *TO_OPINION, "withdrawn", by=wen)

    where = progress.where(begun)

    titles = [str(step["title"]) for step in where.steps]
    assert titles == [
        "Folder sent",
        "Folder checked",
        "The team reads your folder",
        "You took it back",
    ]


def test_request_that_was_answered_and_closed_shows_every_step_done(wen, begun):
    walk(begun, *TO_OPINION, "delivered", "closed", by=wen)

    where = progress.where(begun)

    assert [step["state"] for step in where.steps] == ["done"] * len(progress.STEPS)


def test_status_page_shows_notes_for_the_family_and_not_for_the_desk(
    client, wen, mei, begun, case
):
    walk(begun, "submitted", "checking", by=wen)
    note = {"note": "desk words", "patient_note": "Please send page 2."}
    begun.move_to("needs_info", by=mei, **note)
    InternalNote.objects.create(request=begun, text="secret words", by=mei)
    client.force_login(wen)

    page = client.get(url("request_status", case)).text

    assert "Please send page 2." in page
    assert "desk words" not in page
    assert "secret words" not in page


def test_notes_are_hidden_from_a_caregiver_who_may_not_see(
    client, wen, mei, ana, begun, case
):
    CaseMember.objects.filter(user=ana).update(may_see=False)
    walk(begun, "submitted", "checking", by=wen)
    begun.move_to("needs_info", by=mei, patient_note="Please send page 2.")
    client.force_login(ana)

    page = client.get(url("request_status", case))

    assert page.status_code == 200
    assert "Please send page 2." not in page.text


# --- Days --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (date(2026, 10, 12), 2, date(2026, 10, 14)),
        (date(2026, 10, 15), 2, date(2026, 10, 19)),
        (date(2026, 10, 17), 1, date(2026, 10, 19)),
        (date(2026, 10, 16), 5, date(2026, 10, 23)),
        (date(2028, 2, 28), 1, date(2028, 2, 29)),
    ],
)
def test_working_days_leave_out_the_weekend(day, count, then):
    assert times.add_working_days(day, count) == then


def test_opinion_is_expected_a_turnaround_after_complete(wen, begun):
    with time_machine.travel(MONDAY):
        walk(begun, "submitted", "checking", "complete", by=wen)

        expected = times.opinion_by(begun, list(begun.events.all()))

    assert expected == date(2026, 10, 26)


@pytest.mark.parametrize(("days", "late"), [(13, True), (14, False), (None, False)])
def test_page_warns_when_the_opinion_may_come_too_late(
    client, wen, begun, case, days, late
):
    begun.decide_by = days and timezone.localdate() + timedelta(days=days)
    begun.save()
    client.force_login(wen)

    page = client.get(url("request_status", case))

    warned = "Do not delay a treatment to wait for us. Talk to your doctor today."
    assert (warned in page.text) == late


@pytest.mark.parametrize("status", [*sorted(ENDED), "delivered"])
def test_no_warning_once_it_is_over(wen, begun, status):
    begun.decide_by = timezone.localdate()
    for step in route_to(status):
        begun.move_to(step, by=wen)

    assert not times.may_be_late(begun)


@pytest.mark.parametrize("moves", [1, 3])
def test_status_page_costs_the_same(
    client, wen, begun, case, moves, django_assert_num_queries
):
    walk(begun, *TO_OPINION[:moves], by=wen)
    client.force_login(wen)
    client.get(url("request_status", case))

    with django_assert_num_queries(5):
        client.get(url("request_status", case))


# --- "Your time" ---------------------------------------------------------------------------
@pytest.mark.parametrize("who", ["wen", "ana"])
@pytest.mark.parametrize("page", ["request_status", "request_receipt", "folder"])
def test_your_time_is_the_answered_zone(request, client, wen, begun, case, who, page):
    person = request.getfixturevalue(who)
    Patient.objects.filter(case=case).update(time_zone="Pacific/Chuuk")
    with time_machine.travel(MONDAY, tick=False):
        begun.move_to("submitted", by=wen)
        client.force_login(person)
        address = (
            reverse("portal:folder_detail", args=[case.pk])
            if page == "folder"
            else url(page, case)
        )

        text = client.get(address).text

    assert "20:00 your time (18:00 at the service)" in text
    assert "10:00 your time" not in text


def test_your_time_of_a_caregiver_is_the_zone_they_chose(client, wen, ana, begun, case):
    Patient.objects.filter(case=case).update(time_zone="Pacific/Chuuk")
    ana.time_zone = "Europe/London"
    ana.save()
    begun.move_to("submitted", by=wen)
    client.force_login(ana)

    page = client.get(url("request_status", case)).text

    assert "at the service" in page
    assert "20:00 your time" not in page


def test_mail_tells_the_patients_own_clock(wen, begun, case, mailoutbox):
    Patient.objects.filter(case=case).update(time_zone="Pacific/Chuuk")
    begun.move_to("submitted", by=wen)

    send_receipt(ConsultationRequest.objects.get(pk=begun.pk), by=wen)

    assert "20:00 your time (18:00 at the service)" in mailoutbox[-1].body


# --- paused for a consent ------------------------------------------------------------------

WHY = (
    "This request is paused, because nobody may work on it without “{}”, which was taken "
    "back. It goes on when this is agreed to again; then a coordinator acts next."
)


@pytest.mark.parametrize(
    ("who", "link"),
    [("wen", "Read it and agree again"), ("ana", "Read the statement")],
)
@pytest.mark.parametrize(
    "page", ["consultations:request_status", "portal:folder_detail"]
)
def test_pages_say_that_a_request_is_paused_for_a_consent(
    client, request, wen, ana, case, who, link, page
):
    fill_folder(case, wen)
    services.send_folder(case, by=wen)
    consents.record_answer(case, "C2", agreed=False, by=wen)
    client.force_login(request.getfixturevalue(who))

    text = unescape(client.get(reverse(page, args=[case.pk])).text)

    title = str(statements.find("C2").title)
    statement = reverse("intake:consent_list", args=[case.pk])
    assert WHY.format(title) in text
    assert re.search(rf'href="{statement}#C2">{link}</a>', text)
    assert 'id="C2"' in client.get(statement).text


def test_who_may_not_read_consents_is_not_told_of_one(client, wen, ana, case):
    fill_folder(case, wen)
    services.send_folder(case, by=wen)
    consents.record_answer(case, "C2", agreed=False, by=wen)
    CaseMember.objects.filter(user=ana).update(may_see=False)
    client.force_login(ana)

    page = client.get(url("request_status", case)).text

    assert "It goes on when we hear from you" in page
    assert "agreed to again" not in page


def test_another_pause_says_nothing_of_consents(client, wen, begun, case):
    walk(begun, "submitted", "paused", by=wen)
    client.force_login(wen)

    page = client.get(url("request_status", case)).text

    assert "It goes on when we hear from you" in page
    assert "agreed to again" not in page
