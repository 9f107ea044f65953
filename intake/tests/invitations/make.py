"""An invitation that can be sent, and where its pages are."""

from __future__ import annotations

import re

from django.urls import reverse

from conftest import make_user

INVITED = "timur@example.org"
TICKED = {
    "email": INVITED,
    "relationship": "child",
    "scopes": ["may_see", "may_upload"],
}


def list_url(case) -> str:
    return reverse("intake:people_list", args=[case.pk])


def url_of(token: str) -> str:
    return reverse("intake:invitation_answer", args=[token])


def token_in(text: str) -> str:
    return re.search(r"/invitations/([\w-]+)/", text)[1]


def invited_person(email=INVITED, *, verified=True):
    user = make_user(email.partition("@")[0])
    user.emailaddress_set.create(email=email, verified=verified, primary=True)
    return user
