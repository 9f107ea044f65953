"""Guessing is slow, and nothing tells who has an account."""

from __future__ import annotations

import re
import statistics
import time
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.people import same_address
from accounts.tests.signing import (
    CODE,
    CONFIRM,
    LOGIN,
    PASSWORD,
    ask_for_code,
    failures_until_refused,
    mailed_code,
    sign_in,
    who,
)


def test_five_wrong_passwords_stop_guessing(client, wen_with_password):
    assert failures_until_refused(client) == 5


def test_right_password_after_five_wrong_ones_is_refused_for_a_while(
    client, wen_with_password
):
    failures_until_refused(client)

    now = sign_in(client, "wen@example.org")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        later = sign_in(client, "wen@example.org")

    assert (now.status_code, later.status_code) == (422, 302)


def test_code_still_opens_an_account_that_a_stranger_locked(client, wen_with_password):
    failures_until_refused(Client())

    ask_for_code(client, "wen@example.org")
    client.post(CONFIRM, {"code": mailed_code()})

    assert who(client) == wen_with_password


SPELLINGS = [
    lambda n: ["wen", "WEN", "Wen", "wEn", "weN", "WeN"][n % 6] + "@example.org",
    lambda n: " " * n + "wen@example.org",
    lambda n: ["wen", "wén", "wèn", "wên", "wẽn", "wēn"][n % 6] + "@example.org",
    lambda n: (
        ["wen", "ｗen", "wｅn", "weｎ", "ｗｅn", "ｗｅｎ"][n % 6] + "@example.org"
    ),
]


@pytest.mark.parametrize("spell", SPELLINGS)
def test_spelling_of_the_address_does_not_raise_the_limit(wen_with_password, spell):
    answers = [sign_in(Client(), spell(n), "wrong").text for n in range(12)]

    guesses = ["the password is not right" in text for text in answers]
    assert 0 < sum(guesses) <= 5


def test_same_address_knows_all_spellings():
    spellings = {" WEN@Example.org", "wén@example.org", "ｗen@example.org"}

    assert {same_address(text) for text in spellings} == {"wen@example.org"}


def test_many_accounts_from_one_place_are_slowed_despite_invented_addresses(client, db):
    refused = failures_until_refused(client, lambda n: f"person{n}@example.org")

    assert refused == 10


def test_codes_for_one_address_are_limited(client, wen):
    for _ in range(3):
        ask_for_code(client, wen.email)

    response = ask_for_code(client, wen.email)

    assert (response.status_code, len(mail.outbox)) == (422, 3)
    assert "Wait 10 minutes" in response.text


def test_forwarded_address_counts_only_behind_a_trusted_proxy(client, db, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    refused = failures_until_refused(client, lambda n: f"person{n}@example.org")

    assert refused is None


# --- who has an account? ----------------------------------------------------------------


def without_marks(text: str) -> str:
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)
    return re.sub(r"[a-z_0-9]+@example\.org", "ADDRESS", text)


def answer(path: str, data: dict[str, str]) -> tuple:
    client = Client()
    first = client.post(path, data)
    there = first.get("Location", "")
    then = client.get(there).text if there else ""
    cookies = sorted(client.cookies)
    return first.status_code, there, cookies, without_marks(first.text + then)


@pytest.mark.parametrize(
    ("path", "field", "extra"),
    [
        (CODE, "email", {}),
        ("/accounts/signup/", "email", {}),
        ("/accounts/password/reset/", "email", {}),
        (LOGIN, "login", {"password": "wrong-password"}),
    ],
)
def test_known_unknown_staff_and_closed_addresses_get_one_answer(
    wen_with_password, mei_with_password, bo, path, field, extra
):
    User.objects.filter(pk=bo.pk).update(is_active=False)

    answers = [
        answer(path, {field: f"{name}@example.org", **extra})
        for name in ("wen", "nobody", "mei", "bo")
    ]

    assert answers[1:] == answers[:1] * 3


class CountingHasher(MD5PasswordHasher):
    """Quick, and counts how often a password was hashed: that is what takes the time."""

    hashed = 0

    def encode(self, password: str, salt: str) -> str:
        CountingHasher.hashed += 1
        return super().encode(password, salt)


@pytest.fixture
def hashes_are_counted(settings):
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    settings.ACCOUNT_RATE_LIMITS = False


@pytest.mark.parametrize(
    ("path", "field", "extra"),
    [
        (CODE, "email", {}),
        ("/accounts/password/reset/", "email", {}),
        (LOGIN, "login", {"password": "wrong-password"}),
    ],
)
def test_speed_does_not_tell_who_has_an_account(
    db, hashes_are_counted, path, field, extra
):
    tries = 15
    for n in range(tries):
        password = PASSWORD if n % 2 else None  # half of them never set one
        User.objects.create_user(f"known{n}@example.org", password)
    times: dict[str, list[float]] = {"known": [], "nobody": []}
    hashed: dict[str, list[int]] = {"known": [], "nobody": []}
    answer(path, {field: "warm@example.org", **extra})

    for n in range(tries):
        for name in times:
            before = CountingHasher.hashed
            start = time.thread_time()  # of this thread: other work does not count
            Client().post(path, {field: f"{name}{n}@example.org", **extra})
            times[name].append(time.thread_time() - start)
            hashed[name].append(CountingHasher.hashed - before)

    known, nobody = (statistics.median(values) for values in times.values())
    assert hashed["known"] == hashed["nobody"]
    assert abs(known - nobody) < 0.02
