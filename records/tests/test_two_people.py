"""Two people on the page of one record: only what differs from the page is a change."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from intake.tests.filling import _Controls
from records import services
from records.models import Record
from records.tests.test_records import a_pdf


@pytest.fixture
def record(client, case, wen):
    services.add_files(case, [ContentFile(a_pdf(), name="1.pdf")], by=wen, title="T0")
    client.force_login(wen)
    return Record.objects.get()


def url_of(record):
    return reverse("records:record_edit", args=[record.case_id, record.pk])


def sent_by(response):
    """What the form about the record sends when nothing is typed."""
    page = _Controls()
    page.feed(response.text)
    return next(form for form in page.forms if "revision" in form)


def drawn_page(client, record):
    return sent_by(client.get(url_of(record)))


def test_what_the_page_only_sent_back_is_nobodys_change(client, record):
    theirs, mine = (drawn_page(client, record) for _ in range(2))

    first = client.post(url_of(record), theirs | {"title": ["T1"]})
    second = client.post(url_of(record), mine | {"dated_on_year": ["2024"]})

    record.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 302)
    assert (record.title, str(record.dated_on)) == ("T1", "2024")


def test_clash_names_only_the_fact_both_changed_and_saving_again_keeps_theirs(
    client, record
):
    theirs, mine = (drawn_page(client, record) for _ in range(2))
    new = {"title": ["T1"], "issued_by": ["Their clinic"], "note": ["Their note"]}
    client.post(url_of(record), theirs | new)

    page = client.post(url_of(record), mine | {"issued_by": ["My clinic"]})
    errors = dict(page.context["form"].errors)
    again = client.post(url_of(record), sent_by(page))

    record.refresh_from_db()
    assert (page.status_code, list(errors), again.status_code) == (
        422,
        ["issued_by"],
        302,
    )
    assert (record.title, record.issued_by, record.note) == (
        "T1",
        "My clinic",
        "Their note",
    )


def test_date_is_taken_away_though_somebody_changed_another_fact(client, record):
    Record.objects.update(dated_on="2024")
    theirs, mine = (drawn_page(client, record) for _ in range(2))
    client.post(url_of(record), theirs | {"title": ["T1"]})

    client.post(url_of(record), mine | {"undated": ["on"]})

    record.refresh_from_db()
    assert (record.title, record.dated_on) == ("T1", None)


@pytest.mark.parametrize("drawn", ["", "x", "[1]", "[" * 4000, "\0", "{"])
def test_a_spoilt_mark_of_the_page_asks_as_before(client, record, drawn):
    page = drawn_page(client, record) | {"drawn": [drawn], "title": ["T2"]}
    Record.objects.update(title="T1", revision=5)

    response = client.post(url_of(record), page)

    assert response.status_code == 422
    assert "It now says: T1" in response.text
