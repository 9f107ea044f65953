"""Times of which a folder says nothing: found, asked about, answered."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from intake.models import CaseMember, TreatmentLine
from records import calendar, quiet
from records.models import QuietAnswer, Record
from records.tests.timelines import fill, url

pytestmark = pytest.mark.django_db
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


@pytest.fixture
def told(case, wen):
    """The folder tells of two days; the timeline asks about the time between them."""
    fill(case, wen, ["2026-03-01", "2026-07-01"])


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


def test_treatment_leads_to_where_treatments_are_told(client, case, wen, told):
    client.force_login(wen)

    response = answered(client, case, "treatment")

    assert response["Location"] == reverse(
        "intake:step_edit", args=[case.pk, "treatments"]
    )


def test_the_same_answer_twice_is_one(client, case, wen, told):
    client.force_login(wen)

    answered(client, case, "nothing")
    answered(client, case, "nothing")

    notes = AuditEntry.objects.filter(thing="records.quietanswer").count()
    assert (QuietAnswer.objects.count(), notes) == (1, 1)


def test_nobody_writes_over_an_answer_unseen(client, case, wen, ana, told):
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
        {"began_on": "2026-03-02"},
        {"ended_on": "2026-08-01"},
        {"ended_on": "", "began_on": ""},
    ],
)
def test_a_wrong_answer_changes_nothing(client, case, wen, told, wrong):
    client.force_login(wen)
    wrong = dict(wrong)

    said = wrong.pop("answer", "nothing")
    response = answered(client, case, said, **wrong)

    assert (response.status_code, QuietAnswer.objects.count()) == (302, 0)


def test_strangers_and_readers_answer_nothing(client, case, bo, ana, told):
    CaseMember.objects.filter(user=ana).update(may_upload=False)
    statuses = []
    for person in (bo, ana):
        client.force_login(person)
        statuses.append(answered(client, case, "nothing").status_code)

    assert (statuses, QuietAnswer.objects.count()) == ([404, 403], 0)


def test_a_time_nobody_asks_about_is_refused_in_one_sentence(client, case, wen, told):
    client.force_login(wen)

    page = answered(client, case, "nothing", began_on="1900-01-01")

    said = client.get(page["Location"]).text
    assert "Choose one of the answers on the page." in said
    assert not QuietAnswer.objects.exists()


def test_a_time_that_lasts_until_today_may_be_answered_a_day_later(client, case, wen):
    fill(case, wen, ["2020-03-01"])
    client.force_login(wen)
    yesterday = timezone.localdate() - timedelta(days=1)
    days = {"began_on": "2020-03-01", "ended_on": str(yesterday)}

    answered(client, case, "nothing", **days)

    assert QuietAnswer.objects.get().ended_on == yesterday
