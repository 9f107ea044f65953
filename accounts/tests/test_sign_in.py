"""Coming in: by a mailed code or a password, through one front door."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts import tasks
from accounts.models import AuditEntry, OutgoingMail, User
from accounts.tests.signing import (
    CODE,
    CONFIRM,
    LOGIN,
    PASSWORD,
    ask_for_code,
    failures_until_refused,
    follow,
    mailed_code,
    reset_link,
    sign_in,
    who,
)

# --- by a mailed code -----------------------------------------------------------------


def test_code_typed_in_signs_the_person_in(client, wen):
    ask_for_code(client, wen.email)

    response = client.post(CONFIRM, {"code": mailed_code()})

    assert (response.status_code, who(client)) == (302, wen)


def test_code_typed_with_blanks_and_other_digits_works(client, wen):
    ask_for_code(client, wen.email)
    code = mailed_code().translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    client.post(CONFIRM, {"code": f" {code[:3]} {code[3:]} "})

    assert who(client) == wen


def test_code_for_a_new_address_opens_a_new_empty_account(client, db):
    ask_for_code(client, "New@Example.org", headers={"accept-language": "zh-hans"})

    client.post(CONFIRM, {"code": mailed_code()})

    user = who(client)
    assert (user.email, user.language, user.has_usable_password()) == (
        "new@example.org",
        "zh-hans",
        False,
    )


def test_code_typed_in_proves_the_address_and_a_wrong_one_does_not(client, db):
    ask_for_code(client, "new@example.org")
    address = EmailAddress.objects.get(email="new@example.org")
    code = mailed_code()

    client.post(CONFIRM, {"code": "000000" if code != "000000" else "111111"})
    before = EmailAddress.objects.get(pk=address.pk).verified
    client.post(CONFIRM, {"code": code})

    assert (before, EmailAddress.objects.get(pk=address.pk).verified) == (False, True)


def test_code_works_once(client, wen):
    ask_for_code(client, wen.email)
    code = mailed_code()
    client.post(CONFIRM, {"code": code})

    second = Client()
    second.post(CONFIRM, {"code": code})

    assert who(second).is_anonymous


def test_wrong_code_is_said_beside_the_field_with_422(client, wen):
    ask_for_code(client, wen.email)
    wrong = "000000" if mailed_code() != "000000" else "111111"

    response = client.post(CONFIRM, {"code": wrong})

    assert response.status_code == 422
    assert "This code is not the one we sent." in response.text


def test_third_wrong_code_ends_the_try(client, wen):
    ask_for_code(client, wen.email)
    code = mailed_code()
    wrong = "000000" if code != "000000" else "111111"

    for _ in range(3):
        client.post(CONFIRM, {"code": wrong})
    client.post(CONFIRM, {"code": code})

    assert who(client).is_anonymous


@pytest.mark.parametrize(("minutes", "signed_in"), [(14, True), (16, False)])
def test_old_code_is_refused(client, wen, settings, minutes, signed_in):
    """Of itself: that the whole sign-in ends after 15 minutes is kept out of the way."""
    settings.ACCOUNT_LOGIN_TIMEOUT = 24 * 60 * 60
    ask_for_code(client, wen.email)

    with time_machine.travel(timezone.now() + timedelta(minutes=minutes)):
        client.post(CONFIRM, {"code": mailed_code()})
        assert who(client).is_authenticated is signed_in


def test_new_code_replaces_the_old_one(client, wen):
    ask_for_code(client, wen.email)
    old = mailed_code()

    client.post(CONFIRM, {"action": "resend"})

    new = mailed_code()
    client.post(CONFIRM, {"code": new})
    assert (len(mail.outbox), old == new, who(client)) == (2, False, wen)


def test_code_alone_never_opens_a_staff_account(client, mei):
    ask_for_code(client, mei.email)

    bodies = [message.body for message in mail.outbox]
    assert len(bodies) == 1
    assert re.search(r"^ +\d{6}$", bodies[0], re.M) is None
    assert "with your password only" in bodies[0]


def test_code_asked_for_before_becoming_staff_does_not_open_the_account(client, wen):
    ask_for_code(client, wen.email)
    User.objects.filter(pk=wen.pk).update(is_staff=True)

    client.post(CONFIRM, {"code": mailed_code()})

    assert who(client).is_anonymous


def test_closed_account_gets_no_code_and_no_second_account(client, wen):
    User.objects.filter(pk=wen.pk).update(is_active=False)

    response = ask_for_code(client, wen.email)

    assert (response.status_code, mail.outbox, User.objects.count()) == (302, [], 1)


@pytest.mark.parametrize(
    "email", ["", "nobody", "a@b", "x" * 10_000 + "@example.org", "a\0b@example.org"]
)
def test_address_that_cannot_be_one_is_said_and_kept(client, db, email):
    response = ask_for_code(client, email)

    assert response.status_code == 422
    assert 'id="id_email_error"' in response.text
    assert User.objects.count() == 0


# --- by password ------------------------------------------------------------------------


def test_password_signs_in_a_patient_and_a_coordinator(
    client, wen_with_password, mei_with_password
):
    other = Client()

    sign_in(client, "Wen@Example.org ")
    sign_in(other, "mei@example.org")

    assert (who(client), who(other)) == (wen_with_password, mei_with_password)


def test_wrong_password_is_said_with_422_and_never_shown_again(
    client, wen_with_password
):
    response = sign_in(client, "wen@example.org", "canary-password")

    assert response.status_code == 422
    assert "The address or the password is not right." in response.text
    assert "canary-password" not in response.text


def test_every_sign_in_is_in_the_audit_trail(client, wen_with_password):
    sign_in(client, "wen@example.org")

    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.by, entry.facts) == (
        "signed_in",
        wen_with_password,
        {"method": "password"},
    )


def test_session_gets_a_new_id_at_sign_in(client, wen_with_password):
    session = client.session
    session["mark"] = "before"
    session.save()
    before = session.session_key

    sign_in(client, "wen@example.org")

    assert client.session.session_key != before


# --- one front door -----------------------------------------------------------------------


def test_admin_has_no_sign_in_of_its_own(client, db):
    response = client.get("/admin/login/?next=/admin/")

    assert response.headers["Location"].startswith("/accounts/login/?next=")


def test_exactly_one_address_asks_for_a_password():
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str)]

    assert [name for name in names if name.endswith("login")] == ["account_login"]


def test_remote_user_and_basic_auth_headers_sign_nobody_in(client, wen_with_password):
    response = client.get(
        reverse("accounts:person_edit"),
        headers={
            "remote-user": "wen@example.org",
            "x-remote-user": "wen@example.org",
            "authorization": "Basic d2VuQGV4YW1wbGUub3JnOmtldHRsZQ==",
        },
    )

    assert response.status_code == 302


@pytest.mark.parametrize(
    "there",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "\thttps://evil.example",
    ],
)
def test_next_page_is_always_ours(client, wen_with_password, there):
    response = client.post(
        LOGIN, {"login": "wen@example.org", "password": PASSWORD, "next": there}
    )

    assert response.headers["Location"] == "/folders/"


def test_next_page_is_kept_through_the_code(client, wen):
    first = client.post(CODE, {"email": wen.email, "next": "/me/"})
    page = client.get(first.headers["Location"])

    response = client.post(CONFIRM, {"code": mailed_code(), "next": "/me/"})

    assert 'name="next" value="/me/"' in page.text
    assert response.headers["Location"] == "/me/"


# --- pages and what they leave behind -------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        LOGIN,
        LOGIN + "?with=password",
        LOGIN + "?away=1",
        CODE,
        "/accounts/signup/",
        "/accounts/inactive/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/password/reset/key/done/",
        "/accounts/password/reset/key/1-abc/",
    ],
)
def test_open_page_has_one_heading_and_no_inline_script_or_style(client, db, path):
    text = client.get(path).text

    assert text.count("<h1>") == 1
    assert re.findall(r"<script(?![^>]* src=)|<style| style=| on[a-z]+=", text) == []


def test_signed_out_page_says_that_typed_text_is_kept(client, db):
    response = client.get(LOGIN + "?away=1")

    assert "You were away for a while, so we signed you out." in response.text


def test_logs_of_signing_in_hold_no_address_code_or_password(
    client, wen_with_password, caplog, settings
):
    settings.EMAIL_BACKEND = "accounts.outbox.OutboxBackend"
    ask_for_code(client, "wen@example.org")
    for row in OutgoingMail.objects.all():
        tasks.send_mail(row.pk)
    code = mailed_code()
    client.post(CONFIRM, {"code": "000001"})
    client.post(CONFIRM, {"code": code})
    failures_until_refused(Client())
    Client().post("/accounts/password/reset/", {"email": "wen@example.org"})

    written = caplog.text + "".join(str(r.__dict__) for r in caplog.records)
    found = [word for word in ("wen@", code, PASSWORD) if word in written]
    assert found == []
    assert "sign-in refused" in written


def test_mails_say_nothing_about_health(client, wen_with_password, mei_with_password):
    ask_for_code(client, "wen@example.org")
    ask_for_code(client, "mei@example.org")
    reset_link("wen@example.org")
    follow(client, re.search(r"http\S+", mail.outbox[-1].body)[0])

    words = " ".join(m.subject + m.body for m in mail.outbox).lower()
    clinical = r"cancer|tumou?r|oncolog|diagnos|opinion|patient|doctor|hospital|health"
    assert (len(mail.outbox), re.findall(clinical, words)) == (4, [])


def test_tidy_removes_accounts_whose_code_was_never_typed_in(client, wen, mei):
    ask_for_code(Client(), "never@example.org")
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        ask_for_code(Client(), "fresh@example.org")
        wen.last_login = timezone.now()
        wen.save()

        tasks.tidy()

    left = sorted(User.objects.values_list("email", flat=True))
    assert left == ["fresh@example.org", "mei@example.org", "wen@example.org"]


@pytest.mark.parametrize("address", ["", "nobody", "a@b"])
def test_sign_up_with_a_wrong_address_stays_the_page_for_newcomers(client, db, address):
    page = client.get("/accounts/signup/?next=/folders/").text
    action = page.rpartition('name="email"')[0].rpartition('action="')[2].split('"')[0]

    response = client.post(action, {"email": address, "next": "/folders/"})

    assert response.status_code == 422
    assert "<h1>Start your folder</h1>" in response.text
    assert 'name="next" value="/folders/"' in response.text
    assert 'id="id_email_error"' in response.text


def test_sign_up_sends_a_code_and_goes_on(client, db):
    response = client.post(
        "/accounts/signup/", {"email": "new@example.org", "next": "/folders/"}
    )

    assert response.url.startswith("/accounts/login/code/confirm/")
