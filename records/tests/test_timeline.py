"""One line of records, treatments and quiet times, drawn in parts that a phone can hold."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from intake.dates import PartialDate, span_words
from intake.models import CaseMember, TreatmentLine
from records import calendar, history, quiet, replacing, services
from records.models import File, QuietAnswer, Record

pytestmark = pytest.mark.django_db
DAY = PartialDate.parse


def url(case, query: str = "") -> str:
    return reverse("records:record_list", args=[case.pk]) + query


def fill(case, by, days: list[str], kind: str = "discharge_summary") -> None:
    first = case.records.count() + 1
    Record.objects.bulk_create(
        Record(case=case, number=number, kind=kind, dated_on=day, added_by=by)
        for number, day in enumerate(days, start=first)
    )


def numbers(page) -> list[int]:
    return [record.number for record in page.context["records"]]


def kinds_of_entries(page) -> list[str]:
    return [entry.what for group in page.context["groups"] for entry in group.entries]


# --- in parts ------------------------------------------------------------------------------


@pytest.fixture
def many(case, wen):
    """Thirty records in 2024, fifteen in 2025, five without a date."""
    days = [f"2024-{1 + n % 12:02}-{1 + n % 28:02}" for n in range(30)]
    days += [f"2025-01-{n + 1:02}" for n in range(15)]
    fill(case, wen, days + [""] * 5)


def test_a_small_folder_is_drawn_whole(client, case, wen):
    client.force_login(wen)
    fill(case, wen, ["2020-01-01"] * calendar.ALL_AT_ONCE)

    page = client.get(url(case))

    assert len(numbers(page)) == calendar.ALL_AT_ONCE
    assert page.context["view"].year == ""


def test_of_a_large_folder_the_newest_year_is_drawn_first(client, case, wen, many):
    client.force_login(wen)

    page = client.get(url(case))

    assert (page.context["view"].year, numbers(page)) == ("2025", list(range(31, 46)))
    assert [(year.name, year.count) for year in page.context["view"].years] == [
        ("2024", 30),
        ("2025", 15),
        ("none", 5),
    ]


def test_every_record_stands_in_exactly_one_part(client, case, wen, many):
    client.force_login(wen)
    asked = ["?year=2024&part=1", "?year=2024&part=2", "?year=2025", "?year=none"]

    drawn = [
        number for query in asked for number in numbers(client.get(url(case, query)))
    ]

    assert sorted(drawn) == list(range(1, 51))


@pytest.mark.parametrize(
    "query",
    ["?year=1999", "?year=x", "?year=2024&part=99", "?part=-1", "?year=²&part=²"],
)
def test_an_address_that_asks_for_nothing_still_draws_a_page(
    client, case, wen, many, query
):
    client.force_login(wen)

    page = client.get(url(case, query))

    assert (page.status_code, bool(numbers(page))) == (200, True)


def test_every_treatment_stands_in_exactly_one_part(client, case, wen, many):
    client.force_login(wen)
    for day in ("2024-01-01", "2024-07", "2024-12-31", "2025-06-01", ""):
        TreatmentLine.objects.create(case=case, type="chemotherapy", began_on=day)
    asked = ["?year=2024&part=1", "?year=2024&part=2", "?year=2025", "?year=none"]

    drawn = [
        entry.thing.pk
        for query in asked
        for group in client.get(url(case, query)).context["groups"]
        for entry in group.entries
        if entry.what == "treatment"
    ]

    assert sorted(drawn) == sorted(TreatmentLine.objects.values_list("pk", flat=True))


def test_a_kind_can_be_shown_alone_and_the_address_remembers_it(client, case, wen):
    client.force_login(wen)
    fill(case, wen, ["2024-01-01", "2024-02-01"])
    fill(case, wen, ["2024-01-15"], "lab_results")
    TreatmentLine.objects.create(case=case, type="surgery", began_on="2024-01-02")

    page = client.get(url(case, "?show=lab_results"))

    assert (numbers(page), kinds_of_entries(page)) == ([3], ["record"])
    assert '<option value="lab_results" selected>' in page.text


def test_choosing_a_kind_to_add_filters_nothing(client, case, wen):
    client.force_login(wen)
    fill(case, wen, ["2024-01-01"])

    assert numbers(client.get(url(case, "?kind=lab_results"))) == [1]


def test_queries_are_the_same_in_a_folder_of_hundreds(client, case, wen):
    client.force_login(wen)
    fill(case, wen, ["2024-01-01", "2025-02-02", "2026-03-03"])

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url(case))
        return len(queries)

    cost()
    few = cost()
    fill(case, wen, [f"20{10 + n % 15}-{1 + n % 12:02}-11" for n in range(297)])

    assert (cost(), Record.objects.count()) == (few, 300)


def test_treatments_stand_among_records_in_the_order_of_time(client, case, wen):
    client.force_login(wen)
    fill(case, wen, ["2026-01-10", "2026-01-20"])
    TreatmentLine.objects.create(case=case, type="surgery", began_on="2026-01-15")

    found = [what for what in kinds_of_entries(client.get(url(case))) if what != "gap"]

    assert found[:3] == ["record", "treatment", "record"]


# --- quiet times ---------------------------------------------------------------------------

TODAY = date(2026, 11, 30)


def spans(case, today: date = TODAY) -> list[tuple[str, str]]:
    months = calendar.months_of(Record.objects.filter(case=case))
    lines = TreatmentLine.objects.filter(case=case)
    found = calendar.quiet_times(months, lines, QuietAnswer.objects.all(), today)
    return [(str(one.began_on), str(one.ended_on)) for one in found]


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ("2026-05-30", []),
        ("2026-05-31", [("2026-03-01", "2026-05-31")]),
    ],
)
def test_more_than_90_days_without_anything_is_a_quiet_time(case, wen, second, found):
    fill(case, wen, ["2026-03-01", second, "2026-08-01", "2026-10-01"])

    assert spans(case) == found


def test_quiet_until_today_counts(case, wen):
    fill(case, wen, ["2026-03-01"])

    assert spans(case) == [("2026-03-01", "2026-11-30")]


def test_a_treatment_a_span_and_a_year_fill_the_time(case, wen):
    fill(case, wen, ["2024-01-01", "2024-12-01"])
    assert len(spans(case, date(2025, 1, 1))) == 1

    TreatmentLine.objects.create(case=case, began_on="2024-02", ended_on="2024-10")

    assert spans(case, date(2025, 1, 1)) == []


def test_a_paper_about_several_months_fills_them(case, wen):
    fill(case, wen, ["2024-01-01", "2024-12-01"])
    Record.objects.filter(number=1).update(dated_to="2024-11")

    assert spans(case, date(2025, 1, 1)) == []


def answered(client, case, said: str, **more):
    data = {"began_on": "2026-03-01", "ended_on": "2026-07-01", "answer": said}
    return client.post(reverse("records:quiet_answer", args=[case.pk]), data | more)


def test_the_page_asks_about_a_quiet_time_and_tells_the_answer(client, case, wen):
    client.force_login(wen)
    fill(case, wen, ["2020-03-01", "2020-07-01"])
    asked = client.get(url(case)).text

    answered(client, case, "nothing", began_on="2020-03-01", ended_on="2020-07-01")

    told = client.get(url(case)).text
    assert "Nothing between March 2020 and July 2020. Was there treatment?" in asked
    assert "<bdi>Wen</bdi> said: No, nothing happened" in told


def test_an_answer_holds_for_a_shorter_time_inside_it(case, wen):
    quiet.answer(case, date(2026, 1, 1), date(2026, 9, 1), "nothing", by=wen)

    found = calendar.answer_about(
        QuietAnswer.objects.all(), date(2026, 2, 1), date(2026, 8, 1)
    )

    assert found is not None


def test_an_answer_does_not_hold_for_a_long_time_after_it(case, wen):
    quiet.answer(case, date(2026, 1, 1), date(2026, 5, 1), "nothing", by=wen)

    found = calendar.answer_about(
        QuietAnswer.objects.all(), date(2026, 1, 1), date(2026, 8, 1)
    )

    assert found is None


def test_treatment_leads_to_where_treatments_are_told(client, case, wen):
    client.force_login(wen)

    response = answered(client, case, "treatment")

    assert response["Location"] == reverse(
        "intake:step_edit", args=[case.pk, "treatments"]
    )


def test_the_same_answer_twice_is_one(client, case, wen):
    client.force_login(wen)

    answered(client, case, "nothing")
    answered(client, case, "nothing")

    notes = AuditEntry.objects.filter(thing="records.quietanswer").count()
    assert (QuietAnswer.objects.count(), notes) == (1, 1)


def test_nobody_writes_over_an_answer_unseen(client, case, wen, ana):
    client.force_login(ana)
    seen = quiet.mark(None)
    quiet.answer(case, date(2026, 3, 1), date(2026, 7, 1), "nothing", by=wen)

    page = answered(client, case, "no_papers", seen=seen)

    assert QuietAnswer.objects.get().answer == "nothing"
    assert "Somebody answered this meanwhile" in client.get(page["Location"]).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"answer": "x"},
        {"began_on": "x"},
        {"began_on": "2026-08-01"},
        {"ended_on": "", "began_on": ""},
    ],
)
def test_a_wrong_answer_changes_nothing(client, case, wen, wrong):
    client.force_login(wen)
    wrong = dict(wrong)

    said = wrong.pop("answer", "nothing")
    response = answered(client, case, said, **wrong)

    assert (response.status_code, QuietAnswer.objects.count()) == (302, 0)


def test_strangers_and_readers_answer_nothing(client, case, bo, ana):
    CaseMember.objects.filter(user=ana).update(may_upload=False)
    statuses = []
    for person in (bo, ana):
        client.force_login(person)
        statuses.append(answered(client, case, "nothing").status_code)

    assert (statuses, QuietAnswer.objects.count()) == ([404, 403], 0)


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


def test_history_leaves_out_who_looked(client, case, record):
    client.get(reverse("records:file_download", args=[case.pk, File.objects.get().pk]))

    assert [line.words for line in history.lines_of(record)] == [
        "Wen added this record"
    ]


def test_a_year_in_which_a_record_was_removed_is_counted_without_it(client, case, wen):
    fill(case, wen, ["2024-01-01", "2024-02-01"])
    Record.objects.filter(number=1).update(removed_at=timezone.now() - timedelta(1))

    months = calendar.months_of(Record.objects.filter(case=case).here())

    assert sum(month.count for month in months) == 1
