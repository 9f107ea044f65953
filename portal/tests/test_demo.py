"""The demo world shows what the portal can do, and its past is one that could have been."""

from __future__ import annotations

import json

import pypdfium2
import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import AuditEntry
from consultations.admin import facts, words
from consultations.models import ConsultationRequest, FactCheck, RequestEvent, Summary
from consultations.readiness import gaps_of
from consultations.summary import source
from consultations.summary.front import LEVELS
from intake.models import Consent, Diagnosis
from portal.demo.load import HERE, load
from records import vault
from records.models import Record

pytestmark = pytest.mark.django_db
GULNARA = "X3RT-6KGW"


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The demo world, loaded once for the tests of this file and taken back after them."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        load()
        yield
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)


def test_every_case_stands_where_its_story_ends(
    django_capture_on_commit_callbacks, monkeypatch, db
):
    """What is loaded is no news from the family: nobody comes back to the desk by it.

    The bells of the summaries ring for nobody: ten PDFs would take most of the time.
    """
    monkeypatch.setattr(Summary, "ring", lambda summary: None)
    with django_capture_on_commit_callbacks(execute=True):
        load()

    stands = dict(ConsultationRequest.objects.values_list("case__reference", "status"))
    cases = [json.loads(p.read_text()) for p in (HERE / "cases").glob("*.json")]
    ends = {c["reference"]: c["moves"][-1]["to"] for c in cases if c["moves"]}
    assert {ref: stands[ref] for ref in ends} == ends
    assert {"needs_info", "paused"} <= set(stands.values())


def asked(reference: str) -> ConsultationRequest:
    return ConsultationRequest.objects.get(case__reference=reference)


def test_trail_is_told_in_the_order_of_time(world):
    told = AuditEntry.objects.order_by("number").values_list("at", flat=True)

    assert len(told) > 200
    assert list(told) == sorted(told)
    assert told[len(told) - 1] <= timezone.now()


def test_folder_is_opened_before_it_is_agreed_to_and_sent_before_it_is_worked_on(world):
    case = asked(GULNARA).case
    entries = AuditEntry.objects.filter(case_id=str(case.pk)).order_by("number")

    verbs = list(dict.fromkeys(entries.values_list("verb", flat=True)))

    assert verbs[:2] == ["opened", "added"]
    assert verbs.index("agreed") < verbs.index("sent") < verbs.index("took")
    assert verbs.index("took") < verbs.index("checked") < verbs.index("named")


def test_consents_are_given_before_the_request_is_sent(world):
    late = [
        consent
        for consent in Consent.objects.select_related("case")
        for event in RequestEvent.objects.filter(
            request__case=consent.case, to_status="submitted"
        )
        if consent.at > event.at
    ]

    assert late == []


def test_trail_names_the_consent_by_its_code(world):
    entry = AuditEntry.objects.filter(verb="agreed", facts__code="C1").first()

    assert words.entry_words(entry).endswith(" C1")


def test_case_with_the_team_shows_all_three_marks(world):
    request = asked(GULNARA)
    loaded = source.load(Summary(request=request, version=1))

    lines = [*facts.asked_lines(loaded), *facts.known_lines(loaded)]

    marks = {
        "checked" if line["checked"] else "record" if line["record"] else "patient"
        for line in lines
        if line["value"]
    }
    assert marks == {"checked", "record", "patient"}
    shown = {line["fact"] for line in lines if line["record"]}
    named = set(
        FactCheck.objects.filter(case=request.case).values_list("fact", flat=True)
    )
    assert named - shown == set()


def test_case_past_the_check_has_records_that_were_looked_at(world):
    done = RequestEvent.objects.filter(to_status="complete").select_related("request")

    looked_at = [
        Record.objects.filter(case=event.request.case).exclude(checked_at=None).count()
        for event in done
    ]

    assert min(looked_at) >= 3


def test_record_is_compared_while_the_folder_is_checked(world):
    for record in Record.objects.exclude(checked_at=None).select_related("case"):
        events = RequestEvent.objects.filter(request__case=record.case)
        began = events.get(to_status="checking").at
        after = events.filter(at__gt=began).order_by("at").first()

        assert began < record.checked_at
        assert after is None or record.checked_at < after.at
        assert record.added_at < record.checked_at


def test_every_case_that_was_sent_could_have_been_sent(world):
    wanting = {
        request.reference: [gap.code for gap in gaps_of(request.case, request)]
        for request in ConsultationRequest.objects.exclude(submitted_at=None)
        if gaps_of(request.case, request)
    }

    assert wanting == {}


def test_papers_are_dated_before_their_case_was_sent(world):
    late = [
        (record.case.reference, record.number, str(record.dated_on))
        for record in Record.objects.exclude(dated_on="").select_related("case")
        for request in record.case.requests.exclude(submitted_at=None)
        if str(record.dated_on)[:10] > f"{request.submitted_at:%Y-%m-%d}"
        and record.added_at <= request.submitted_at
    ]

    assert late == []


def test_what_ended_had_its_summary_and_nothing_shows_a_failure(world):
    rows = Summary.objects.values_list("request__status", "work")
    ended = {status: work for status, work in rows if work != "queued"}

    assert ended == {"closed": "done", "declined": "done", "redirected_urgent": "done"}
    assert "withdrawn" not in dict(rows)


def test_a_summary_of_the_past_prints_the_level_the_desk_shows(world):
    built = Summary.objects.filter(work="done").select_related("request")
    wrong = [
        summary.request.reference
        for summary in built
        if LEVELS[summary.request.urgency][1] not in front_text(summary)
    ]

    assert (len(built), wrong) == (3, [])


def front_text(summary: Summary) -> str:
    with vault.open_(summary) as file:
        text = pypdfium2.PdfDocument(file.read())[0].get_textpage().get_text_range()
    return " ".join(text.split())


def test_what_lies_ahead_is_counted_from_today(world, db):
    """A world that was written once must not plan an operation in the past."""
    today = timezone.localdate()
    planned = Diagnosis.objects.exclude(next_treatment_on="")
    assert len(planned) > 8
    for diagnosis in planned:
        assert diagnosis.next_treatment_on.last_day >= today
        assert "{" not in f"{diagnosis.do_not_miss}{diagnosis.next_treatment}"
    assert not ConsultationRequest.objects.filter(proposed_plan__contains="{").exists()


def test_parcels_can_be_tried_in_the_demo_and_nowhere_else_unasked(settings):
    makefile = (settings.BASE_DIR / "Makefile").read_text(encoding="utf-8")
    recipe = makefile.split("\n.env:")[1].split("\n\n")[0]

    assert "SERVICE_PARCEL_ADDRESS='Sidelight demonstration: do not post|" in recipe
    assert settings.SERVICE["parcel_address"] == []
