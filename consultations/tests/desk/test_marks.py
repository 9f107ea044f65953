"""Deeds of the work page: notes, flags, facts, records, summaries, specialists."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultations.models import (
    FactCheck,
    FlagSeen,
    InternalNote,
    Summary,
)
from consultations.summary.papers import record_mark
from consultations.summary.source import load_request
from consultations.tests.desk_make import ADMIN, do, page_url, ready, told, trail
from intake.saving import AnswerChange
from records.models import File
from records.services import change_record

pytestmark = pytest.mark.django_db


def test_note_twice_equals_once(client, asked, mei):
    fields = {"text": "Call\0 <b>Astana</b>", "form_key": uuid.uuid4()}
    do(client, asked, "note", **fields)
    do(client, asked, "note", **fields)

    note = InternalNote.objects.get()
    text = client.get(page_url(asked)).text
    assert (note.text, note.by, trail("noted")) == ("Call <b>Astana</b>", mei, 1)
    assert "&lt;b&gt;Astana" in text


def test_other_words_on_the_page_of_a_kept_note_are_kept_too(client, asked):
    form_key = uuid.uuid4()
    for text in ("First", "Second", "Second"):
        do(client, asked, "note", text=text, form_key=form_key)

    kept = sorted(InternalNote.objects.values_list("text", flat=True))
    assert kept == ["First", "Second"]


def test_an_empty_note_is_not_kept(client, asked):
    response = do(client, asked, "note", text="  ")

    assert response.status_code == 422
    assert InternalNote.objects.count() == 0


def test_flag_looked_at_is_back_when_its_data_changes(client, asked, mei, wen):
    def row():
        rows = client.get(page_url(asked)).context["flags"]
        return next(r for r in rows if r["flag"].code == "core_lab_results")

    flag = row()["flag"]
    for _ in range(2):
        do(client, asked, "flag", code=flag.code, mark=flag.fingerprint)
    seen = row()["seen"]
    asked.case.checklist.create(kind="lab_results", answer="requested", by=wen)

    assert (seen.by, FlagSeen.objects.count(), trail("looked_at")) == (mei, 1, 1)
    assert row()["seen"] is None


@pytest.mark.parametrize("mark", ["", "0" * 64, "x" * 500])
def test_a_flag_that_is_not_there_cannot_be_looked_at(client, asked, mark):
    response = do(client, asked, "flag", code="core_lab_results", mark=mark)

    assert told(response) == ["This flag has changed meanwhile. Please look again."]
    assert FlagSeen.objects.count() == 0


def test_fact_read_from_a_record_and_checked_until_the_answer_changes(
    client, asked, mei, wen
):
    def line():
        lines = client.get(page_url(asked)).context["known_lines"]
        return next(li for li in lines if li["fact"] == "diagnosis.stage")

    before = line()
    do(client, asked, "check_fact", fact="diagnosis.stage", record="1", checked="on")
    marked = line()
    AnswerChange.objects.create(
        case=asked.case, section="diagnosis", field="stage", by=wen
    )

    after = line()
    assert FactCheck.objects.get().checked_by == mei
    assert [(li["record"], li["checked"]) for li in (before, marked, after)] == [
        (None, False),
        (1, True),
        (None, False),
    ]


@pytest.mark.parametrize(
    ("fact", "record", "sentence"),
    [
        ("", "1", "Choose a fact that has an answer."),
        ("diagnosis.secret", "1", "Choose a fact that has an answer."),
        ("x" * 500, "1", "Choose a fact that has an answer."),
        ("diagnosis.stage", "99", "Choose the record this fact was read from."),
        ("diagnosis.stage", "", "Choose the record this fact was read from."),
    ],
)
def test_a_fact_is_never_checked_against_nothing(client, asked, fact, record, sentence):
    response = do(client, asked, "check_fact", fact=fact, record=record, checked="on")

    assert told(response) == [sentence]
    assert FactCheck.objects.count() == 0


def test_a_fact_can_be_given_back_to_the_family(client, asked):
    do(client, asked, "check_fact", fact="diagnosis.stage", record="1")
    do(client, asked, "check_fact", fact="diagnosis.stage", record="")

    assert FactCheck.objects.count() == 0


def test_record_checked_once_by_whom(client, asked, mei, omar):
    do(client, asked, "check_record", record="1")
    other = Client()
    other.force_login(omar)
    do(other, asked, "check_record", record="1")

    record = asked.case.records.get(number=1)
    assert (record.checked_by, trail("checked")) == (mei, 1)


LOOK_AGAIN = 'value="look_again"'


def test_a_file_nobody_could_look_into_is_looked_into_again_when_the_desk_asks(
    client, asked
):
    file = File.objects.filter(record__case=asked.case, record__number=1).first()
    File.objects.filter(pk=file.pk).update(work="failed", **File.when_failed)
    before = client.get(page_url(asked)).text.count(LOOK_AGAIN)

    do(client, asked, "look_again", record="1")
    response = do(client, asked, "look_again", record="1")

    file.refresh_from_db()
    assert (file.work, file.verdict) == ("queued", "waiting")
    after = client.get(page_url(asked)).text.count(LOOK_AGAIN)
    assert (before, after) == (1, 0)
    assert told(response) == [
        "Record 1 is looked into again.",
        "No file of this record waits for another look.",
    ]


def test_a_record_that_is_not_here_cannot_be_checked(client, asked):
    asked.case.records.update(removed_at=timezone.now())

    response = do(client, asked, "check_record", record="1")

    assert told(response) == ["Choose a record."]


def test_build_makes_the_next_version_and_keeps_the_old(client, asked, mei):
    first = ready(asked)

    response = do(client, asked, "build", pseudonymous="on")

    newest = asked.summaries.first()
    assert told(response) == ["Version 2 is being built."]
    assert (newest.version, newest.pseudonymous, newest.asked_by) == (2, True, mei)
    assert asked.summaries.filter(pk=first.pk, sha256=first.sha256).exists()


def test_build_while_one_is_being_built_makes_no_other(client, asked):
    asked.summaries.update(work="working")

    response = do(client, asked, "build")

    assert told(response) == ["Version 1 is being built already."]
    assert asked.summaries.count() == 1


@pytest.mark.parametrize("end", ["withdrawn", "declined"])
def test_no_summary_is_built_of_a_request_that_has_ended(client, asked, wen, end):
    asked.summaries.update(work="failed")
    asked.move_to(end, by=wen)

    answers = [do(client, asked, "build"), do(client, asked, "again", version="1")]

    sentence = "This request has ended. No new summary of it is built."
    assert [told(answer)[-1] for answer in answers] == [sentence] * 2
    assert list(asked.summaries.values_list("version", "work")) == [(1, "failed")]


def test_a_failed_version_says_why_and_is_tried_again(client, asked):
    asked.summaries.update(work="failed", error_code="too_slow", attempts=3)
    text = client.get(page_url(asked)).text

    response = do(client, asked, "again", version="1")
    twice = do(client, asked, "again", version="1")

    assert "Not built" in text
    assert "It took too long." in text
    assert told(response) == ["Version 1 is tried again."]
    assert told(twice)[-1] == "This version is not waiting for another try."
    assert asked.summaries.get().work == "queued"


def test_a_failed_version_with_a_newer_one_after_it_is_left_alone(client, asked):
    """Built now, it would tell newer answers than the version after it."""
    asked.summaries.update(work="failed", error_code="missing_glyph")
    Summary.objects.create(request=asked, version=2, work="done")

    page = client.get(page_url(asked)).text
    response = do(client, asked, "again", version="1")

    assert ("Not built" in page, "Try again" in page) == (True, False)
    assert told(response)[-1] == "This version is not waiting for another try."
    assert asked.summaries.get(version=1).work == "failed"


@pytest.mark.parametrize(
    ("work", "words"),
    [
        ("queued", "Waiting to be built"),
        ("working", "Being built, 40 %"),
        ("done", "Open the PDF"),
        ("failed", "Try again"),
    ],
)
def test_every_state_of_a_version_has_words(client, asked, work, words):
    Summary.objects.update(work=work, progress=40)

    assert words in client.get(page_url(asked)).text
    part = client.get(reverse(f"{ADMIN}_summaries", args=[asked.pk])).text
    assert words in part
    assert "Wen Li" not in part


def test_name_and_end_a_specialist_once_each(client, asked, dr_roy):
    reading = Client()
    reading.force_login(dr_roy)
    address = reverse("consultations:summary_download", args=[ready(asked).pk])
    answers = [reading.get(address).status_code]

    for _ in range(2):
        do(client, asked, "name", who=dr_roy.pk)
    answers.append(reading.get(address).status_code)
    for _ in range(2):
        do(client, asked, "end", who=dr_roy.pk)
    answers.append(reading.get(address).status_code)

    assert answers == [404, 200, 404]
    assert (trail("named"), trail("ended")) == (1, 1)


def test_nobody_but_a_specialist_can_be_named(client, asked, bo):
    response = do(client, asked, "name", who=bo.pk)

    assert told(response) == ["Choose a specialist."]
    assert not asked.case.members.filter(user=bo).exists()


def test_ending_never_touches_the_family(client, asked, wen):
    do(client, asked, "end", who=wen.pk)

    assert asked.case.members.filter(user=wen, left_at=None).exists()


def test_build_with_initials_is_not_lost_behind_one_with_the_name(client, asked):
    asked.summaries.update(work="working")

    response = do(client, asked, "build", pseudonymous="on")

    assert told(response) == ["Version 2 is being built."]
    kinds = asked.summaries.order_by("version").values_list("pseudonymous", flat=True)
    assert list(kinds) == [False, True]


def test_words_nobody_can_see_are_no_note_to_the_family(client, asked):
    before = asked.status

    do(client, asked, "move", status="needs_info", patient_note="\u200f\u200b\u3164")

    asked.refresh_from_db()
    assert asked.status == before


def test_a_record_changed_later_is_not_checked_any_more(client, asked, mei, wen):
    """What the desk compared is what stands there: other words, or another page, are new."""
    record = asked.case.records.get(number=1)
    do(client, asked, "check_record", record="1", drawn_at=timezone.now().isoformat())
    change_record(record, {"title": "Another paper"}, by=wen)

    record.refresh_from_db()
    rows = client.get(page_url(asked)).context["records"]
    row = next(row for row in rows if row["record"] == record)
    assert (record.checked_by, record.is_checked) == (mei, False)
    assert (row["state"], row["todo"]) == ("Changed since it was checked", True)
    assert "核" not in record_mark(record)

    do(client, asked, "check_record", record="1", drawn_at=timezone.now().isoformat())
    record.refresh_from_db()
    assert record.is_checked


def test_a_record_that_changed_since_the_page_was_drawn_is_not_checked(
    client, asked, wen
):
    drawn = timezone.now().isoformat()
    record = asked.case.records.get(number=1)
    change_record(record, {"title": "Another paper"}, by=wen)

    do(client, asked, "check_record", record="1", drawn_at=drawn)

    record.refresh_from_db()
    assert record.checked_at is None


def test_a_mark_lapses_when_a_column_beside_it_changes(client, asked, wen):
    """Who vouches for "lung, right" does not vouch for "lung, left"."""
    do(client, asked, "check_fact", fact="diagnosis.site", record="1", checked="on")
    before = load_request(asked)
    AnswerChange.objects.create(
        case=asked.case, section="diagnosis", field="side", by=wen
    )

    after = load_request(asked)
    assert "核" in before.mark("diagnosis.site")
    assert "核" not in after.mark("diagnosis.site")
    assert "核" not in after.mark("diagnosis.side")
