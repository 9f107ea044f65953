"""Parcels at the desk: asking for tissue, what came, what goes back, what is on its way."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.tests.desk_make import ADMIN, do, page_url
from intake.models import Case
from records.models import Parcel, ParcelEvent, TissueRequest
from records.parcels import services
from records.tests.parcels import ADDRESS, post

pytestmark = pytest.mark.django_db
LIST = reverse(f"{ADMIN}_parcels")


@pytest.fixture(autouse=True)
def address(settings):
    settings.SERVICE = settings.SERVICE | {"parcel_address": ADDRESS}


@pytest.fixture
def parcel(asked):
    return post(asked.case)


def today():
    return timezone.localdate().isoformat()


def said_of(parcel, to, **more):
    return {"parcel": parcel.number, "to": to, "seen": parcel.state, **more}


ARRIVED = {"condition": "damaged", "note": "One corner is broken"}


def test_coordinator_asks_for_tissue_with_words_for_the_family(client, asked, mei):
    do(client, asked, "ask_tissue", text="12 stained slides")

    found = TissueRequest.objects.get()
    assert (found.words, found.by, found.ended_at) == ("12 stained slides", mei, None)


@pytest.mark.parametrize("words", ["", "x" * 501])
def test_asking_for_tissue_needs_words_that_fit(client, asked, words):
    response = do(client, asked, "ask_tissue", text=words)

    assert (response.status_code, TissueRequest.objects.count()) == (422, 0)


def test_asking_no_longer_closes_the_request(client, asked, mei):
    services.ask_for_tissue(asked.case, "Slides", by=mei)

    do(client, asked, "end_tissue")

    assert services.open_request(asked.case) is None


def test_parcel_that_arrived_is_told_with_its_condition(client, asked, parcel, mei):
    do(client, asked, "parcel", **said_of(parcel, "received", day=today(), **ARRIVED))

    parcel.refresh_from_db()
    event = parcel.events.last()
    assert (parcel.state, parcel.condition) == ("received", "damaged")
    assert (event.by, event.note) == (mei, "One corner is broken")


@pytest.mark.parametrize(
    "wrong",
    [
        {"condition": ""},
        {"condition": "burnt"},
        {"day": ""},
        {"day": "2026-02-31"},
        {"day": "2999-01-01"},
        {"due": "soon"},
        {"to": "home"},
        {"parcel": "99"},
    ],
)
def test_wrong_input_moves_nothing_and_is_shown_again(client, asked, parcel, wrong):
    typed = said_of(parcel, "received", day=today(), **ARRIVED) | wrong

    response = do(client, asked, "parcel", **typed)

    parcel.refresh_from_db()
    assert (response.status_code, parcel.state) == (422, "sent")


def test_parcel_goes_back_with_a_number_of_its_own(client, asked, parcel, mei):
    services.desk_moves(parcel, "received", by=mei, condition="good")
    way = {"courier": "SF Express", "tracking": "SF77", "day": today()}

    bare = do(client, asked, "parcel", **said_of(parcel, "returning", day=today()))
    do(client, asked, "parcel", **said_of(parcel, "returning", **way))

    parcel.refresh_from_db()
    assert bare.status_code == 422
    assert (parcel.state, parcel.return_tracking) == ("returning", "SF77")
    assert parcel.tracking == "JD014600"


def test_old_page_moves_no_parcel(client, asked, parcel, mei):
    typed = said_of(parcel, "lost")
    services.desk_moves(parcel, "received", by=mei, condition="good")

    response = do(client, asked, "parcel", **typed)

    parcel.refresh_from_db()
    assert (response.status_code, parcel.state) == (409, "received")


def test_same_move_sent_twice_is_one(client, asked, parcel):
    typed = said_of(parcel, "lost")

    for _ in range(2):
        do(client, asked, "parcel", **typed)

    assert ParcelEvent.objects.count() == 2  # posted, searched for


def test_parcel_of_another_case_is_not_moved(client, asked, parcel, bo):
    other = Case.objects.create(created_by=bo)
    theirs = post(other)
    Parcel.objects.filter(pk=theirs.pk).update(number=7)

    response = do(client, asked, "parcel", parcel=7, to="lost", seen="sent")

    theirs.refresh_from_db()
    assert (response.status_code, theirs.state) == (422, "sent")


def test_work_page_tells_where_each_parcel_is_and_who_acts_next(client, asked, parcel):
    page = client.get(page_url(asked)).text

    assert parcel.reference in page
    assert "It is on its way to us with DHL" in page
    assert "The coordinator says here when it has arrived." in page


def test_list_shows_what_is_away_and_not_what_is_home(client, asked, parcel, mei, wen):
    away = client.get(LIST).text
    services.desk_moves(parcel, "received", by=mei, condition="good")
    services.desk_moves(parcel, "kept", by=mei)

    over = client.get(LIST).text

    assert (parcel.reference in away, parcel.reference in over) == (True, False)
    assert "No parcel is on its way." in over


def test_list_puts_what_is_late_first(client, asked, parcel, wen):
    second = post(asked.case)
    late = timezone.localdate().replace(year=2020)
    Parcel.objects.filter(pk=second.pk).update(expected_on=late)
    Parcel.objects.filter(pk=parcel.pk).update(expected_on=None)

    page = client.get(LIST).text

    assert page.index(second.reference) < page.index(parcel.reference)
    assert page.count("Late") == 1


def test_list_leaves_out_folders_that_were_never_sent(client, asked, parcel):
    Case.objects.update(desk_opened_at=None)

    assert parcel.reference not in client.get(LIST).text


def test_list_costs_the_same_with_one_and_with_three(
    client, asked, parcel, django_assert_max_num_queries
):
    client.get(LIST)
    with django_assert_max_num_queries(40) as one:
        client.get(LIST)

    for _ in range(2):
        post(asked.case)
    with django_assert_max_num_queries(40) as three:
        client.get(LIST)

    assert len(one) == len(three)


def test_parcel_cannot_arrive_before_it_was_sent(client, asked, parcel):
    day = (timezone.localdate() - timedelta(days=1)).isoformat()

    response = do(
        client,
        asked,
        "parcel",
        **said_of(parcel, "received", day=day, condition="good"),
    )

    assert response.status_code == 422
    assert "It cannot have arrived before it was sent" in response.text


def test_parcel_is_not_to_be_sent_back_by_a_day_that_has_passed(client, asked, parcel):
    due = (timezone.localdate() - timedelta(days=1)).isoformat()
    typed = {"day": today(), "condition": "good", "due": due}

    response = do(client, asked, "parcel", **said_of(parcel, "received", **typed))

    assert response.status_code == 422
    assert "has passed already" in response.text


@pytest.mark.parametrize(
    ("wants_return", "state"), [(True, "received"), (False, "kept")]
)
def test_parcel_that_must_come_back_is_not_kept(
    client, asked, parcel, mei, wants_return, state
):
    Parcel.objects.update(wants_return=wants_return)
    services.desk_moves(parcel, "received", by=mei, condition="good")

    response = do(client, asked, "parcel", **said_of(parcel, "kept"))

    parcel.refresh_from_db()
    assert parcel.state == state
    assert ("has to come back" in response.text) == wants_return
