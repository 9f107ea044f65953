"""A summary that waits or is being built when its request ends is not made."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conftest import at_once, signed_in
from consultations import desk, services, tasks
from consultations.models import ConsultationRequest, Status, Summary
from consultations.summary import build, engine
from consultations.tests.desk_make import ADMIN, do, page_url, sent
from consultations.tests.make import ask
from records import vault

pytestmark = pytest.mark.django_db
CAUSE = "The request was taken back or has ended before it was built."


@pytest.fixture
def asked(case, wen) -> ConsultationRequest:
    return sent(case, wen)


def made(summary: Summary) -> tuple[str, str, str]:
    summary.refresh_from_db()
    return summary.work, summary.error_code, summary.key


def test_a_summary_that_waits_is_not_built_once_the_request_is_taken_back(
    case, wen, asked
):
    kept = set(vault.place().names())
    summary = asked.summaries.get()
    services.withdraw(case, reason="", by=wen)

    tasks.build_summary(str(summary.pk))
    tasks.build_summary(str(summary.pk))

    assert made(summary) == ("failed", build.REQUEST_ENDED, "")
    assert (summary.attempts, set(vault.place().names())) == (1, kept)


def test_a_summary_in_the_making_is_thrown_away_when_the_request_is_taken_back(
    case, wen, asked, monkeypatch
):
    kept, draw = set(vault.place().names()), engine.render

    def meanwhile_taken_back(prepared):
        services.withdraw(case, reason="", by=wen)
        return draw(prepared)

    monkeypatch.setattr(engine, "render", meanwhile_taken_back)
    summary = asked.summaries.get()

    tasks.build_summary(str(summary.pk))

    assert made(summary) == ("failed", build.REQUEST_ENDED, "")
    assert set(vault.place().names()) == kept


def test_the_cause_of_an_earlier_try_is_not_told_as_this_one(case, wen, asked):
    asked.summaries.update(error_detail="U+1F600")
    services.withdraw(case, reason="", by=wen)

    tasks.build_summary(str(asked.summaries.get().pk))

    assert asked.summaries.get().error_detail == ""


def test_the_desk_reads_why_and_is_offered_nothing_that_cannot_be(
    case, wen, mei, asked
):
    services.withdraw(case, reason="", by=wen)
    tasks.build_summary(str(asked.summaries.get().pk))
    client = signed_in(mei)
    panel = reverse(f"{ADMIN}_summaries", args=[asked.pk])

    for page in (client.get(page_url(asked)).text, client.get(panel).text):
        assert CAUSE in page
        assert 'name="deed" value="again"' not in page
        assert "data-busy" not in page


def test_a_request_that_was_opened_again_gets_its_summary(case, mei, asked):
    desk.move(asked, Status.REDIRECTED, by=mei, patient_note="Go to a ward")
    summary = asked.summaries.get()
    tasks.build_summary(str(summary.pk))
    desk.move(asked, Status.CHECKING, by=mei)

    do(signed_in(mei), asked, "again", version=1)
    tasks.build_summary(str(summary.pk))

    assert made(summary)[:2] == ("done", "")


def test_a_folder_sent_again_gets_a_summary_of_the_new_request(case, wen, asked):
    services.withdraw(case, reason="", by=wen)
    tasks.build_summary(str(asked.summaries.get().pk))
    ask(case, wen, number=2)

    again = services.send_folder(case, by=wen)
    tasks.build_summary(str(again.summaries.get().pk))

    assert made(again.summaries.get())[0] == "done"
    assert made(asked.summaries.get())[0] == "failed"


@pytest.mark.django_db(transaction=True)
def test_taking_back_and_building_at_once_ends_one_way_or_the_other(
    case, wen, monkeypatch
):
    monkeypatch.setattr("accounts.work.WorkRow.ring", lambda self: None)
    summary = sent(case, wen).summaries.get()

    at_once(
        lambda: services.withdraw(case, reason="", by=wen),
        lambda: tasks.build_summary(str(summary.pk)),
    )

    work, code, key = made(summary)
    assert (work, code, bool(key)) in {
        ("done", "", True),
        ("failed", build.REQUEST_ENDED, False),
    }
