"""The time zone: suggested by the country, answered by a person, lent to the account."""

from __future__ import annotations

import pytest

from accounts import zones
from accounts.forms import time_zones
from conftest import make_user
from intake.models import Patient
from intake.services import open_case_for_self
from intake.tests.filling import sent_by, step_url

NOT_OFFERED = {
    "AQ",
    "SJ",
}  # Antarctica and Svalbard are no part of the world in the list


def offered() -> set[str]:
    return {name for _region, names in time_zones()[1:] for name, _place in names}


def test_every_suggestion_is_in_the_list():
    suggested = {code: zones.of_country(code) for code in zones._table()}

    strange = {code for code, name in suggested.items() if name not in offered()}

    assert strange <= NOT_OFFERED
    assert zones.of_country("XX") == ""


@pytest.mark.parametrize(
    ("country", "zone"),
    [("KZ", "Asia/Almaty"), ("FM", "Pacific/Chuuk"), ("RU", "Europe/Moscow")],
)
def test_zone_is_chosen_beforehand_by_the_country(client, wen, case, country, zone):
    Patient.objects.filter(case=case).update(country=country)
    client.force_login(wen)

    page = client.get(step_url(case, "reach"))

    assert sent_by(page)["time_zone"] == [zone]
    assert "We chose it by the country." in page.text
    assert Patient.objects.get(case=case).time_zone == ""


def test_zone_of_the_person_wins(client, wen, case):
    Patient.objects.filter(case=case).update(country="KZ", time_zone="Asia/Tokyo")
    client.force_login(wen)

    page = client.get(step_url(case, "reach"))

    assert sent_by(page)["time_zone"] == ["Asia/Tokyo"]
    assert "We chose it by the country." not in page.text


@pytest.mark.parametrize(("account", "answer"), [("UTC", ""), ("Asia/Tokyo",) * 2])
def test_zone_nobody_chose_is_no_answer(db, account, answer):
    person = make_user("pia", time_zone=account)

    case = open_case_for_self(by=person)

    assert case.patient.time_zone == answer


@pytest.mark.parametrize(
    ("who", "before", "after"),
    [
        ("wen", "UTC", "Asia/Almaty"),
        ("wen", "Asia/Tokyo", "Asia/Tokyo"),
        ("ana", "UTC", "UTC"),
    ],
)
def test_patient_without_a_zone_takes_the_answered_one(
    request, client, case, who, before, after
):
    person = request.getfixturevalue(who)
    person.time_zone = before
    person.save()
    client.force_login(person)

    client.post(step_url(case, "reach"), {"time_zone": "Asia/Almaty"})

    person.refresh_from_db()
    assert Patient.objects.get(case=case).time_zone == "Asia/Almaty"
    assert person.time_zone == after
