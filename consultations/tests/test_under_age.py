"""A folder of somebody under 18 names the next step before it is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from consultations.services import send_folder
from consultations.tests.make import fill_folder
from intake.models import Patient
from intake.tests.filling import step_url

pytestmark = pytest.mark.django_db
SAID = "Our team is a team for adults, so please write to us before you send anything."


def pages(case) -> list[str]:
    names = ("request_check", "request_send")
    asked = [reverse(f"consultations:{name}", args=[case.pk]) for name in names]
    return [step_url(case, "birth"), *asked]


@pytest.mark.parametrize(("years", "said"), [(11, True), (30, False)])
def test_pages_before_sending_name_the_next_step(client, wen, case, years, said):
    fill_folder(case, wen)
    born = timezone.localdate() - timedelta(days=years * 366)
    Patient.objects.filter(case=case).update(date_of_birth=born)
    client.force_login(wen)

    shown = [SAID in client.get(page).text for page in pages(case)]

    assert shown == [said, said, said]


def test_sent_folder_does_not_ask_to_write_first(client, wen, case):
    fill_folder(case, wen)
    Patient.objects.filter(case=case).update(date_of_birth=timezone.localdate())
    send_folder(case, by=wen)
    client.force_login(wen)

    assert SAID not in client.get(pages(case)[1]).text


def test_page_of_birth_without_a_date_says_nothing_of_age(client, wen, case):
    client.force_login(wen)

    assert SAID not in client.get(step_url(case, "birth")).text
