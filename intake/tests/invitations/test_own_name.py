"""Who adds something is called by a name: a caregiver is asked, a patient's is known."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import OutgoingMail, User
from intake import people
from intake.models import Case, CaseMember
from intake.services import open_case_for_other
from intake.tests.filling import fill_in, step_url
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


# --- the patient ---------------------------------------------------------------------------


def named_in_folder(client, case, name: str) -> None:
    fill_in(client, step_url(case, "name"), full_name=name)


@pytest.mark.parametrize("writer", ["wen", "ana"])
def test_patient_is_called_as_the_folder_calls_them(
    client, request, wen, ana, case, writer
):
    User.objects.filter(pk=wen.pk).update(name="")
    client.force_login(request.getfixturevalue(writer))

    named_in_folder(client, case, "Wen Li Anna")

    assert (name_of(wen), name_of(ana)) == ("Wen Li Anna", "Ana")


def test_patient_who_has_a_name_keeps_it(client, wen, case):
    client.force_login(wen)

    named_in_folder(client, case, "Wen Li Anna")

    assert name_of(wen) == "Wen"


def test_name_of_the_patient_is_lent_once(client, wen, case):
    User.objects.filter(pk=wen.pk).update(name="")
    client.force_login(wen)

    named_in_folder(client, case, "Wen Lu")
    named_in_folder(client, case, "Wen Li " + "x" * 180)

    assert name_of(wen) == "Wen Lu"


def test_long_name_of_the_patient_fits_the_account(client, wen, case):
    User.objects.filter(pk=wen.pk).update(name="")
    client.force_login(wen)

    named_in_folder(client, case, "x" * 180)

    assert name_of(wen) == "x" * 150


@pytest.mark.parametrize(("own", "called"), [("", "Old Mother"), ("Mama", "Mama")])
def test_patient_who_joins_is_called_as_the_folder_calls_them(ana, timur, own, called):
    User.objects.filter(pk=timur.pk).update(name=own)
    begun = open_case_for_other(
        by=ana, relationship="child", basis="consent", full_name="Old Mother"
    )
    role = CaseMember.Role.PATIENT
    asked = people.invite(begun, by=ana, email=INVITED, role=role)

    people.accept(asked, by=timur)

    assert name_of(timur) == called


def test_caregiver_who_joins_is_not_called_like_the_patient(nameless, wen, case):
    asked = people.invite(case, by=wen, email=INVITED)

    people.accept(asked, by=nameless)

    assert name_of(nameless) == ""


def test_patient_who_invites_is_called_by_name(client, wen, case):
    User.objects.filter(pk=wen.pk).update(name="")
    client.force_login(wen)
    named_in_folder(client, case, "Wen Li Anna")
    wen.refresh_from_db()
    people.invite(case, by=wen, email=INVITED)
    client.logout()

    page = client.get(url_of(token_in(OutgoingMail.objects.latest("pk").body))).text

    assert "Wen Li Anna asks for your help" in page
    assert wen.email not in page
