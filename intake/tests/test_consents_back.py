"""Consents taken back, and who may agree or take back at all."""

from __future__ import annotations

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from conftest import make_user
from consultations import services
from consultations.models import Status
from consultations.tests.make import fill_folder
from intake import consents
from intake.models import (
    CaseMember,
    Consent,
)
from intake.services import open_case_for_other
from intake.tests.test_consents import url


def back_url(case, code="C1") -> str:
    return reverse("intake:consent_take_back", args=[case.pk, code])


# --- taking back -----------------------------------------------------------------------


def test_taking_back_asks_first_and_says_what_stops(client, wen, case):
    consents.record_answer(case, "C1", agreed=True, by=wen)
    client.force_login(wen)

    response = client.get(back_url(case))

    assert "We stop reading your folder and stop work on your request." in response.text
    assert Consent.objects.count() == 1


def test_taking_back_twice_is_once(client, wen, case):
    consents.record_answer(case, "C1", agreed=True, by=wen)
    client.force_login(wen)

    for _ in range(2):
        client.post(back_url(case))

    answers = Consent.objects.values_list("agreed", flat=True)
    assert list(answers) == [True, False]
    assert "Taken back" in client.get(url(case)).text
    assert "C1" in [asked.code for asked in consents.lacking(case)]


@pytest.mark.parametrize("code", ["C1", "C99"])
def test_taking_back_what_nobody_agreed_to_is_not_found(client, wen, case, code):
    client.force_login(wen)

    response = client.post(back_url(case, code))

    assert (response.status_code, Consent.objects.count()) == (404, 0)


def test_taking_back_can_be_undone_by_agreeing_again(client, wen, case):
    client.force_login(wen)
    client.post(url(case), {"agree_C1": "on"})
    client.post(back_url(case))

    client.post(url(case), {"agree_C1": "on"})

    assert list(Consent.objects.values_list("agreed", flat=True)) == [True, False, True]


@pytest.mark.parametrize("code", ["C1", "C2", "C3", "C8"])
def test_taking_back_a_needed_one_stops_work_on_a_sent_request(client, wen, case, code):
    fill_folder(case, wen)
    request = services.send_folder(case, by=wen)
    client.force_login(wen)

    client.post(back_url(case, code))

    request.refresh_from_db()
    assert request.status == Status.PAUSED


def test_taking_back_another_one_lets_the_work_go_on(client, wen, case):
    fill_folder(case, wen)
    request = services.send_folder(case, by=wen)
    consents.record_answer(case, "C10", agreed=True, by=wen)
    client.force_login(wen)

    client.post(back_url(case, "C10"))

    request.refresh_from_db()
    assert request.status == Status.SUBMITTED


def test_taking_back_c5_ends_caregivers_who_help_by_consent(client, wen, ana, case):
    guardian = CaseMember.objects.create(
        case=case,
        user=make_user("gus"),
        role=CaseMember.Role.CAREGIVER,
        basis=CaseMember.Basis.GUARDIAN,
        may_see=True,
    )
    consents.record_answer(case, "C5", agreed=True, by=wen)
    client.force_login(ana)
    folder = reverse("portal:folder_detail", args=[case.pk])
    before = client.get(folder).status_code
    client.force_login(wen)
    client.post(back_url(case, "C5"))

    client.force_login(ana)
    after = client.get(folder).status_code

    guardian.refresh_from_db()
    assert (before, after, guardian.left_at) == (200, 404, None)


# --- who may answer --------------------------------------------------------------------


def test_a_caregiver_reads_and_cannot_agree(client, ana, case):
    client.force_login(ana)

    page = client.get(url(case))
    answers = [client.post(url(case), {"agree_C1": "on"})]
    consents.record_answer(case, "C1", agreed=True, by=case.created_by)
    answers.append(client.post(back_url(case)))

    assert "Only Wen Li can agree here." in page.text
    assert "agree_C1" not in page.text
    assert [answer.status_code for answer in answers] == [403, 403]
    assert list(Consent.objects.values_list("agreed", flat=True)) == [True]


def test_a_caregiver_who_may_send_still_cannot_agree(client, ana, case):
    CaseMember.objects.filter(user=ana).update(may_send=True)
    client.force_login(ana)

    response = client.post(url(case), {"agree_C1": "on"})

    assert (response.status_code, Consent.objects.count()) == (403, 0)


@pytest.mark.parametrize("basis", ["parent", "guardian", "attorney", "cannot_act"])
def test_a_caregiver_with_authority_agrees_and_the_basis_is_kept(client, ana, basis):
    begun = open_case_for_other(by=ana, relationship="child", basis=basis)
    client.force_login(ana)

    client.post(url(begun), {"agree_C1": "on"})

    consent = Consent.objects.get()
    assert (consent.by, consent.basis) == (ana, basis)


def test_a_stranger_finds_no_consents(client, bo, wen, case):
    consent = consents.record_answer(case, "C1", agreed=True, by=wen)
    client.force_login(bo)

    answers = [
        client.get(url(case)),
        client.post(url(case), {"agree_C1": "on"}),
        client.post(back_url(case)),
        client.get(reverse("intake:consent_text", args=[case.pk, consent.pk])),
    ]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert Consent.objects.count() == 1


def test_words_of_another_folder_are_not_found(client, bo, wen, bos_case, case):
    consent = consents.record_answer(case, "C1", agreed=True, by=wen)
    client.force_login(bo)

    response = client.get(
        reverse("intake:consent_text", args=[bos_case.pk, consent.pk])
    )

    assert response.status_code == 404


def test_the_audit_names_the_code_and_no_words(case, wen):
    consents.record_answer(case, "C4", agreed=True, by=wen)

    entry = AuditEntry.objects.get(verb="agreed")
    assert entry.facts == {"code": "C4"}
