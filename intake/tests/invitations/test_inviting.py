"""Inviting: who may, what must be said, and ending an invitation."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import drafts
from accounts.models import AuditEntry, OutgoingMail
from intake import people
from intake.models import CaseMember, Invitation, Scope
from intake.tests.invitations.make import (
    INVITED,
    TICKED,
    list_url,
    token_in,
    url_of,
)


def test_invite_makes_an_open_invitation_with_the_rights_that_were_ticked(
    client, wen, case
):
    client.force_login(wen)

    response = client.post(list_url(case), TICKED, follow=True)

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.invited_by) == (INVITED, wen)
    assert invitation.scopes == [Scope.SEE, Scope.UPLOAD]
    assert "This person sees nothing before saying yes." in response.text
    assert CaseMember.objects.filter(case=case).count() == 1


def test_invite_ticks_nothing_beforehand(client, wen, case):
    client.force_login(wen)

    response = client.get(list_url(case))

    assert " checked" not in response.text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"email": ""}, "Enter the e-mail address of the person"),
        ({"email": "timur"}, "Write an address like name@example.org"),
        ({"email": "a\0b"}, "Write an address like name@example.org"),
        ({"email": "x" * 10_000 + "@example.org"}, "This address is too long"),
        ({"email": "WEN@example.org"}, "This is your own address"),
        ({"email": "ana@example.org"}, "This person is in the folder already"),
        ({"relationship": ""}, "Choose who this person is to you"),
        ({"relationship": "boss"}, "Choose from the list"),
        ({"scopes": []}, "Choose at least 1 thing this person may do"),
        (
            {"until_day": "1", "until_month": "2", "until_year": "2001"},
            "Choose a date from today on",
        ),
        ({"until_year": "0001"}, "Enter a year from"),
        ({"until_year": "٢٠٢٩"}, "Choose the month"),
        ({"lasts": "date"}, "Enter the last day, or choose “Until I end it”"),
    ],
)
def test_invite_says_what_to_do_and_sends_nothing(
    client, wen, ana, case, change, words
):
    client.force_login(wen)

    response = client.post(list_url(case), TICKED | change)

    assert response.status_code == 422
    assert words in response.text
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (0, 0)


def test_invite_with_an_error_never_says_that_anything_was_saved(client, wen, case):
    client.force_login(wen)

    response = client.post(list_url(case), TICKED | {"relationship": ""})

    assert response.status_code == 422
    assert "Everything else is saved" not in response.text


def test_invite_keeps_what_was_typed_beside_an_error(client, wen, case):
    client.force_login(wen)

    response = client.post(list_url(case), TICKED | {"relationship": ""})

    assert f'value="{INVITED}"' in response.text
    assert response.text.count(" checked") == 2


def test_invite_keeps_what_was_typed_while_signed_out(client, wen, case):
    mark = drafts.token_for(wen, list_url(case))
    client.post(list_url(case), TICKED | {drafts.FIELD: mark})
    client.force_login(wen)

    response = client.get(list_url(case))

    assert f'value="{INVITED}"' in response.text
    assert Invitation.objects.count() == 0


def test_invite_by_a_caregiver_is_refused(client, ana, case):
    client.force_login(ana)

    response = client.post(list_url(case), TICKED)

    assert (response.status_code, Invitation.objects.count()) == (403, 0)


def test_invite_into_a_strangers_folder_is_not_found(client, bo, case):
    client.force_login(bo)

    response = client.post(list_url(case), TICKED)

    assert (response.status_code, Invitation.objects.count()) == (404, 0)


def test_invite_again_ends_the_older_link(client, wen, case, token):
    people.invite(case, by=wen, email=INVITED.upper(), scopes={"may_see": True})

    response = client.get(url_of(token))

    assert response.status_code == 404
    assert len(list(people._open(case))) == 1


def test_invite_more_than_a_folder_needs_waits_until_tomorrow(client, wen, case):
    for number in range(people.MOST_A_DAY):
        people.invite(case, by=wen, email=f"p{number}@example.org")
    client.force_login(wen)

    today = client.post(list_url(case), TICKED)
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        later = Client()
        later.force_login(wen)
        tomorrow = later.post(list_url(case), TICKED)

    assert (today.status_code, tomorrow.status_code) == (422, 302)
    assert "That is enough for today. Invite more people tomorrow" in today.text
    assert Invitation.objects.count() == people.MOST_A_DAY + 1


def test_invitation_end_cancels_once(client, wen, case, token):
    client.force_login(wen)
    invitation = Invitation.objects.get()
    url = reverse("intake:invitation_end", args=[case.pk, invitation.pk])

    first = client.post(url, {"do": "cancel"}, follow=True)
    second = client.post(url, {"do": "cancel"}, follow=True)

    assert "The invitation is cancelled." in first.text
    assert "This invitation has ended already." in second.text
    assert AuditEntry.objects.filter(verb="cancelled").count() == 1
    assert client.get(url_of(token)).status_code == 404


def test_invitation_end_can_send_a_new_link_with_the_same_rights(
    client, wen, case, token
):
    client.force_login(wen)
    invitation = Invitation.objects.get()
    url = reverse("intake:invitation_end", args=[case.pk, invitation.pk])

    client.post(url, {"do": "again"})

    new = people.find(token_in(OutgoingMail.objects.latest("pk").body))
    assert people.find(token) is None
    assert (new.email, new.scopes) == (INVITED, invitation.scopes)


def test_invitation_end_too_often_says_so(client, wen, case, token):
    for number in range(people.MOST_A_DAY - 1):
        people.invite(case, by=wen, email=f"p{number}@example.org")
    client.force_login(wen)
    invitation = Invitation.objects.get(email=INVITED)
    url = reverse("intake:invitation_end", args=[case.pk, invitation.pk])

    response = client.post(url, {"do": "again"}, follow=True)

    assert "That is enough for today. Invite more people tomorrow" in response.text
    assert people.find(token) == invitation


def test_invitation_end_of_another_folder_changes_nothing(
    client, bo, bos_case, case, token
):
    client.force_login(bo)
    invitation = Invitation.objects.get()
    url = reverse("intake:invitation_end", args=[bos_case.pk, invitation.pk])

    answers = [client.post(url, {"do": do}).status_code for do in ("cancel", "again")]

    assert (answers, people.find(token)) == ([404, 404], invitation)
