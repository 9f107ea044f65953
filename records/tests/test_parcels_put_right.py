"""Parcels: a sender is asked for, unwanted tissue stays home, slips of the pen are mended."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.urls import reverse

from records.models import Parcel, ParcelEvent, ParcelMoveError, ParcelPdf
from records.parcels import services
from records.parcels.states import State
from records.tests.parcels import ITEM, open_to_desk, pack, post
from records.tests.test_parcels import WAY, address, day_of, today, url

__all__ = ["address"]  # the parcels' address, for every test here

pytestmark = pytest.mark.django_db


def test_parcel_without_a_sender_is_not_printed_and_leads_to_the_sender(
    client, wen, case
):
    open_to_desk(case)
    parcel = services.begin(case, by=wen)
    services.add_item(parcel, ITEM, by=wen)
    client.force_login(wen)

    response = client.post(url(parcel, "print"))
    page = client.get(response.url).text

    assert response.url == f"{url(parcel)}#sender"
    assert "Write your name and postal address first" in page
    assert 'id="sender"' in page
    assert '<a class="btn btn-primary" href="#sender">' in page
    assert ParcelPdf.objects.count() == 0
    with pytest.raises(services.NoSenderError):
        services.family_moves(parcel, State.SENT, by=wen)


def test_tissue_nobody_asks_for_any_more_is_not_printed(client, wen, mei, case):
    services.ask_for_tissue(case, "Slides", by=mei)
    parcel = pack(case, content="slides")
    client.force_login(wen)
    before = client.get(url(parcel)).text
    services.end_tissue_request(case, by=mei)

    page = client.get(url(parcel)).text
    listed = client.get(reverse("records:parcel_list", args=[case.pk])).text

    assert "Make the papers" in before
    assert "Please do not post this parcel" in page
    assert f"mailto:{django_settings.SERVICE['email']}" in page
    for words in ("Make the papers", "Open the papers", "prints the papers"):
        assert words not in page
    assert "Please do not post this parcel" in listed
    assert "prints the papers" not in listed


def test_way_is_put_right_until_it_arrives_and_what_stood_there_is_noted(
    client, wen, mei, case
):
    parcel = post(case)
    client.force_login(wen)
    assert "Put it right" in client.get(url(parcel)).text

    for _ in range(2):
        client.post(url(parcel, "way"), WAY | day_of(today()))

    now = Parcel.objects.get()
    assert (now.state, now.tracking, now.expected_on) == ("sent", "JD0146", None)
    event = ParcelEvent.objects.last()
    assert ParcelEvent.objects.count() == 2
    assert (event.to_state, event.by) == ("sent", wen)
    assert "JD014600" in event.note
    services.desk_moves(now, State.RECEIVED, by=mei, received_on=today())
    assert "Put it right" not in client.get(url(parcel)).text
    with pytest.raises(ParcelMoveError):
        services.correct_way(now, {"tracking": "X"}, by=wen)


def test_way_put_right_needs_a_number_and_no_day_to_come(client, wen, case):
    parcel = post(case)
    client.force_login(wen)
    tomorrow = day_of(today() + timedelta(days=1))

    first = client.post(url(parcel, "way"), WAY | {"tracking": ""} | day_of(today()))
    second = client.post(url(parcel, "way"), WAY | tomorrow)

    assert (first.status_code, second.status_code) == (422, 422)
    assert Parcel.objects.get().tracking == "JD014600"
