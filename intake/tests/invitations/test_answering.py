"""Answering: one address, one use, an end, and nothing for anybody else (SECURITY: S7)."""

from __future__ import annotations

import re
from datetime import timedelta
from functools import partial

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, OutgoingMail
from conftest import at_once, signed_in
from intake import people
from intake.models import CaseMember, Invitation, Scope
from intake.tests.invitations.make import (
    INVITED,
    TICKED,
    invited_person,
    list_url,
    token_in,
    url_of,
)


def test_the_page_says_what_it_would_mean_and_nothing_about_health(client, case, token):
    response = client.get(url_of(token))

    assert response.context["may"] == [Scope.SEE, Scope.UPLOAD]
    assert "Wen asks for your help" in response.text
    assert "It is all right to say no." in response.text
    leaks = [INVITED, str(case.pk), case.reference, "Wen Li"]
    assert [leak for leak in leaks if leak in response.text] == []


def test_get_answers_nothing(client, timur, token):
    client.force_login(timur)

    client.get(url_of(token))

    assert Invitation.objects.get().is_open
    assert not timur.memberships.exists()


def test_yes_makes_a_member_with_exactly_the_rights_offered(client, timur, case, token):
    client.force_login(timur)

    response = client.post(url_of(token), {"answer": "yes"})

    member = timur.memberships.get()
    assert response["Location"] == reverse("portal:folder_detail", args=[case.pk])
    assert (member.role, member.basis, member.relationship) == (
        CaseMember.Role.CAREGIVER,
        CaseMember.Basis.CONSENT,
        "child",
    )
    assert member.scopes == [Scope.SEE, Scope.UPLOAD]


def test_yes_takes_the_last_day_along(client, wen, timur, case):
    day = timezone.localdate() + timedelta(days=90)
    people.invite(case, by=wen, email=INVITED, access_until=day)
    client.force_login(timur)

    client.post(
        url_of(token_in(OutgoingMail.objects.latest("pk").body)), {"answer": "yes"}
    )

    assert timur.memberships.get().expires_on == day


def test_yes_signed_out_leads_to_signing_in_and_back(client, token):
    response = client.post(url_of(token), {"answer": "yes"})

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("account_login") + "?next=%2Finv")
    assert Invitation.objects.get().is_open


def test_newcomer_signs_up_by_code_and_says_yes(client, case, token):
    """The whole way of somebody who never was here: mail, code, yes."""
    client.post(reverse("account_signup"), {"email": INVITED})
    sent = OutgoingMail.objects.latest("pk").body or mail.outbox[-1].body
    code = re.search(r"^ +(\d{6})$", sent, re.M)[1]
    client.post(reverse("account_confirm_login_code"), {"code": code})

    response = client.post(url_of(token), {"answer": "yes", "name": "Timur"})

    assert response.status_code == 302
    assert case.members.filter(user__email=INVITED, left_at=None).count() == 1


def test_yes_twice_is_once(client, timur, case, token):
    client.force_login(timur)

    answers = [client.post(url_of(token), {"answer": "yes"}) for _ in range(2)]

    folder = reverse("portal:folder_detail", args=[case.pk])
    assert [answer["Location"] for answer in answers] == [folder, folder]
    assert timur.memberships.count() == 1
    assert AuditEntry.objects.filter(verb="joined").count() == 1


@pytest.mark.parametrize("email", ["boris@example.org", "timur2@example.org"])
def test_yes_from_another_address_is_refused(client, token, email):
    other = invited_person(email)
    client.force_login(other)

    response = client.post(url_of(token), {"answer": "yes"})

    assert response.status_code == 409
    assert "You are signed in with another address" in response.text
    assert not other.memberships.exists()
    assert Invitation.objects.get().is_open


def test_yes_from_an_address_that_is_not_confirmed_is_refused(client, token):
    claiming = invited_person(verified=False)
    client.force_login(claiming)

    response = client.post(url_of(token), {"answer": "yes"})

    assert (response.status_code, claiming.memberships.count()) == (409, 0)


def test_no_needs_no_account_and_counts_once(client, token):
    first = client.post(url_of(token), {"answer": "no"})
    second = client.post(url_of(token), {"answer": "no"})

    assert (first.status_code, second.status_code) == (200, 404)
    assert Invitation.objects.get().declined_at is not None
    assert AuditEntry.objects.filter(verb="declined").count() == 1


def test_an_answer_that_is_neither_changes_nothing(client, timur, token):
    client.force_login(timur)

    response = client.post(url_of(token), {"answer": "perhaps"})

    assert response.status_code == 422
    assert Invitation.objects.get().is_open


def bare(response, token: str) -> tuple[int, str]:
    """The answer without what must differ: the CSRF token, and the address itself."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.text)
    return response.status_code, text.replace(token, "TOKEN")


@pytest.mark.parametrize("method", ["get", "post"])
def test_used_expired_cancelled_and_unknown_links_look_the_same(
    wen, case, timur, method
):
    def link(name):
        people.invite(case, by=wen, email=f"{name}@example.org")
        return token_in(OutgoingMail.objects.latest("pk").body)

    tokens = {name: link(name) for name in ("used", "old", "cancelled", "declined")}
    now = timezone.now()
    of = Invitation.objects.filter
    of(email="used@example.org").update(accepted_at=now)
    of(email="old@example.org").update(expires_at=now - timedelta(seconds=1))
    of(email="cancelled@example.org").update(cancelled_at=now)
    of(email="declined@example.org").update(declined_at=now)
    tokens |= {"unknown": "A" * 43, "odd": "x%00é"}

    client = Client()
    client.force_login(timur)
    answers = {
        bare(getattr(client, method)(f"/invitations/{t}/", {"answer": "yes"}), t)
        for t in list(tokens.values())[:5]
    }
    odd = client.get("/invitations/x%00%C3%A9/")

    assert len(answers) == 1
    assert next(iter(answers))[0] == odd.status_code == 404


@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_mail_and_page_name_the_same_last_day(client, wen, timur, case, zone):
    wen.time_zone, timur.time_zone = zone, "Asia/Shanghai"
    wen.save()
    timur.save()
    client.force_login(wen)
    with time_machine.travel("2026-11-23T20:00:00Z", tick=False):
        client.post(list_url(case), TICKED)
        body = OutgoingMail.objects.latest("pk").body or mail.outbox[-1].body
        client.force_login(timur)
        page = client.get(url_of(token_in(body))).text

    day = re.search(r"until (\d+ \w+ \d{4})", body)[1]
    assert f"until {day}" in page


def test_the_link_works_until_its_last_moment(client, settings, token):
    end = Invitation.objects.get().expires_at

    with time_machine.travel(end - timedelta(minutes=1), tick=False):
        before = client.get(url_of(token)).status_code
    with time_machine.travel(end + timedelta(minutes=1), tick=False):
        after = client.get(url_of(token)).status_code

    assert (before, after) == (200, 404)


def test_the_link_ends_between_looking_and_saying_yes(timur, case, token):
    invitation = people.find(token)
    Invitation.objects.update(cancelled_at=timezone.now())

    with pytest.raises(people.NotYoursError):
        people.accept(invitation, by=timur)

    assert not timur.memberships.exists()


@pytest.mark.django_db(transaction=True)
def test_yes_from_two_windows_at_once_makes_one_member(wen, case, timur, token):
    windows = [signed_in(timur), signed_in(timur)]

    answers = at_once(
        *(partial(window.post, url_of(token), {"answer": "yes"}) for window in windows)
    )

    assert [answer.status_code for answer in answers] == [302, 302]
    assert CaseMember.objects.filter(case=case, user=timur).count() == 1
