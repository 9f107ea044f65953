"""Deeds of the work page: who may, taking, handing over, moving."""

from __future__ import annotations

import uuid
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from conftest import at_once, make_user
from consultations import desk
from consultations.models import (
    ConsultationRequest,
    InternalNote,
    Status,
    TransitionError,
)
from consultations.tests.desk_make import ADMIN, do, page_url, sent, told, trail
from intake import consents
from intake.models import CaseMember, Patient

pytestmark = pytest.mark.django_db


DEEDS = [
    "take",
    "hand_over",
    "move",
    "note",
    "flag",
    "build",
    "again",
    "check_record",
    "check_fact",
    "name",
    "end",
]


@pytest.mark.parametrize("who", ["wen", "ana", "bo", "dr_osei", "dr_roy"])
def test_no_deed_for_anybody_else(request, asked, who):
    client = Client()
    client.force_login(request.getfixturevalue(who))
    before = AuditEntry.objects.count()
    words = {"status": "declined", "patient_note": "x", "text": "x"}

    for deed in DEEDS:
        response = do(client, asked, deed, **words)

        asked.refresh_from_db()
        assert (deed, response.status_code) == (deed, 302)
        assert response.url.startswith("/admin/login/")
        assert (deed, asked.status, asked.owner) == (deed, Status.SUBMITTED, None)
        assert (deed, AuditEntry.objects.count()) == (deed, before)


def test_staff_without_the_desk_get_nothing(asked):
    client = Client()
    client.force_login(make_user("clerk", is_staff=True))

    assert client.get(page_url(asked)).status_code == 404
    assert do(client, asked, "take").status_code == 404


def test_get_never_does_a_deed_and_shows_the_page(client, asked):
    address = reverse(f"{ADMIN}_deed", args=[asked.pk])
    before = AuditEntry.objects.count()

    for deed in DEEDS:
        response = client.get(address, {"deed": deed, "status": "checking"})

        asked.refresh_from_db()
        assert (deed, response.status_code) == (deed, 302)
        assert response.url == page_url(asked)
        assert (deed, asked.status, asked.owner) == (deed, Status.SUBMITTED, None)
        assert (deed, AuditEntry.objects.count()) == (deed, before)


def test_a_deed_takes_no_other_method(client, asked):
    address = reverse(f"{ADMIN}_deed", args=[asked.pk])

    assert client.put(address).status_code == 405


@pytest.mark.parametrize("deed", ["", "delete", "__class__"])
def test_an_unknown_deed_is_404(client, asked, deed):
    assert do(client, asked, deed).status_code == 404


def test_a_deed_without_the_token_is_refused(mei, asked):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(mei)

    assert do(strict, asked, "take").status_code == 403


def test_take_makes_the_case_mine_once(client, asked, mei):
    first = do(client, asked, "take")
    do(client, asked, "take")

    asked.refresh_from_db()
    assert (first.status_code, first.url) == (302, page_url(asked))
    assert told(first) == ["This case is yours now."]
    assert (asked.owner, trail("took")) == (mei, 1)


def test_take_of_a_taken_case_is_one_sentence(client, asked, mei, omar):
    desk.take(asked, by=omar)

    response = do(client, asked, "take")

    asked.refresh_from_db()
    assert told(response) == ["Somebody else took this case a moment ago."]
    assert asked.owner == omar


@pytest.mark.django_db(transaction=True)
def test_of_twenty_who_take_at_once_one_wins(case, wen):
    asked = sent(case, wen)
    people = [
        make_user(f"c{number}", group="Coordinators", is_staff=True)
        for number in range(20)
    ]
    won = []

    def take(person) -> None:
        with suppress(desk.TakenError):
            desk.take(asked, by=person)
            won.append(person)

    at_once(*(partial(take, person) for person in people))

    asked.refresh_from_db()
    assert (won, trail("took")) == ([asked.owner], 1)


@pytest.mark.django_db(transaction=True)
def test_the_desk_and_the_family_at_once_never_wait_in_a_circle(case, wen):
    asked = sent(case, wen)
    mei = make_user("mei", group="Coordinators", is_staff=True)

    def family() -> None:
        for agreed in (False, True) * 6:
            consents.record_answer(case, "C8", agreed=agreed, by=wen)

    def desk_moves() -> None:
        for status in (Status.CHECKING, Status.PAUSED) * 6:
            now = ConsultationRequest.objects.get(pk=asked.pk)
            with suppress(TransitionError):
                desk.move(now, status, by=mei)

    # Whoever waited in a circle would be told by the database.
    at_once(family, desk_moves)


def test_hand_over_to_another_coordinator_once(client, asked, mei, omar):
    do(client, asked, "take")

    response = do(client, asked, "hand_over", to=omar.pk)
    do(client, asked, "hand_over", to=omar.pk)

    asked.refresh_from_db()
    assert told(response)[-1] == "Handed over to Omar."
    assert (asked.owner, trail("handed_over")) == (omar, 1)


@pytest.mark.parametrize("to", ["", "x", "²", "99999999999999999999", "-1"])
def test_hand_over_to_nobody_changes_nothing(client, asked, wen, to):
    for value in (to, wen.pk):
        response = do(client, asked, "hand_over", to=value)
        assert told(response)[-1] == "Choose a coordinator to hand it over to."

    asked.refresh_from_db()
    assert asked.owner is None


def test_move_keeps_both_notes_and_tells_the_family_without_health_words(
    client, asked, mei, wen, ana, mailoutbox
):
    mailoutbox.clear()
    do(client, asked, "move", status="checking", note="Looks complete")

    do(
        client,
        asked,
        "move",
        status="needs_info",
        patient_note="Please add the CT scan",
    )

    asked.refresh_from_db()
    event = asked.events.last()
    assert asked.events.all()[1].note == "Looks complete"
    assert (event.to_status, event.by) == (Status.NEEDS_INFO, mei)
    assert event.patient_note == "Please add the CT scan"
    assert {mail.to[0] for mail in mailoutbox} == {wen.email, ana.email}
    assert {mail.subject for mail in mailoutbox} == {
        f"There is news in the folder {asked.reference}"
    }
    assert all("CT" not in mail.body for mail in mailoutbox)
    assert trail("moved") == 2


def test_desk_notes_never_reach_the_family(client, asked, wen):
    do(client, asked, "note", text="SECRET of the desk", form_key=uuid.uuid4())
    do(client, asked, "move", status="checking", note="SECRET of the move")
    family = Client()
    family.force_login(wen)

    for name in ("request_status", "request_receipt", "request_check"):
        address = reverse(f"consultations:{name}", args=[asked.case_id])
        assert "SECRET" not in family.get(address, follow=True).text


def test_a_patient_who_wants_no_mail_gets_none(client, asked, wen, ana, mailoutbox):
    Patient.objects.filter(case=asked.case).update(contact_ways=["portal"])
    mailoutbox.clear()

    do(client, asked, "move", status="declined", patient_note="We cannot help")

    assert [mail.to for mail in mailoutbox] == [[ana.email]]


def test_no_mail_to_a_caregiver_whose_access_ended(client, asked, wen, ana, mailoutbox):
    yesterday = timezone.localdate() - timedelta(days=1)
    CaseMember.objects.filter(user=ana).update(
        expires_on=yesterday, ends_at=timezone.now()
    )
    mailoutbox.clear()

    do(client, asked, "move", status="declined", patient_note="We cannot help")

    assert [mail.to for mail in mailoutbox] == [[wen.email]]


@pytest.mark.parametrize("status", ["declined", "redirected_urgent"])
def test_some_moves_need_words_for_the_family(client, asked, status):
    response = do(client, asked, "move", status=status, note="my private words")

    asked.refresh_from_db()
    assert response.status_code == 422
    assert "Write to the family what is needed, or why." in response.text
    assert "my private words" in response.text
    assert asked.status == Status.SUBMITTED


@pytest.mark.parametrize(
    "status",
    ["", "draft", "ready", "submitted", "withdrawn", "closed", "x" * 500, "\0"],
)
def test_moves_that_make_no_sense_by_hand_change_nothing(client, asked, status):
    response = do(client, asked, "move", status=status, patient_note="typed words")

    asked.refresh_from_db()
    assert (asked.status, asked.events.count()) == (Status.SUBMITTED, 1)
    if response.status_code == 422:
        assert "typed words" in response.text


def test_the_page_offers_only_moves_that_may_follow(client, asked):
    moves = [code for code, _words in client.get(page_url(asked)).context["moves"]]

    assert moves == ["checking", "paused", "redirected_urgent", "declined"]


def test_move_twice_equals_once(client, asked):
    do(client, asked, "move", status="checking")
    response = do(client, asked, "move", status="checking")

    assert told(response)[-1] == "The step is “Records check” already."
    assert asked.events.count() == 2


def test_a_note_too_long_is_drawn_again(client, asked):
    response = do(client, asked, "note", text="y" * 4001, form_key=uuid.uuid4())

    assert response.status_code == 422
    assert "Use up to 4,000 characters." in response.text
    assert "y" * 4001 in response.text
    assert InternalNote.objects.count() == 0
