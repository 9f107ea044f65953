"""A record that was removed or put into another one, from a bookmark or another tab."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from django.utils import timezone

from conftest import signed_in
from intake.models import CaseMember
from records import regrouping, services
from records.models import Record
from records.tests.test_records import a_pdf

PAGES = ("record_edit", "record_remove", "record_join")


def added(case, by, name: str) -> Record:
    (result,) = services.add_files(case, [ContentFile(a_pdf(), name=name)], by=by)
    return Record.objects.get(pk=result.record)


@pytest.fixture
def record(case, wen) -> Record:
    return added(case, wen, "a.pdf")


@pytest.fixture
def removed(record, wen) -> Record:
    services.remove_record(record, by=wen)
    return record


@pytest.fixture
def into(case, wen, record) -> Record:
    into = added(case, wen, "b.pdf")
    regrouping.put_into(record, into, by=wen)
    return into


def url_of(name: str, record: Record) -> str:
    return reverse(f"records:{name}", args=[record.case_id, record.pk])


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize("name", PAGES)
def test_a_removed_record_leads_to_where_it_can_be_taken_back(removed, wen, name):
    response = signed_in(wen).get(url_of(name, removed), follow=True)

    assert response.redirect_chain[-1][0].endswith("/records/?removed#removed")
    assert told(response) == ["This record was removed. You can take it back below."]
    assert '<details class="sl-why" id="removed" open>' in response.text


@pytest.mark.parametrize("name", PAGES)
def test_a_record_put_into_another_leads_to_that_one(record, into, wen, name):
    response = signed_in(wen).get(url_of(name, record), follow=True)

    assert response.redirect_chain == [(url_of("record_edit", into), 302)]
    assert told(response) == [
        "This record was put together with another one. Its pages are here."
    ]


def test_pages_that_moved_twice_are_found(record, into, case, wen):
    last = added(case, wen, "c.pdf")
    regrouping.put_into(into, last, by=wen)

    response = signed_in(wen).get(url_of("record_edit", record))

    assert response.url == url_of("record_edit", last)


def test_remove_pressed_in_two_tabs_ends_well(record, wen):
    client = signed_in(wen)
    client.post(url_of("record_remove", record))
    response = client.post(url_of("record_remove", record), follow=True)

    assert (response.status_code, Record.objects.here().count()) == (200, 0)
    assert "This record was removed. You can take it back below." in told(response)


def test_what_was_written_about_a_removed_record_is_said_to_be_lost(removed, wen):
    response = signed_in(wen).post(
        url_of("record_edit", removed), {"title": "Blood"}, follow=True
    )

    removed.refresh_from_db()
    assert removed.title == ""
    assert told(response)[0].endswith("What you wrote was not saved.")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["bo", "mei", "dr_osei"])
def test_strangers_learn_nothing_of_a_record_that_is_gone(removed, request, name, who):
    person = request.getfixturevalue(who)

    assert signed_in(person).get(url_of(name, removed)).status_code == 404


def test_who_may_only_add_files_learns_nothing_of_records_of_others(
    record, into, removed_too, ana
):
    CaseMember.objects.filter(user=ana).update(may_see=False, may_answer=False)
    client = signed_in(ana)
    gone = [record, removed_too]

    answers = [client.get(url_of("record_edit", one)).status_code for one in gone]

    assert answers == [404, 404]


@pytest.fixture
def removed_too(case, wen) -> Record:
    record = added(case, wen, "d.pdf")
    services.remove_record(record, by=wen)
    return record


def test_who_may_only_look_is_promised_nothing(removed, ana):
    CaseMember.objects.filter(user=ana).update(may_upload=False)

    response = signed_in(ana).get(url_of("record_edit", removed), follow=True)

    assert told(response) == ["This record was removed."]


def test_a_record_removed_too_long_ago_is_not_found(removed, wen):
    Record.objects.update(removed_at=timezone.now() - timedelta(days=31))

    assert signed_in(wen).get(url_of("record_edit", removed)).status_code == 404
