"""A record whose box is unticked is no longer named; a page that showed no box keeps it."""

from __future__ import annotations

import uuid

import pytest
from django.utils import timezone

from intake.models import AnswerChange, Biomarker
from intake.tests.filling import fill_in, send, sent_by
from records.models import Record
from records.tests.linking import linked, make_record, row_url


@pytest.fixture
def gene(case, wen):
    return make_record(case, wen, "Gene test", day="2026-09-16")


@pytest.fixture
def letter(case, wen):
    return make_record(case, wen, "Clinic letter", day="2026-03")


@pytest.fixture
def marker(client, case, wen, gene):
    """A test of the tumour that names one record; wen is signed in."""
    client.force_login(wen)
    row = Biomarker.objects.create(case=case, marker="EGFR", added_by=wen)
    fill_in(client, row_url(row), linked_records=[gene.pk])
    return row


@pytest.mark.parametrize("ticked", [None, []])
def test_unticking_the_last_record_takes_its_link_away(client, marker, gene, ticked):
    response = fill_in(client, row_url(marker), linked_records=ticked)

    change = AnswerChange.objects.filter(field="linked_records").last()
    assert (linked(marker), response.status_code) == ([], 302)
    assert (change.before, change.by) == ([str(gene.pk)], marker.added_by)


def test_unticking_twice_equals_once(client, marker):
    opened = client.get(row_url(marker))

    for _time in range(2):
        send(client, row_url(marker), opened, linked_records=None)

    assert linked(marker) == []
    assert AnswerChange.objects.filter(field="linked_records").count() == 2


def test_a_page_that_does_not_tell_which_boxes_it_showed_keeps_the_link(
    client, marker, gene
):
    fill_in(client, row_url(marker), ticked=None, linked_records=None, result="new")

    assert (linked(marker), marker.result) == ([str(gene.pk)], "new")


def test_a_page_drawn_before_the_record_was_linked_keeps_the_link(
    client, marker, gene, letter
):
    Biomarker.objects.update(linked_records=[])
    opened = client.get(row_url(marker))
    Biomarker.objects.update(linked_records=[str(gene.pk)])

    send(client, row_url(marker), opened, linked_records=[letter.pk])

    assert linked(marker) == [str(gene.pk), str(letter.pk)]


def test_a_removed_record_keeps_its_link_when_the_others_are_unticked(
    client, marker, gene, letter
):
    fill_in(client, row_url(marker), linked_records=[gene.pk, letter.pk])
    Record.objects.filter(pk=gene.pk).update(removed_at=timezone.now())
    boxes = f"linked_records:{gene.pk} linked_records:{letter.pk}"

    fill_in(client, row_url(marker), ticked=boxes, linked_records=None)

    assert linked(marker) == [str(gene.pk)]


@pytest.mark.parametrize(
    "strange", ["", "x", ":", "\0", "linked_records", "9" * 10_000]
)
def test_strange_boxes_take_nothing_away(client, marker, gene, strange):
    boxes = f"{strange} plan_records:{gene.pk} linked_records:{uuid.uuid4()}"

    fill_in(client, row_url(marker), ticked=boxes, linked_records=None)

    assert linked(marker) == [str(gene.pk)]


def test_an_error_beside_it_neither_brings_the_link_back_nor_forgets_a_new_box(
    client, marker, gene, letter
):
    wrong = {"tested_on_day": "x", "tested_on_month": "5", "tested_on_year": "2026"}
    page = fill_in(client, row_url(marker), **wrong, linked_records=[letter.pk])
    after_error = linked(marker)
    boxes = sent_by(page)["ticked"][0].split()

    send(client, row_url(marker), page, tested_on_day="4", linked_records=None)

    assert (page.status_code, after_error) == (422, [str(letter.pk)])
    assert set(boxes) == {f"linked_records:{r.pk}" for r in (gene, letter)}
    assert linked(marker) == []


def test_unticking_before_the_session_ended_still_counts(client, wen, marker):
    opened = client.get(row_url(marker))
    client.logout()
    send(client, row_url(marker), opened, linked_records=None)
    client.force_login(wen)
    session = client.session
    session["has_drafts"] = True
    session.save()

    fill_in(client, row_url(marker))

    assert linked(marker) == []


def test_two_people_at_one_page_are_told_before_a_link_is_taken_away(
    client, ana, marker, gene, letter
):
    opened = client.get(row_url(marker))
    client.force_login(ana)
    fill_in(client, row_url(marker), linked_records=[gene.pk, letter.pk])

    client.force_login(marker.added_by)
    told = send(client, row_url(marker), opened, linked_records=None)
    kept = linked(marker)
    send(client, row_url(marker), told)

    assert (told.status_code, kept) == (409, [str(gene.pk), str(letter.pk)])
    assert linked(marker) == [str(letter.pk)]
