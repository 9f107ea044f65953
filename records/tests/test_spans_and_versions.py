"""A record over time: the span it covers, newer versions of its pages, its history."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from intake.dates import PartialDate, span_words
from records import history, replacing, services, shapes
from records.imaging import answers
from records.models import File, ImagingPerson, ImagingReading, Record
from records.tests.timelines import url

pytestmark = pytest.mark.django_db
DAY = PartialDate.parse


# --- spans ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "last", "english"),
    [
        ("2026-03", "2026-06", "March to June 2026"),
        ("2025-11", "2026-02", "November 2025 to February 2026"),
        ("2026-03-01", "2026-03-09", "1 March to 9 March 2026"),
        ("2025", "2026", "2025 to 2026"),
        ("2026-03", "2026-03", "March 2026"),
    ],
)
def test_a_span_is_told_in_one_phrase(first, last, english):
    assert span_words(DAY(first), DAY(last)) == english


def edit(client, record, **data):
    page = reverse("records:record_edit", args=[record.case_id, record.pk])
    return client.post(page, data)


def when(name: str, day: str) -> dict[str, str]:
    parts = dict(zip(("year", "month", "day"), day.split("-"), strict=False))
    return {f"{name}_{part}": value for part, value in parts.items()}


@pytest.fixture
def record(case, wen, client) -> Record:
    client.force_login(wen)
    services.add_files(
        case,
        [ContentFile(b"%PDF-1.4 one", name="one.pdf")],
        by=wen,
        kind="lab_results",
        dated_on=DAY("2026-03"),
    )
    return Record.objects.get()


def test_a_record_covers_a_span_and_every_page_says_so(client, case, record):
    edit(client, record, **when("dated_to", "2026-06"))

    pages = [url(case), reverse("records:record_print", args=[case.pk])]
    told = ["March to June 2026" in client.get(page).text for page in pages]
    assert told == [True, True]


def test_a_span_that_ends_before_it_begins_is_not_kept(client, record):
    page = edit(client, record, **when("dated_to", "2026-02"))

    record.refresh_from_db()
    assert (page.status_code, record.dated_to) == (422, None)
    assert "The end is before the beginning" in page.text


def test_a_blank_save_keeps_the_span_and_a_tick_ends_it(client, record):
    Record.objects.update(dated_to="2026-06")
    edit(client, record, title="Blood")
    record.refresh_from_db()
    kept = str(record.dated_to)

    edit(client, record, one_day="on")

    record.refresh_from_db()
    assert (kept, record.dated_to, str(record.dated_on)) == ("2026-06", None, "2026-03")


# --- which day, in place -------------------------------------------------------------------


def test_the_day_of_an_undated_record_is_said_where_it_stands(client, case, record):
    Record.objects.update(dated_on="")
    form = client.get(url(case)).text

    edit(
        client,
        record,
        revision="0",
        drawn='{"dated_on": ""}',
        **when("dated_on", "2026-05"),
    )

    record.refresh_from_db()
    assert 'id="r1_dated_on' in form
    assert (str(record.dated_on), record.kind) == ("2026-05", "lab_results")


# --- a newer version of a page --------------------------------------------------------------


def replace(client, record, old: File, content: bytes = b"%PDF-1.4 two"):
    page = reverse("records:page_replace", args=[record.case_id, record.pk, old.pk])
    return client.post(page, {"files": ContentFile(content, name="two.pdf")})


def test_a_newer_version_stands_in_and_the_old_one_stays(client, case, record):
    old = File.objects.get()

    replace(client, record, old)

    page = client.get(reverse("records:record_edit", args=[case.pk, record.pk]))
    got = client.get(reverse("records:file_download", args=[case.pk, old.pk]))
    assert [file.name for file in page.context["files"]] == ["two.pdf"]
    assert [file.name for file in page.context["earlier"]] == ["one.pdf"]
    assert b"".join(got.streaming_content) == b"%PDF-1.4 one"


def test_what_was_said_of_the_record_and_the_place_of_the_page_stay(
    client, case, wen, record
):
    more = ContentFile(b"%PDF-1.4 last", name="last.pdf")
    services.add_files(case, [more], by=wen, record=record)

    replace(client, record, File.objects.get(name="one.pdf"))

    record.refresh_from_db()
    kept = record.files.kept().order_by("position", "added_at")
    assert [file.name for file in kept] == ["two.pdf", "last.pdf"]
    assert (str(record.dated_on), record.kind) == ("2026-03", "lab_results")


def test_a_refused_file_replaces_nothing(client, record):
    old = File.objects.get()

    replace(client, record, old, b"")

    assert [file.pk for file in record.files.kept()] == [old.pk]


def test_replacing_without_a_file_says_what_to_do(client, record):
    old = File.objects.get()
    page = reverse("records:page_replace", args=[record.case_id, record.pk, old.pk])

    response = client.post(page, {})

    assert response.status_code == 422
    assert "Choose a file, or take a photo" in response.text


def test_two_who_replace_the_same_page_lose_nothing(case, wen, ana, record):
    old = File.objects.get()
    for by, content in ((wen, b"%PDF-1.4 two"), (ana, b"%PDF-1.4 three")):
        replacing.replace_page(record, old, ContentFile(content, name="n.pdf"), by=by)

    assert record.files.kept().count() == 2


def test_a_specialist_gets_no_earlier_version(client, case, dr_osei, record):
    old = File.objects.get()
    replace(client, record, old)
    File.objects.update(verdict=File.Verdict.KEPT)
    new = record.files.kept().get()
    client.force_login(dr_osei)

    got = [
        client.get(
            reverse("records:file_download", args=[case.pk, file.pk])
        ).status_code
        for file in (new, old)
    ]

    assert got == [200, 404]


# --- what happened -------------------------------------------------------------------------


def test_history_tells_who_did_what_in_words(client, case, ana, record):
    services.change_record(record, {"dated_on": DAY("2026-04")}, by=ana)
    replace(client, record, File.objects.get())
    client.get(reverse("records:record_edit", args=[case.pk, record.pk]))

    told = [line.words for line in history.lines_of(record)]

    assert told[-2:] == ["Ana changed: the date", "Wen added this record"]
    assert "Wen replaced a page" in told


SQUARE = [100, 100, 900, 100, 900, 900, 100, 900]
NOT_HERS = "said that scans in it belong to somebody else"


def say_whose(file: File, word: str, by) -> None:
    reading = ImagingReading.objects.create(file=file, work="done")
    person = ImagingPerson.objects.create(reading=reading, name="ORLOVA^IRINA")
    answers.answer(file.record, {person.pk: word}, by=by)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda file, by: shapes.turn_page(file, 1, 1, by=by), "Ana turned a page"),
        (
            lambda file, by: shapes.crop_page(file, 1, SQUARE, by=by),
            "Ana cropped a page",
        ),
        (lambda file, by: say_whose(file, "no", by), f"Ana {NOT_HERS}"),
        (lambda file, by: say_whose(file, "ours", by), "Ana said whose the scans are"),
    ],
)
def test_history_says_what_was_done(record, ana, act, words):
    act(File.objects.get(), ana)

    assert history.lines_of(record)[0].words == words


def test_history_leaves_out_who_looked(client, case, record):
    client.get(reverse("records:file_download", args=[case.pk, File.objects.get().pk]))

    assert [line.words for line in history.lines_of(record)] == [
        "Wen added this record"
    ]
