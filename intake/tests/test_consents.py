"""Consents: each on its own, never ticked beforehand, kept in the words people saw."""

from __future__ import annotations

import dataclasses
import re

import pytest
from django.urls import reverse
from django.utils.translation import override

from accounts import drafts
from accounts.models import AuditEntry
from conftest import make_user
from intake import consents, statements
from intake.models import (
    Biomarker,
    CaseMember,
    Consent,
    ConsentText,
    Patient,
    TreatingDoctor,
)


def url(case) -> str:
    return reverse("intake:consent_list", args=[case.pk])


def newer(code: str) -> tuple:
    """All statements, and a new version of one."""
    old = statements.find(code)
    new = dataclasses.replace(old, version="2027-01-1", what="We now also count stars.")
    return (*statements.STATEMENTS, new)


# --- the page --------------------------------------------------------------------------


def test_consent_list_has_one_box_for_each_statement_and_ticks_none(client, wen, case):
    client.force_login(wen)

    text = client.get(url(case)).text

    boxes = re.findall(r'<input[^>]*name="agree_(\w+)"[^>]*>', text)
    assert boxes == ["C1", "C2", "C3", "C8", "C10"]
    assert text.count('<fieldset class="sl-consent">') == len(boxes)
    assert " checked" not in text


def test_consent_list_shows_every_word_that_is_kept(client, wen, case):
    client.force_login(wen)
    from html import unescape

    text = unescape(client.get(url(case)).text)

    shown = [asked.shown for asked in consents.state_of(case)]
    missing = [w for one in shown for w in one.parts.values() if w not in text]
    assert missing == []


@pytest.mark.parametrize(
    ("make", "code"),
    [
        (lambda case: Biomarker.objects.create(case=case), "C4"),
        (lambda case: Patient.objects.filter(case=case).update(language="ru"), "C7"),
        (lambda case: Patient.objects.filter(case=case).update(language="ru"), "C7M"),
        (
            lambda case: TreatingDoctor.objects.create(case=case, may_contact="yes"),
            "C6",
        ),
        (
            lambda case: CaseMember.objects.create(
                case=case, user=make_user("uma"), role=CaseMember.Role.CAREGIVER
            ),
            "C5",
        ),
    ],
)
def test_consent_list_asks_only_what_the_folder_calls_for(case, make, code):
    before = {asked.code for asked in consents.state_of(case)}

    make(case)

    after = {asked.code for asked in consents.state_of(case)}
    assert (code in before, code in after) == (False, True)


def test_sending_abroad_is_not_asked_of_a_patient_in_that_country(case):
    Patient.objects.filter(case=case).update(country="CN")

    assert "C2" not in {asked.code for asked in consents.state_of(case)}


@pytest.mark.parametrize("count", [1, 3])
def test_consent_list_costs_the_same_for_any_number(
    client, wen, case, count, django_assert_num_queries
):
    for number in range(count):
        user = make_user(f"h{number}")
        CaseMember.objects.create(
            case=case, user=user, role=CaseMember.Role.CAREGIVER, basis="consent"
        )
        consents.record_answer(case, f"C{number + 1}", agreed=True, by=wen)
    client.force_login(wen)
    client.get(url(case))

    with django_assert_num_queries(9):
        client.get(url(case))


# --- agreeing --------------------------------------------------------------------------


def test_agreeing_makes_one_row_each(client, wen, case):
    client.force_login(wen)

    response = client.post(url(case), {"agree_C1": "on", "agree_C8": "on"}, follow=True)

    rows = Consent.objects.values_list("code", "agreed", "by", "basis", "language")
    assert sorted(rows) == [
        ("C1", True, wen.pk, "patient", "en"),
        ("C8", True, wen.pk, "patient", "en"),
    ]
    assert "2 agreements are saved." in response.text
    assert "we cannot ask for an opinion. Your folder stays yours." in response.text


def test_agreeing_twice_is_one_row(client, wen, case):
    client.force_login(wen)

    for _ in range(2):
        client.post(url(case), {"agree_C1": "on"})

    assert Consent.objects.count() == 1
    assert AuditEntry.objects.filter(verb="agreed").count() == 1


def test_saving_without_a_tick_takes_nothing_back(client, wen, case):
    consents.record_answer(case, "C1", agreed=True, by=wen)
    client.force_login(wen)

    client.post(url(case), {})

    assert [(row.code, row.agreed) for row in Consent.objects.all()] == [("C1", True)]


@pytest.mark.parametrize(
    "data",
    [{"agree_C99": "on"}, {"agree_C1": "x" * 10_000}, {"agree_C1": "\0"}, {"C1": "on"}],
)
def test_odd_answers_agree_to_nothing(client, wen, case, data):
    client.force_login(wen)

    response = client.post(url(case), data)

    assert (response.status_code, Consent.objects.count()) == (302, 0)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_ticks_of_a_signed_out_person_are_named_and_set_again_by_nobody(
    client, wen, case, language
):
    mark = drafts.token_for(wen, url(case))
    client.post(url(case), {"agree_C3": "on", drafts.FIELD: mark})
    type(wen).objects.filter(pk=wen.pk).update(language=language)
    client.force_login(wen)

    page = client.get(url(case))
    client.post(url(case), {})

    with override(language):
        title = str(statements.find("C3").title)
    assert " checked" not in page.text
    assert page.context["were_ticked"] == f"“{title}”"
    assert Consent.objects.count() == 0


def test_page_says_that_no_ticks_are_kept_over_a_sign_out(client, wen, case):
    mark = drafts.token_for(wen, url(case))
    client.force_login(wen)
    before = client.get(url(case)).text
    client.logout()
    client.post(url(case), {"agree_C3": "on", drafts.FIELD: mark})
    client.force_login(wen)

    after = client.get(url(case)).text

    note = "We keep no ticks over a sign-out: please read and tick again."
    assert (note in before, note in after) == (False, True)


def test_agreeing_in_a_language_keeps_its_words(client, wen, case):
    wen.language = "zh-hans"
    wen.save()
    client.force_login(wen)

    client.post(url(case), {"agree_C1": "on"})

    consent = Consent.objects.get()
    kept = consents.text_of(consent)
    assert (consent.language, kept.language) == ("zh-hans", "zh-hans")
    with override("zh-hans"):
        assert kept.parts["title"] == str(statements.find("C1").title)


def test_the_kept_words_give_the_hash_that_was_stored(case, wen):
    consent = consents.record_answer(case, "C2", agreed=True, by=wen)

    kept = consents.text_of(consent)
    again = statements.Shown(kept.code, kept.version, kept.language, **kept.parts)
    assert again.text_hash == consent.text_hash


def test_the_kept_words_stay_when_the_recipient_changes(client, wen, case, settings):
    settings.SERVICE = settings.SERVICE | {"hospital": "First Hospital"}
    consent = consents.record_answer(case, "C2", agreed=True, by=wen)
    settings.SERVICE = settings.SERVICE | {"hospital": "Second Hospital"}
    client.force_login(wen)

    text = client.get(reverse("intake:consent_text", args=[case.pk, consent.pk])).text

    assert "First Hospital" in text
    assert "Second Hospital" not in text
    assert consent.text_hash in text
    assert ConsentText.objects.count() == 1


def test_a_new_version_is_asked_again_and_the_old_answer_stays(
    client, wen, case, monkeypatch
):
    consents.record_answer(case, "C1", agreed=True, by=wen)
    monkeypatch.setattr(statements, "STATEMENTS", newer("C1"))
    client.force_login(wen)

    before = client.get(url(case)).text
    lacking = [asked.code for asked in consents.lacking(case)]
    client.post(url(case), {"agree_C1": "on"})

    assert "This text changed. Please read it again." in before
    assert "C1" in lacking
    assert [row.version for row in Consent.objects.filter(code="C1")] == [
        "2026-11-1",
        "2027-01-1",
    ]
    assert "C1" not in [asked.code for asked in consents.lacking(case)]
