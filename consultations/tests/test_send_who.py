"""Who will see a folder, who may send it, and how the patient is let in."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conftest import make_user
from consultations.tests.sending import url
from intake import consents
from intake.models import CaseMember
from intake.services import open_case_for_other

pytestmark = pytest.mark.usefixtures("mail_as_rows")

LEFT_OUT = "A medical translator does not see it: nobody agreed to that."
LINE = "<li>A medical translator, if one is needed</li>"
AGREED = "Agreed to, for when one is needed"


@pytest.mark.parametrize("answers", [[], [True], [True, False]])
def test_who_will_see_it_follows_the_consent_to_a_translator(
    client, wen, case, ready, answers
):
    for agreed in answers:
        consents.record_answer(case, "C7", agreed=agreed, by=wen)
    client.force_login(wen)

    page = client.get(url("request_send", case)).text
    people = client.get(reverse("intake:people_list", args=[case.pk])).text

    agreed = answers == [True]
    assert (LINE in page, LEFT_OUT in page) == (agreed, not agreed)
    assert (AGREED in people) == agreed


@pytest.mark.parametrize("page", ["consultations:request_send", "intake:consent_list"])
def test_caregiver_who_began_the_folder_finds_the_way_to_let_the_patient_in(
    client, ana, page
):
    begun = open_case_for_other(
        by=ana, relationship="child", basis="consent", full_name="Old Mother"
    )
    client.force_login(ana)

    text = client.get(reverse(page, args=[begun.pk])).text

    people = reverse("intake:people_list", args=[begun.pk])
    assert "The patient has no sign-in here yet." in text
    assert f'<a href="{people}#pat-h">Invite the patient</a>' in text
    assert "Your right here: The patient agreed to it." in text
    assert 'id="pat-h"' in client.get(people).text


def test_caregiver_who_may_not_invite_is_offered_no_way(client, ana):
    begun = open_case_for_other(
        by=make_user("kim"), relationship="child", basis="guardian"
    )
    begun.members.create(
        user=ana, role=CaseMember.Role.CAREGIVER, basis="consent", may_see=True
    )
    client.force_login(ana)

    text = client.get(url("request_send", begun)).text

    assert "The patient has no sign-in here yet." in text
    assert "Invite the patient" not in text
