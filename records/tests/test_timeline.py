"""One line of records and treatments, drawn in parts that a phone can hold."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from intake.models import TreatmentLine
from records import calendar
from records.models import Record, Suggestion
from records.tests.timelines import fill, url

pytestmark = pytest.mark.django_db


def numbers(page) -> list[int]:
    return [record.number for record in page.context["records"]]


def kinds_of_entries(page) -> list[str]:
    return [entry.what for group in page.context["groups"] for entry in group.entries]


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


def test_something_else_is_what_somebody_said_and_the_unsorted_stand_apart(
    client, case, wen
):
    client.force_login(wen)
    fill(case, wen, ["2024-01-01", "2024-02-01", "2024-03-01"], "other")
    fill(case, wen, ["2024-04-01"], "lab_results")
    said = Record.objects.get(case=case, number=2)
    Suggestion.objects.create(
        record=said,
        fact="kind",
        state="passed",
        answer="other",
        at=timezone.now(),
    )

    page = client.get(url(case))

    told = {code: count for code, _label, count in page.context["kinds"]}
    assert told == {"other": 1, "unsorted": 2, "lab_results": 1}
    assert numbers(client.get(url(case, "?show=other"))) == [2]
    assert numbers(client.get(url(case, "?show=unsorted"))) == [1, 3]


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


def test_a_year_in_which_a_record_was_removed_is_counted_without_it(client, case, wen):
    fill(case, wen, ["2024-01-01", "2024-02-01"])
    Record.objects.filter(number=1).update(removed_at=timezone.now() - timedelta(1))

    months = calendar.months_of(Record.objects.filter(case=case).here())

    assert sum(month.count for month in months) == 1


def test_a_passport_of_a_year_to_come_does_not_hide_what_is_here(
    client, case, wen, many
):
    client.force_login(wen)
    fill(case, wen, ["2041"], "identity")

    page = client.get(url(case))

    assert page.context["view"].year == "2025"
    assert page.context["view"].is_newest


def test_records_without_a_day_are_told_of_where_the_timeline_is_paged(
    client, case, wen, many
):
    client.force_login(wen)
    waits = Record.objects.filter(case=case, dated_on="").count()

    pages = [client.get(url(case, query)) for query in ("?year=2024", "?year=none")]

    said = f"{waits} records have no date yet, so they stand apart."
    assert waits > 1
    assert [said in page.text for page in pages] == [True, False]
