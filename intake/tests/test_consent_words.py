"""A yes counts for the words that were read, and for no others."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from intake import consents
from intake.models import Case


@pytest.fixture
def moved(settings):
    """Another hospital receives the data from now on."""

    def move() -> None:
        settings.SERVICE = settings.SERVICE | {"hospital": "Another hospital"}

    return move


def asked(case: Case, code: str) -> consents.Asked:
    return next(a for a in consents.state_of(case) if a.code == code)


def test_a_yes_is_asked_again_when_somebody_else_receives_the_data(wen, case, moved):
    consents.record_answer(case, "C2", agreed=True, by=wen)

    moved()

    assert (asked(case, "C2").is_older, asked(case, "C2").lacks) == (True, True)


def test_the_hospital_is_named_with_whom_to_write_to(case, settings):
    settings.SERVICE = settings.SERVICE | {
        "hospital": "Lakeside Hospital",
        "hospital_contact": "privacy@lakeside.test",
    }

    receives = asked(case, "C2").shown.receives

    assert receives.startswith("Lakeside Hospital and the specialists")
    assert receives.endswith("there, write to privacy@lakeside.test.")


def test_without_a_contact_the_statement_says_when_it_is_given(case):
    assert asked(case, "C2").shown.receives.endswith(
        "write to coordinators@sidelight.test. Before anything is sent there, we tell you "
        "the name of the hospital and whom to write to in it."
    )


def test_a_yes_stands_for_a_statement_that_says_the_same(wen, case, moved):
    consents.record_answer(case, "C8", agreed=True, by=wen)

    moved()

    assert asked(case, "C8").is_agreed


def test_a_new_yes_is_kept_beside_the_old_words(wen, case, moved):
    old = consents.record_answer(case, "C2", agreed=True, by=wen)
    moved()

    new = consents.record_answer(case, "C2", agreed=True, by=wen)

    assert consents.text_of(old).parts != consents.text_of(new).parts
    assert asked(case, "C2").is_agreed


def test_a_tick_from_a_page_with_older_words_is_not_kept(client, wen, case, moved):
    client.force_login(wen)
    url = reverse("intake:consent_list", args=[case.pk])
    page = client.get(url).text
    hidden = dict(re.findall(r'name="(text_\w+)" value="(\w+)"', page))
    moved()

    client.post(url, hidden | {"agree_C2": "on", "agree_C8": "on"})

    assert [row.code for row in case.consents.all()] == ["C8"]


def test_a_yes_in_another_language_is_the_same_yes(client, wen, case):
    consents.record_answer(case, "C8", agreed=True, by=wen)
    wen.language = "zh-hans"
    wen.save()
    client.force_login(wen)

    client.get(reverse("intake:consent_list", args=[case.pk]))

    assert asked(case, "C8").is_agreed


def test_a_tick_beside_words_that_changed_is_not_taken_and_that_is_said(
    client, wen, case
):
    client.force_login(wen)
    url = reverse("intake:consent_list", args=[case.pk])
    ticked = {"agree_C8": "on", "text_C8": "0" * 64}

    page = client.post(url, ticked, follow=True)

    assert case.consents.count() == 0
    assert "The words on this page changed after you opened it" in page.text
    assert "Nothing was ticked" not in page.text
