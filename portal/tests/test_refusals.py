"""Whoever is kept out of a folder or of the desk leaves an entry in the trail."""

from __future__ import annotations

import uuid

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import AuditEntry
from consultations.models import Summary
from consultations.tests.desk_make import page_url, sent
from intake.tests.helping import helper

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def first_knock():
    cache.clear()


def folder(case) -> str:
    return reverse("portal:folder_detail", args=[case.pk])


def kept_out() -> list[tuple[str, str, str]]:
    rows = AuditEntry.objects.filter(verb="kept_out").order_by("number")
    return [(row.by.name, row.thing, row.facts["route"]) for row in rows]


def test_a_stranger_who_tries_a_folder(client, bo, case):
    client.force_login(bo)

    answers = [client.get(folder(case)).status_code for _ in range(3)]

    assert answers == [404] * 3
    assert kept_out() == [("Bo", "intake.case", "portal:folder_detail")]
    assert AuditEntry.objects.get(verb="kept_out").case_id == str(case.pk)


def test_the_family_reads_of_nobody_who_was_kept_out(client, bo, wen, case):
    client.force_login(bo)
    client.get(folder(case))
    client.force_login(wen)

    looked = client.get(reverse("intake:people_list", args=[case.pk])).context["looked"]

    assert "Bo" not in [line.who for line in looked]


def test_a_caregiver_without_the_right(client, case):
    client.force_login(helper(case, may_see=True).user)

    answer = client.post(reverse("intake:people_list", args=[case.pk]), {})

    assert (answer.status_code, len(kept_out())) == (403, 1)


def test_a_coordinator_who_tries_a_draft(client, mei, case):
    client.force_login(mei)

    client.get(folder(case))

    assert kept_out() == [("Mei", "intake.case", "portal:folder_detail")]


def test_a_patient_who_tries_the_desk_and_a_summary(client, wen, case):
    asked = sent(case, wen)
    summary = Summary.objects.filter(request=asked).first()
    client.force_login(wen)

    client.get(page_url(asked), follow=True)
    client.get(reverse("consultations:summary_download", args=[summary.pk]))

    assert kept_out() == [
        ("Wen", "intake.case", "admin:consultations_consultationrequest_change")
    ]


def test_an_address_of_the_desk_that_is_none(client, bo, caplog):
    client.force_login(bo)
    where = reverse("admin:consultations_consultationrequest_change", args=["none"])

    client.get(where, follow=True)
    client.get(reverse("admin:login"), {"next": "//elsewhere.example/%00"})

    assert "not noted" not in caplog.text
    assert {thing for _name, thing, _route in kept_out()} == {"accounts.user"}


def test_what_is_only_missing_is_no_refusal(client, wen, bo, case):
    client.force_login(wen)
    client.get(reverse("records:record_edit", args=[case.pk, uuid.uuid4()]))
    client.get("/nothing/")
    client.force_login(bo)
    client.get(reverse("portal:folder_detail", args=[uuid.uuid4()]))

    assert kept_out() == []


def test_an_entry_that_cannot_be_written_leaves_the_kind_page(
    client, bo, case, monkeypatch
):
    from django.db import DatabaseError

    from accounts import audit

    def broken(**_facts):
        raise DatabaseError("disk is full")

    monkeypatch.setattr(audit, "note", broken)
    client.force_login(bo)

    assert client.get(folder(case)).status_code == 404


@pytest.mark.parametrize("email", ["wen@example.org", "nobody@example.org"])
def test_a_wrong_password_leaves_an_entry_for_any_address(client, wen, email):
    address = reverse("account_login") + "?with=password"

    client.post(address, {"login": email, "password": "wrong-lamp-river-1"})

    entry = AuditEntry.objects.get(verb="sign_in_refused")
    known = email == wen.email
    assert (entry.by, entry.thing_id) == (None, str(wen.pk) if known else "")
    assert email not in str(entry.facts)
