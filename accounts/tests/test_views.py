"""The page about oneself."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.forms import time_zones
from accounts.models import AuditEntry

ME = "/me/"
SESSIONS = "/me/sessions/"
GOOD = {"name": "Wen Li", "language": "zh-hans", "time_zone": "Asia/Tokyo", "theme": ""}


def sign_in(wen, user_agent: str = "") -> Client:
    wen.set_password("kettle-lamp-river-9")
    wen.save()
    client = Client(headers={"user-agent": user_agent})
    data = {"login": wen.email, "password": "kettle-lamp-river-9"}
    client.post("/accounts/login/", data)
    return client


def test_person_edit_keeps_name_language_zone_and_notes_it(client, wen):
    client.force_login(wen)

    response = client.post(ME, GOOD)

    wen.refresh_from_db()
    assert response.status_code == 302
    assert (wen.name, wen.language, wen.time_zone) == (
        "Wen Li",
        "zh-hans",
        "Asia/Tokyo",
    )
    assert AuditEntry.objects.get().facts == {
        "fields": ["name", "language", "time_zone"]
    }


def test_person_edit_uses_the_chosen_language_at_once(client, wen):
    client.force_login(wen)

    client.post(ME, GOOD)

    assert client.get(ME).headers["Content-Language"] == "zh-hans"


@pytest.mark.parametrize(
    "wrong",
    [
        {"language": "xx"},
        {"time_zone": "Moon/Base"},
        {"theme": "pink"},
        {"name": "x" * 10_000},
    ],
)
def test_person_edit_with_a_wrong_value_changes_nothing_and_keeps_the_rest(
    client, wen, wrong
):
    client.force_login(wen)

    response = client.post(ME, GOOD | wrong)

    wen.refresh_from_db()
    assert (response.status_code, wen.time_zone) == (422, "UTC")
    assert f'id="id_{next(iter(wrong))}_error"' in response.text


def test_person_edit_keeps_a_name_on_one_line_without_hidden_signs(client, wen):
    client.force_login(wen)

    client.post(ME, GOOD | {"name": "We\0n\u202e\u200b\nLi\u2066"})

    wen.refresh_from_db()
    assert wen.name == "Wen Li"


CLEAR = {
    "name": "This is too long. Use up to 150 characters; now it has 10000.",
    "language": "Choose a language from the list",
    "time_zone": "Choose a time zone from the list",
    "theme": "Choose from the list",
}


@pytest.mark.parametrize("field", CLEAR)
def test_person_edit_says_what_to_do_and_repeats_nothing(client, wen, field):
    client.force_login(wen)

    response = client.post(ME, GOOD | {field: "x" * 10_000})

    told = response.context["form"].errors
    assert told == {field: [CLEAR[field]]}
    assert "xxxx" not in str(told)


def test_person_edit_cannot_make_anybody_staff(client, wen):
    client.force_login(wen)

    client.post(ME, GOOD | {"is_staff": "on", "is_superuser": "on", "email": "x@x.org"})

    wen.refresh_from_db()
    assert (wen.is_staff, wen.is_superuser, wen.email) == (
        False,
        False,
        "wen@example.org",
    )


def test_session_list_names_the_devices(wen):
    sign_in(wen, "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0")
    here = sign_in(wen, "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile Safari")

    page = here.get(SESSIONS).text

    assert "Chrome, Android" in page


def test_sign_out_everywhere_else_ends_the_others_only(wen):
    wen.set_password("kettle-lamp-river-9")
    wen.save()
    clients = [Client(), Client()]
    for client in clients:
        data = {"login": wen.email, "password": "kettle-lamp-river-9"}
        client.post("/accounts/login/", data)

    clients[0].post(SESSIONS)

    assert [c.get(ME).status_code for c in clients] == [200, 302]


def test_sign_out_everywhere_can_end_this_one_too(wen):
    client = sign_in(wen)

    client.post(SESSIONS, {"also_here": "1"})

    assert client.get(ME).status_code == 302


def test_time_zones_are_grouped_by_part_of_the_world():
    groups = dict(time_zones()[1:])

    assert ("Asia/Shanghai", "Shanghai") in groups["Asia"]
