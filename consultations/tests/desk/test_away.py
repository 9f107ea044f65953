"""What a coordinator typed when the session had ended waits on the work page."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import KeptDraft
from consultations.models import InternalNote, Status
from consultations.tests.desk_make import ADMIN, form_on, page_url

pytestmark = pytest.mark.django_db
KEPT = "We kept what you typed: it is on this page, not saved yet."


@pytest.fixture
def away(mei, asked):
    """A function that sends a form of the work page once the session has ended."""

    def send(deed: str, **typed) -> tuple[Client, str]:
        client = Client()
        client.force_login(mei)
        fields = form_on(client.get(page_url(asked)), deed, **typed)
        client.logout()
        answer = client.post(reverse(f"{ADMIN}_deed", args=[asked.pk]), fields)
        client.force_login(mei)
        return client, answer.url

    return send


def test_the_way_back_from_sign_in_is_the_work_page(asked, away):
    client, sign_in = away("note", text="Called Astana")
    deed = reverse(f"{ADMIN}_deed", args=[asked.pk])

    assert sign_in.startswith("/")
    assert f"next={deed}".replace("/", "%2F") in sign_in
    assert client.get(deed).url == page_url(asked)


def test_a_note_stands_in_its_box_after_signing_in_again(asked, away):
    client, _sign_in = away("note", text="Called <Astana>")

    page = client.get(page_url(asked))

    assert KEPT in page.text
    assert 'name="text" rows="3">Called &lt;Astana&gt;</textarea>' in page.text
    assert InternalNote.objects.count() == 0


def test_words_to_the_family_stand_in_their_box_and_nothing_moved(asked, away):
    client, _sign_in = away("move", status="declined", patient_note="We are sorry")

    page = client.get(page_url(asked))

    asked.refresh_from_db()
    assert KEPT in page.text
    assert 'name="patient_note" rows="3">We are sorry</textarea>' in page.text
    assert '<option value="declined" selected>' in page.text
    assert asked.status == Status.SUBMITTED


def test_words_kept_are_gone_once_they_are_sent(asked, away):
    client, _sign_in = away("note", text="Called Astana")
    page = client.get(page_url(asked))
    deed = reverse(f"{ADMIN}_deed", args=[asked.pk])

    client.post(
        deed, form_on(page, "note", text="Called Astana", form_key=uuid.uuid4())
    )

    assert KEPT not in client.get(page_url(asked)).text
    assert InternalNote.objects.count() == 1
    assert KeptDraft.objects.count() == 0


def test_what_one_coordinator_typed_another_never_sees(asked, away, omar):
    away("note", text="Called Astana")
    other = Client()
    other.force_login(omar)

    assert "Called Astana" not in other.get(page_url(asked)).text
