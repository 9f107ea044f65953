"""A new password: by a link in a mail, or by whoever is signed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts import people
from accounts.models import User
from accounts.tests.signing import (
    NEW,
    PASSWORD,
    follow,
    reset_link,
    sign_in,
    who,
)


def test_reset_link_sets_a_new_password_once(client, wen_with_password):
    link = reset_link("wen@example.org")

    follow(client, link)
    second = follow(Client(), link, "another-password-1")

    wen_with_password.refresh_from_db()
    assert wen_with_password.check_password(NEW)
    assert "This link has ended" in second.text


def test_reset_ends_every_session_and_signs_nobody_in(client, wen_with_password):
    elsewhere = Client()
    sign_in(elsewhere, "wen@example.org")

    follow(client, reset_link("wen@example.org"))

    assert (who(elsewhere).is_anonymous, who(client).is_anonymous) == (True, True)
    assert people.sessions_of(wen_with_password) == []


def test_reset_link_ends_after_an_hour(client, wen_with_password):
    link = reset_link("wen@example.org")

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        response = follow(client, link)

    assert "This link has ended" in response.text


def test_reset_link_dies_when_the_address_changes(client, wen_with_password):
    link = reset_link("wen@example.org")
    User.objects.filter(pk=wen_with_password.pk).update(email="new@example.org")

    response = follow(client, link)

    assert "This link has ended" in response.text


def test_reset_link_does_not_follow_the_host_header(wen_with_password, settings):
    settings.ALLOWED_HOSTS = ["testserver", "evil.example"]

    link = reset_link("wen@example.org", headers={"host": "evil.example"})

    assert link.startswith("http://localhost:8000/accounts/password/reset/key/")


def test_reset_sends_no_link_to_staff(mei_with_password):
    Client().post("/accounts/password/reset/", {"email": "mei@example.org"})

    (message,) = mail.outbox
    assert "password/reset/key" not in message.body
    assert "only a manager of the service can set one" in message.body


def test_changed_password_ends_the_other_sessions_and_keeps_this_one(
    client, wen_with_password
):
    elsewhere = Client()
    sign_in(elsewhere, "wen@example.org")
    sign_in(client, "wen@example.org")

    client.post(
        "/accounts/password/change/",
        {
            "oldpassword": PASSWORD,
            "password1": NEW,
            "password2": NEW,
        },
    )

    assert who(elsewhere).is_anonymous
    assert who(client) == wen_with_password


@pytest.mark.parametrize("password", ["short", "password123", "", "wen@example.org"])
def test_weak_password_is_refused_beside_the_field(client, wen, password):
    client.force_login(wen)

    response = client.post(
        "/accounts/password/set/", {"password1": password, "password2": password}
    )

    wen.refresh_from_db()
    assert (response.status_code, wen.has_usable_password()) == (422, False)
