"""A caregiver is asked for a name: it stands beside everything they add."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import OutgoingMail, User
from intake import people
from intake.models import Case, CaseMember
from intake.tests.invitations.make import INVITED, token_in, url_of

FOR_OTHER = {"whom": "other", "relationship": "child", "basis": "consent"}
LONG = "x" * 151


@pytest.fixture
def nameless(timur) -> User:
    User.objects.filter(pk=timur.pk).update(name="")
    timur.name = ""
    return timur


def name_of(user: User) -> str:
    return User.objects.get(pk=user.pk).name


def start(client, **typed):
    return client.post(reverse("intake:case_new"), FOR_OTHER | typed)


# --- starting a folder for somebody else ---------------------------------------------------


def test_folder_for_somebody_else_asks_for_the_name_once(client, nameless):
    client.force_login(nameless)

    without = start(client)
    named = start(client, name=" Timur  Aliev ")

    assert without.status_code == 422
    assert without.context["form"].errors == {"name": ["Write your own name"]}
    assert (named.status_code, name_of(nameless)) == (302, "Timur  Aliev")
    page = client.get(reverse("intake:case_new")).text
    assert 'value="Timur  Aliev"' in page


def test_known_name_stays_when_its_box_is_emptied(client, timur):
    client.force_login(timur)

    response = start(client, name="")

    assert (response.status_code, name_of(timur)) == (302, "Timur")


@pytest.mark.parametrize("name", ["", "Somebody Else", LONG])
def test_folder_for_oneself_asks_for_no_name(client, nameless, name):
    client.force_login(nameless)

    response = client.post(reverse("intake:case_new"), {"whom": "me", "name": name})

    assert (response.status_code, name_of(nameless)) == (302, "")


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("\u200f\u3164 ", "Write your own name"),
        (LONG, "This is too long. Use up to 150 characters; now it has 151."),
    ],
)
def test_a_wrong_name_opens_no_folder(client, nameless, name, problem):
    client.force_login(nameless)

    response = start(client, name=name)

    assert (response.status_code, Case.objects.filter(created_by=nameless).count()) == (
        422,
        0,
    )
    assert response.context["form"].errors == {"name": [problem]}


# --- saying yes to an invitation -----------------------------------------------------------


def test_yes_without_a_name_makes_nobody_a_member(client, nameless, token):
    client.force_login(nameless)

    response = client.post(url_of(token), {"answer": "yes", "name": ""})

    assert (response.status_code, nameless.memberships.count()) == (422, 0)
    assert "Write your own name" in response.text


def test_yes_keeps_the_name(client, nameless, token):
    client.force_login(nameless)

    response = client.post(url_of(token), {"answer": "yes", "name": "Timur Aliev"})

    assert (response.status_code, name_of(nameless)) == (302, "Timur Aliev")
    assert nameless.memberships.get().role == CaseMember.Role.CAREGIVER


def test_invitation_shows_the_name_that_is_known(client, timur, token):
    assert 'name="name"' not in client.get(url_of(token)).text  # nobody signed in
    client.force_login(timur)

    page = client.get(url_of(token)).text

    assert 'value="Timur"' in page


def test_no_needs_no_name(client, nameless, token):
    client.force_login(nameless)

    assert (
        "Write your own name" not in client.post(url_of(token), {"answer": "no"}).text
    )


def test_name_typed_with_another_account_is_not_kept(client, bo, token):
    client.force_login(bo)

    response = client.post(url_of(token), {"answer": "yes", "name": "Somebody"})

    assert (response.status_code, name_of(bo)) == (409, "Bo")


def test_patient_is_asked_for_no_name(client, wen, case, nameless):
    case.members.filter(user=wen).update(role=CaseMember.Role.CAREGIVER)
    people.invite(case, by=wen, email=INVITED, role=CaseMember.Role.PATIENT)
    link = url_of(token_in(OutgoingMail.objects.latest("pk").body))
    client.force_login(nameless)

    page = client.get(link).text
    response = client.post(link, {"answer": "yes"})

    assert 'name="name"' not in page
    assert response.status_code == 302
