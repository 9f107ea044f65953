"""Short ways to sign in, for the tests of the front door."""

from __future__ import annotations

import re

from django.contrib.auth import get_user
from django.core import mail
from django.test import Client

from accounts.models import User

PASSWORD = "kettle-lamp-river-9"
NEW = "brand-new-words-7"

LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"


def ask_for_code(client: Client, email: str, **extra):
    return client.post(CODE, {"email": email}, **extra)


def mailed_code() -> str:
    return re.search(r"^ +(\d{6})$", mail.outbox[-1].body, re.M)[1]


def sign_in(client: Client, email: str, password: str = PASSWORD, **extra):
    return client.post(LOGIN, {"login": email, "password": password}, **extra)


def who(client: Client) -> User:
    return get_user(client)


def failures_until_refused(client, spell=lambda n: "wen@example.org", **extra):
    for n in range(12):
        headers = {"x-forwarded-for": f"203.0.113.{n}", **extra}
        response = sign_in(client, spell(n), "wrong", headers=headers)
        if "Wait 10 minutes" in response.text or response.status_code == 429:
            return n
    return None


def reset_link(email: str, **extra) -> str:
    Client().post("/accounts/password/reset/", {"email": email}, **extra)
    link = re.search(r"https?://\S+", mail.outbox[-1].body)[0]
    return link


def follow(client: Client, link: str, password: str = NEW):
    path = link.split("localhost:8000")[1]
    form = client.get(path, follow=True)
    where = form.redirect_chain[-1][0] if form.redirect_chain else path
    return client.post(where, {"password1": password, "password2": password})
