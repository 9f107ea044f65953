"""Who can let whom into a folder, and when an invitation loses its power."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.urls import reverse

from accounts.models import User
from conftest import make_user
from intake import access, consents, people
from intake.models import Case, CaseMember, Patient


def confirmed(name: str) -> User:
    user = make_user(name)
    EmailAddress.objects.create(
        user=user, email=user.email, verified=True, primary=True
    )
    return user


def last_token() -> str:
    return re.search(r"/invitations/([^/\s]+)/", mail.outbox[-1].body)[1]


def bare(page: str, token: str) -> str:
    """The page without what differs at every look: its address and its form marks."""
    marks = r'name="csrfmiddlewaretoken" value="\w+"'
    return re.sub(marks, "", page.replace(token, ""))


@pytest.fixture
def gus(db) -> User:
    return confirmed("gus")


@pytest.fixture
def guarded(gus) -> Case:
    """A folder that gus, a guardian, began; its patient has no account."""
    case = Case.objects.create(created_by=gus)
    Patient.objects.create(case=case, full_name="Pat Canary")
    CaseMember.objects.create(
        case=case, user=gus, role="caregiver", basis="guardian", may_see=True
    )
    return case


def invite_friend(case: Case, by: User) -> str:
    people.invite(case, by=by, email="friend@example.org", scopes={"may_upload": True})
    return last_token()


def test_patient_invite_by_a_caregiver_who_may_only_add_is_refused(client, guarded):
    """Else a second address of one's own would open the whole folder."""
    low = make_user("low")
    CaseMember.objects.create(
        case=guarded, user=low, role="caregiver", basis="consent", may_upload=True
    )
    client.force_login(low)

    response = client.post(
        reverse("intake:patient_invite", args=[guarded.pk]),
        {"email": "low2@example.org"},
    )
    page = client.get(reverse("intake:people_list", args=[guarded.pk]))

    assert (response.status_code, guarded.invitations.count()) == (403, 0)
    assert reverse("intake:patient_invite", args=[guarded.pk]) not in page.text


def test_patient_invite_by_a_guardian_is_sent(client, gus, guarded):
    client.force_login(gus)

    client.post(
        reverse("intake:patient_invite", args=[guarded.pk]),
        {"email": "pat@example.org"},
    )

    assert [i.role for i in guarded.invitations.all()] == ["patient"]


@pytest.mark.parametrize("how", ["ended", "expired", "closed"])
def test_an_invitation_ends_with_the_access_of_who_sent_it(
    client, gus, guarded, wen, how
):
    token = invite_friend(guarded, gus)
    member = guarded.members.get(user=gus)
    if how == "ended":
        people.end_access(member, by=wen)
    elif how == "expired":
        CaseMember.objects.filter(pk=member.pk).update(
            expires_on="2020-01-01", ends_at="2020-01-02T00:00Z"
        )
    else:
        User.objects.filter(pk=gus.pk).update(is_active=False)

    page = client.get(reverse("intake:invitation_answer", args=[token]))
    unknown = client.get(reverse("intake:invitation_answer", args=["x" * 43]))

    assert (page.status_code, unknown.status_code) == (404, 404)
    assert bare(page.text, token) == bare(unknown.text, "x" * 43)


def test_taking_back_c5_ends_caregivers_and_open_invitations(wen, ana, case):
    consents.record_answer(case, "C5", agreed=True, by=wen)
    invite_friend(case, wen)

    consents.record_answer(case, "C5", agreed=False, by=wen)

    helping = access.members_of(case).filter(role="caregiver")
    assert (helping.count(), access.open_invitations(case).count()) == (0, 0)


def test_taking_back_c5_leaves_a_guardian(gus, guarded):
    consents.record_answer(guarded, "C5", agreed=True, by=gus, basis="guardian")

    consents.record_answer(guarded, "C5", agreed=False, by=gus, basis="guardian")

    assert [m.user for m in access.members_of(guarded)] == [gus]


@pytest.mark.parametrize(("asked_by", "basis"), [("wen", "consent"), ("gus", "")])
def test_only_the_patients_invitation_gives_the_patients_consent(
    request, wen, case, gus, guarded, asked_by, basis
):
    inviter = request.getfixturevalue(asked_by)
    token = invite_friend(case if asked_by == "wen" else guarded, inviter)

    member = people.accept(people.find(token), by=confirmed("friend"))

    assert (member.basis, member.acts_for_patient) == (basis, False)


def test_the_last_who_may_decide_stays(client, gus, guarded):
    client.force_login(gus)
    member = guarded.members.get(user=gus)

    client.post(reverse("intake:caregiver_end", args=[guarded.pk, member.pk]))

    assert [m.user for m in access.members_of(guarded)] == [gus]


def test_a_caregiver_beside_the_patient_may_leave(client, ana, case):
    client.force_login(ana)
    member = case.members.get(user=ana)

    client.post(reverse("intake:caregiver_end", args=[case.pk, member.pk]))

    assert not access.members_of(case).filter(user=ana).exists()


# --- Seeing belongs to filling in and to sending ---------------------------------------------
SAID = "Who may fill in the answers or send the folder also sees"
ALONE = [("may_answer", "Fill in the answers"), ("may_send", "Send the folder")]


@pytest.mark.parametrize(("right", "words"), ALONE)
def test_invite_to_fill_in_or_to_send_lets_the_person_see(
    client, wen, case, right, words
):
    client.force_login(wen)
    address = reverse("intake:people_list", args=[case.pk])
    form = {"email": "friend@example.org", "relationship": "friend", "scopes": [right]}

    said = client.get(address).text
    client.post(address, form)

    invitation = case.invitations.get()
    client.logout()
    page = client.get(reverse("intake:invitation_answer", args=[last_token()])).text
    assert SAID in said
    assert [str(scope.label) for scope in invitation.scopes] == [
        "See the records and answers",
        words,
    ]
    assert "See the records and answers" in page
    assert "See what others added" not in page


@pytest.mark.parametrize(("right", "words"), ALONE)
def test_change_to_fill_in_or_to_send_lets_the_person_see(
    client, wen, ana, case, right, words
):
    client.force_login(wen)
    member = CaseMember.objects.get(user=ana)
    address = reverse("intake:caregiver_edit", args=[case.pk, member.pk])

    said = client.get(address).text
    client.post(address, {"scopes": [right], "lasts": "open"})

    member.refresh_from_db()
    assert SAID in said
    assert {str(scope.label) for scope in member.scopes} == {
        "See the records and answers",
        words,
    }


@pytest.mark.parametrize(("right", "_words"), ALONE)
def test_folder_tells_whom_its_pages_are_closed_to_who_can_open_them(
    client, case, right, _words
):
    """Rights given alone in earlier days stay as they were."""
    low = make_user("low")
    CaseMember.objects.create(
        case=case, user=low, role="caregiver", basis="consent", **{right: True}
    )
    client.force_login(low)

    page = client.get(reverse("portal:folder_detail", args=[case.pk])).text

    assert "Some pages are closed to you" in page
    assert "The patient, or who acts for the patient, can allow it" in page
    assert "You have done your part" not in page
