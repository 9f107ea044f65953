"""How what a caregiver may do changes, and how access ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from accounts import drafts
from accounts.models import AuditEntry
from intake import access, people
from intake.models import CaseMember, Scope
from intake.services import open_case_for_other
from intake.tests.helping import helper, membership, people_url, upload
from records.models import Record

# --- changing access -------------------------------------------------------------------


def edit_url(case, member) -> str:
    return reverse("intake:caregiver_edit", args=[case.pk, member.pk])


def test_caregiver_edit_shows_what_the_caregiver_may_do_now(client, wen, ana, case):
    client.force_login(wen)

    form = client.get(edit_url(case, membership(case, ana))).context["form"]

    assert form["scopes"].value() == [s for s in Scope.values if s != "may_send"]
    assert form["lasts"].value() == "open"


def test_caregiver_edit_takes_a_right_away_at_once(client, wen, ana, case):
    client.force_login(wen)

    client.post(edit_url(case, membership(case, ana)), {"scopes": ["may_see"]})

    assert membership(case, ana).scopes == [Scope.SEE]
    client.force_login(ana)
    assert upload(client, case).status_code == 403


@pytest.mark.parametrize(
    ("typed", "last_day"),
    [
        ({}, timedelta(days=10)),
        ({"until_day": "", "until_year": ""}, timedelta(days=10)),
        ({"lasts": "open", "until_day": "", "until_year": ""}, None),
    ],
)
def test_caregiver_edit_with_an_empty_date_makes_no_access_longer(
    client, wen, ana, case, typed, last_day
):
    today = timezone.localdate()
    CaseMember.objects.filter(user=ana).update(expires_on=today + timedelta(days=10))
    client.force_login(wen)

    client.post(edit_url(case, membership(case, ana)), {"scopes": ["may_see"], **typed})

    expected = today + last_day if last_day else None
    assert membership(case, ana).expires_on == expected


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose at least 1 thing this person may do"),
        ({"scopes": ["may_do_all"]}, "Choose from the list"),
        (
            {"scopes": ["may_see"], "lasts": "date"},
            "Enter the last day, or choose “Until I end it”",
        ),
        (
            {
                "scopes": ["may_see"],
                "until_day": "1",
                "until_month": "1",
                "until_year": "2020",
            },
            "Choose a date from today on",
        ),
        (
            {
                "scopes": ["may_see"],
                "lasts": "open",
                "until_day": "1",
                "until_month": "1",
            }
            | {"until_year": str(timezone.localdate().year + 1)},
            "Choose “Until a date I choose”, or empty the boxes of the date",
        ),
    ],
)
def test_caregiver_edit_says_what_to_do_and_changes_nothing(
    client, wen, ana, case, typed, words
):
    before = membership(case, ana).scopes
    client.force_login(wen)

    response = client.post(edit_url(case, membership(case, ana)), typed)

    assert response.status_code == 422
    assert words in response.text
    assert membership(case, ana).scopes == before


def test_caregiver_edit_is_refused_to_caregivers(client, ana, case):
    client.force_login(ana)

    response = client.post(
        edit_url(case, membership(case, ana)), {"scopes": Scope.values}
    )

    assert response.status_code == 403
    assert membership(case, ana).may_send is False


def test_caregiver_edit_of_somebody_elses_caregiver_is_not_found(
    client, bo, bos_case, ana, case
):
    client.force_login(bo)

    response = client.post(
        edit_url(bos_case, membership(case, ana)), {"scopes": ["may_see"]}
    )

    assert response.status_code == 404
    assert membership(case, ana).may_upload is True


def test_caregiver_edit_keeps_what_was_typed_while_signed_out(client, wen, ana, case):
    url = edit_url(case, membership(case, ana))
    typed = {"scopes": ["may_see"], drafts.FIELD: drafts.token_for(wen, url)}
    client.post(url, typed)
    client.force_login(wen)

    form = client.get(url).context["form"]

    assert form["scopes"].value() == ["may_see"]


# --- access ends -----------------------------------------------------------------------


def end_url(case, user) -> str:
    return reverse("intake:caregiver_end", args=[case.pk, membership(case, user).pk])


def test_caregiver_end_asks_first(client, wen, ana, case):
    client.force_login(wen)

    response = client.get(end_url(case, ana))

    assert "End this access?" in response.text
    assert membership(case, ana).left_at is None


def test_caregiver_end_works_at_once_on_open_pages(client, wen, ana, case):
    client.force_login(ana)
    url = reverse("portal:folder_detail", args=[case.pk])
    before = client.get(url).status_code
    people.end_access(membership(case, ana), by=wen)

    after = [client.get(url), upload(client, case), client.get(people_url(case))]

    assert before == 200
    assert [response.status_code for response in after] == [404, 404, 404]


def test_caregiver_end_twice_is_once(client, wen, ana, case):
    client.force_login(wen)
    url = end_url(case, ana)

    first, second = client.post(url), client.post(url)

    assert (first.status_code, second.status_code) == (302, 404)
    ended = AuditEntry.objects.filter(verb="ended", case_id=str(case.pk))
    assert ended.count() == 1


def test_caregiver_end_keeps_what_was_added_with_the_name(client, wen, ana, case):
    Record.objects.create(case=case, number=1, kind="lab_results", added_by=ana)
    client.force_login(wen)

    client.post(end_url(case, ana))
    response = client.get(reverse("records:record_list", args=[case.pk]))

    assert "added by Ana" in response.text


def test_caregiver_end_by_the_caregiver_stops_helping(client, ana, case):
    client.force_login(ana)

    response = client.post(end_url(case, ana))

    assert response["Location"] == reverse("portal:folder_list")
    assert membership(case, ana).ended_by == ana


def test_caregiver_end_of_another_caregiver_is_refused(client, ana, case):
    uma = helper(case, may_see=True)
    client.force_login(ana)

    response = client.post(end_url(case, uma.user))

    assert response.status_code == 403
    assert membership(case, uma.user).left_at is None


def test_caregiver_end_never_ends_the_patient(client, wen, case):
    client.force_login(wen)

    response = client.post(end_url(case, wen))

    assert response.status_code == 404
    assert membership(case, wen).left_at is None


def test_access_ends_after_its_last_day(client, ana, case):
    CaseMember.objects.filter(user=ana).update(
        ends_at=timezone.now() + timedelta(minutes=1)
    )
    client.force_login(ana)
    url = reverse("portal:folder_detail", args=[case.pk])

    on_the_day = client.get(url).status_code
    CaseMember.objects.filter(user=ana).update(ends_at=timezone.now())

    assert (on_the_day, client.get(url).status_code) == (200, 404)


def test_access_of_a_closed_account_ends_with_the_next_request(client, ana, case):
    client.force_login(ana)
    url = reverse("portal:folder_detail", args=[case.pk])
    before = client.get(url).status_code
    ana.is_active = False
    ana.save()

    response = client.get(url)

    assert (before, response.status_code) == (200, 302)
    assert response["Location"].startswith(reverse("account_login"))


def test_access_by_an_old_invitation_can_be_given_again(client, wen, ana, case):
    day = timezone.localdate() + timedelta(days=3)
    CaseMember.objects.filter(user=ana).update(
        expires_on=day, ends_at=timezone.now() + timedelta(days=4)
    )

    with time_machine.travel(timezone.now() + timedelta(days=9)):
        ana.emailaddress_set.create(email=ana.email, verified=True, primary=True)
        again = people.invite(case, by=wen, email=ana.email, scopes={"may_see": True})
        member = people.accept(again, by=ana)

        assert member.scopes == [Scope.SEE]
        assert [m.user for m in access.members_of(case) if m.is_caregiver] == [ana]


# --- folders that a caregiver began ----------------------------------------------------


@pytest.mark.parametrize(
    ("basis", "acts"),
    [
        ("consent", False),
        ("parent", True),
        ("guardian", True),
        ("attorney", True),
        ("cannot_act", True),
    ],
)
def test_a_folder_begun_by_a_caregiver_records_the_basis(client, ana, basis, acts):
    begun = open_case_for_other(by=ana, relationship="child", basis=basis)

    member = membership(begun, ana)
    entry = AuditEntry.objects.get(verb="opened", case_id=str(begun.pk))
    assert (member.basis, member.may_send, access.agree(member)) == (basis, acts, acts)
    assert entry.facts == {"basis": basis}


def test_a_folder_begun_by_consent_cannot_be_agreed_for_the_patient(client, ana):
    begun = open_case_for_other(by=ana, relationship="child", basis="consent")
    client.force_login(ana)

    response = client.post(
        reverse("intake:consent_list", args=[begun.pk]), {"agree_C1": "on"}
    )

    assert (response.status_code, begun.consents.count()) == (403, 0)
