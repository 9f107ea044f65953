"""The patient is invited into a folder that somebody else began."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import OutgoingMail
from intake import people
from intake.models import CaseMember, Invitation
from intake.services import open_case_for_other
from intake.tests.invitations.make import (
    TICKED,
    invited_person,
    list_url,
    token_in,
    url_of,
)


@pytest.fixture
def begun(ana):
    """A folder that Ana began for somebody else, with their consent."""
    return open_case_for_other(
        by=ana, relationship="child", basis="consent", full_name="Li Na"
    )


def patient_url(case) -> str:
    return reverse("intake:patient_invite", args=[case.pk])


def test_patient_invite_makes_the_folder_the_patients_own(client, ana, begun):
    li_na = invited_person("li@example.org")
    client.force_login(ana)
    client.post(patient_url(begun), {"email": "li@example.org"})

    client.force_login(li_na)
    token = token_in(OutgoingMail.objects.latest("pk").body)
    page = client.get(url_of(token))
    client.post(url_of(token), {"answer": "yes"})

    member = li_na.memberships.get()
    assert "Yes, it is my folder" in page.text
    assert (member.role, member.may("may_send")) == (CaseMember.Role.PATIENT, True)
    client.post(list_url(begun), TICKED)
    assert Invitation.objects.filter(role=CaseMember.Role.CAREGIVER).count() == 1


def test_mail_to_the_patient_tells_of_their_own_folder(client, ana, begun):
    client.force_login(ana)

    client.post(patient_url(begun), {"email": "li@example.org"})

    sent = OutgoingMail.objects.latest("pk")
    page = client.get(url_of(token_in(sent.body))).text
    words = ["your help", "Ana", "Li Na", "cancer", "health", "patient", "doctor"]
    assert sent.subject == "Somebody began a folder for you"
    assert "Somebody who knows you began a folder for you" in sent.body
    assert [word for word in words if word in sent.subject + sent.body] == []
    assert "<title>Somebody began a folder for you" in page


def test_mail_to_a_caregiver_asks_for_help(client, wen, case):
    people.invite(case, by=wen, email="li@example.org")

    sent = OutgoingMail.objects.latest("pk")
    assert sent.subject == "Somebody asks for your help"
    assert "asks for your help with some papers" in sent.body


def test_patient_invite_shows_the_error_beside_the_address(client, ana, begun):
    client.force_login(ana)

    empty = client.post(patient_url(begun), {"email": ""})
    own = client.post(patient_url(begun), {"email": ana.email})

    assert (empty.status_code, own.status_code) == (422, 422)
    assert "Enter the e-mail address of the patient" in empty.text
    assert "This is your own address" in own.text
    assert Invitation.objects.count() == 0


def test_patient_invite_a_second_time_ends_the_first(client, ana, begun):
    client.force_login(ana)

    for name in ("li", "other"):
        client.post(patient_url(begun), {"email": f"{name}@example.org"})

    assert [i.email for i in people._open(begun)] == ["other@example.org"]


def test_patient_invite_into_a_folder_with_a_patient_is_not_found(client, ana, case):
    client.force_login(ana)

    response = client.post(patient_url(case), {"email": "x@example.org"})

    assert (response.status_code, Invitation.objects.count()) == (404, 0)


def test_patient_invite_too_often_says_so(client, ana, begun):
    for number in range(people.MOST_A_DAY):
        people.invite(begun, by=ana, email=f"p{number}@example.org")
    client.force_login(ana)

    response = client.post(patient_url(begun), {"email": "li@example.org"})

    assert response.status_code == 422
    assert "That is enough for today. Invite more people tomorrow" in response.text


def test_a_folder_never_gets_a_second_patient(ana, begun):
    first, second = invited_person("li@example.org"), invited_person("lo@example.org")
    role = CaseMember.Role.PATIENT
    one = people.invite(begun, by=ana, email="li@example.org", role=role)
    two = people.invite(begun, by=ana, email="lo@example.org", role=role)
    Invitation.objects.update(cancelled_at=None)
    people.accept(one, by=first)

    with pytest.raises(people.NotYoursError):
        people.accept(two, by=second)

    assert begun.members.filter(role=role).count() == 1
