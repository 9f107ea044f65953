"""Two coordinators at one case, double clicks, and pages that are older than the case."""

from __future__ import annotations

from functools import partial

import pytest
from django.test import Client

from accounts.models import AuditEntry
from conftest import at_once, make_user, signed_in
from consultations import desk
from consultations.models import ConsultationRequest, FactCheck, Status
from consultations.tests.desk_make import do, form_on, page_url, ready, sent, told
from intake.models import AnswerChange

pytestmark = pytest.mark.django_db
FASTER = "Somebody else was faster. Here is how things stand now."


@pytest.fixture
def asked(case, wen, mei) -> ConsultationRequest:
    """A case whose records are being checked."""
    request = sent(case, wen)
    desk.move(request, Status.CHECKING, by=mei)
    return request


def post(client: Client, asked: ConsultationRequest, fields: dict):
    return client.post(f"{page_url(asked).removesuffix('change/')}deed/", fields)


def test_a_page_that_is_older_than_the_case_moves_nothing(asked, mei, omar, mailoutbox):
    meis, omars = signed_in(mei), signed_in(omar)
    old_page = omars.get(page_url(asked))
    do(meis, asked, "move", status="needs_info", patient_note="Please add the scan")
    mailoutbox.clear()

    words = {"patient_note": "We cannot help here", "note": "Out of scope"}
    answer = post(omars, asked, form_on(old_page, "move", status="declined", **words))

    asked.refresh_from_db()
    assert (answer.status_code, asked.status) == (409, Status.NEEDS_INFO)
    assert told(answer) == [FASTER]
    assert answer.text.count("We cannot help here") == 1
    assert "Out of scope" in answer.text
    assert mailoutbox == []


def test_after_a_look_at_how_things_stand_the_words_can_be_sent(asked, mei, omar):
    meis, omars = signed_in(mei), signed_in(omar)
    old_page = omars.get(page_url(asked))
    do(meis, asked, "move", status="needs_info", patient_note="Please add the scan")
    fields = {"status": "declined", "patient_note": "We cannot help here"}
    refused = post(omars, asked, form_on(old_page, "move", **fields))

    answer = post(omars, asked, form_on(refused, "move", **fields))

    asked.refresh_from_db()
    assert (answer.status_code, asked.status) == (302, Status.DECLINED)


def test_the_same_step_with_other_words_is_not_lost_in_silence(asked, mei, omar):
    meis, omars = signed_in(mei), signed_in(omar)
    old_page = omars.get(page_url(asked))
    do(meis, asked, "move", status="needs_info", patient_note="Please add the scan")

    fields = {"status": "needs_info", "patient_note": "Please add the blood tests"}
    answer = post(omars, asked, form_on(old_page, "move", **fields))

    assert answer.status_code == 409
    assert "Please add the blood tests" in answer.text


def test_a_double_click_moves_once_and_says_so(asked, mei):
    client = signed_in(mei)
    page = client.get(page_url(asked))
    fields = form_on(page, "move", status="needs_info", patient_note="The scan, please")

    post(client, asked, fields)
    again = post(client, asked, fields)

    assert told(again)[-1] == "The step is “Needs information” already."
    assert asked.events.filter(to_status=Status.NEEDS_INFO).count() == 1


@pytest.mark.parametrize("seen", [None, "", "nonsense", "submitted"])
def test_a_move_must_say_what_its_page_showed(asked, mei, seen):
    fields = {"deed": "move", "status": "complete"} | ({"seen": seen} if seen else {})

    answer = post(signed_in(mei), asked, fields)

    asked.refresh_from_db()
    assert (answer.status_code, asked.status) == (409, Status.CHECKING)


def test_handing_over_what_somebody_took_meanwhile_is_refused(asked, mei, omar):
    lin = make_user("lin", group="Coordinators", is_staff=True)
    meis = signed_in(mei)
    old_page = meis.get(page_url(asked))
    do(signed_in(omar), asked, "take")

    answer = post(meis, asked, form_on(old_page, "hand_over", to=lin.pk))

    asked.refresh_from_db()
    assert (answer.status_code, told(answer)) == (409, [FASTER])
    assert asked.owner == omar


def test_an_answer_that_changed_since_the_page_is_not_checked(asked, mei, wen):
    client = signed_in(mei)
    old_page = client.get(page_url(asked))
    AnswerChange.objects.create(
        case=asked.case, section="diagnosis", field="stage", by=wen
    )

    fields = {"fact": "diagnosis.stage", "record": "1", "checked": "on"}
    refused = post(client, asked, form_on(old_page, "check_fact", **fields))
    fresh = client.get(page_url(asked))
    kept = post(client, asked, form_on(fresh, "check_fact", **fields))

    assert (refused.status_code, kept.status_code) == (409, 302)
    assert FactCheck.objects.count() == 1


def test_build_pressed_twice_asks_for_one_version(asked, mei):
    ready(asked)
    client = signed_in(mei)

    do(client, asked, "build")
    again = do(client, asked, "build")

    assert told(again)[-1] == "Version 2 is being built already."
    assert asked.summaries.count() == 2
    assert AuditEntry.objects.filter(verb="asked").count() == 1


@pytest.mark.django_db(transaction=True)
def test_build_pressed_eight_times_at_once_asks_for_one_version(case, wen, monkeypatch):
    monkeypatch.setattr("accounts.work.WorkRow.ring", lambda self: None)
    mei = make_user("mei", group="Coordinators", is_staff=True)
    asked = sent(case, wen)
    ready(asked)
    clients = [signed_in(mei) for _ in range(8)]

    answers = at_once(*(partial(do, client, asked, "build") for client in clients))

    assert [answer.status_code for answer in answers] == [302] * 8
    assert sorted(asked.summaries.values_list("version", flat=True)) == [1, 2]
