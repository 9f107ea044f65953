"""What is offered about a record, and that a person's answer wins for ever."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import audit
from accounts.models import AuditEntry
from intake.dates import PartialDate
from records import (
    answering,
    history,
    readings,
    regrouping,
    services,
    suggestions,
)
from records.models import File, Reading, Record, Suggestion
from records.suggest.offers import Choice, Fact, Offer, Source, Strength, days_of

LETTER, PLAIN = "clinic_letters", "other"


@pytest.fixture
def record(case, wen) -> Record:
    return Record.objects.create(case=case, number=1, kind=PLAIN, added_by=wen)


@pytest.fixture
def file(record, wen) -> File:
    return a_file(record, wen)


def a_file(record, by, **more) -> File:
    facts = {"name": "a", "key": f"k{File.objects.count()}", "type": "application/pdf"}
    facts |= {"verdict": "kept", "work": "done", "size_bytes": 1}
    return File.objects.create(
        record=record, case=record.case, added_by=by, **facts | more
    )


def dated(*values: str, source=Source.PAPER, strength=Strength.WRITTEN_CLEAR) -> Offer:
    choices = tuple(Choice(value, "said", f"Date: {value}") for value in values)
    return Offer(Fact.DATE, source, strength, choices, 1)


def named(kind: str = LETTER) -> Offer:
    choices = (Choice(kind, "Dear Dr", "Dear Dr"),)
    return Offer(Fact.KIND, Source.PAPER, Strength.WRITTEN_CLEAR, choices, 1)


def asked_of(record, *, born=None) -> dict[str, list[str]]:
    fresh = Record.objects.get(pk=record.pk)
    suggestions.write_asked([fresh], born=born, today=date(2026, 11, 30))
    return {one.fact: [c.value for c in one.choices] for one in fresh.asked}


def number_of(fact: str) -> int:
    return Suggestion.objects.offered().filter(fact=fact).first().pk


def states() -> set[tuple[str, str]]:
    return set(Suggestion.objects.values_list("fact", "state"))


def test_what_is_offered_writes_nothing_into_the_record(record, file):
    suggestions.offer(file, [dated("2024-10-02"), named()])

    record.refresh_from_db()
    assert (record.kind, record.dated_on, record.revision) == (PLAIN, None, 0)
    assert asked_of(record) == {"kind": [LETTER], "date": ["2024-10-02"]}


def test_of_several_places_the_strongest_is_asked(record, file, wen):
    second = a_file(record, wen, position=1)
    suggestions.offer(
        file, [dated("2024-01-01", source=Source.PHOTO, strength=Strength.TAKEN)]
    )
    suggestions.offer(second, [dated("2024-10-02")])

    assert asked_of(record) == {"date": ["2024-10-02"]}


def test_a_file_read_again_offers_once(record, file):
    suggestions.offer(file, [dated("2024-10-02"), named()])
    suggestions.offer(file, [dated("2024-10-03")])

    assert asked_of(record) == {"date": ["2024-10-03"]}


def test_days_ahead_and_before_birth_are_left_out_when_it_is_shown(record, file):
    suggestions.offer(file, [dated("2027-01-01", "1950-01-01", "2024-10-02")])

    assert asked_of(record, born=date(1955, 1, 1)) == {"date": ["2024-10-02"]}
    assert asked_of(record, born=date(2025, 1, 1)) == {}


def test_pages_that_a_newer_one_stands_in_for_are_not_asked_about(record, file):
    suggestions.offer(file, [dated("2024-10-02")])
    File.objects.update(removed_at=record.added_at)

    assert asked_of(record) == {}


def test_one_click_uses_it_and_says_so(record, file, wen):
    audit.note(by=wen, verb="added", obj=file, case_id=record.case_id)
    suggestions.offer(file, [dated("2024-10-02", "2024-02-10"), named()])

    assert answering.use(record, number_of("date"), "2024-02-10", by=wen)

    record.refresh_from_db()
    row = Suggestion.objects.get(fact="date")
    entry = AuditEntry.objects.get(verb="changed")
    assert str(record.dated_on) == "2024-02-10"
    assert (row.state, row.answer, row.by) == ("taken", "2024-02-10", wen)
    assert entry.facts == {"fields": ["dated_on"], "suggested": "paper"}
    assert history.lines_of(record)[0].words == "Wen used what was suggested: the date"
    assert asked_of(record) == {"kind": [LETTER]}


def test_a_span_fills_both_days(record, file, wen):
    suggestions.offer(file, [dated("2024-03-12/2024-03-18")])

    answering.use(record, number_of("date"), "2024-03-12/2024-03-18", by=wen)

    record.refresh_from_db()
    assert (str(record.dated_on), str(record.dated_to)) == ("2024-03-12", "2024-03-18")


def test_a_kind_is_used(record, file, wen):
    suggestions.offer(file, [named()])

    answering.use(record, number_of("kind"), LETTER, by=wen)

    record.refresh_from_db()
    assert (record.kind, states()) == (LETTER, {("kind", "taken")})


@pytest.mark.parametrize("value", ["2024-10-03", "", "x", "2024-10-02/2024-10-05"])
def test_only_what_was_offered_can_be_used(record, file, wen, value):
    suggestions.offer(file, [dated("2024-10-02")])

    assert not answering.use(record, number_of("date"), value, by=wen)

    record.refresh_from_db()
    assert (record.dated_on, states()) == (None, {("date", "offered")})


def test_what_lies_ahead_cannot_be_used(record, file, wen):
    suggestions.offer(file, [dated("2099-10-02")])

    assert not answering.use(record, number_of("date"), "2099-10-02", by=wen)


def test_an_offer_of_another_record_is_not_to_be_had(record, file, case, wen):
    other = Record.objects.create(case=case, number=2, kind=PLAIN, added_by=wen)
    suggestions.offer(file, [dated("2024-10-02")])

    assert not answering.use(other, number_of("date"), "2024-10-02", by=wen)
    assert not answering.decline(other, number_of("date"), by=wen)


def test_twice_is_once(record, file, wen):
    suggestions.offer(file, [dated("2024-10-02")])
    pk = number_of("date")

    done = [answering.use(record, pk, "2024-10-02", by=wen) for _ in range(2)]

    assert (done, AuditEntry.objects.filter(verb="changed").count()) == (
        [True, True],
        1,
    )


def test_neither_twice_is_once(record, file, wen):
    suggestions.offer(file, [dated("2024-10-02")])
    pk = number_of("date")

    done = [answering.decline(record, pk, by=wen) for _ in range(2)]

    assert (done, AuditEntry.objects.filter(verb="answered").count()) == (
        [True, True],
        1,
    )


def test_an_old_page_does_not_bring_back_what_was_used(record, file, wen):
    suggestions.offer(file, [dated("2024-10-02")])
    pk = number_of("date")
    answering.use(record, pk, "2024-10-02", by=wen)
    services.change_record(record, {"dated_on": PartialDate(2023)}, by=wen)

    assert not answering.use(record, pk, "2024-10-02", by=wen)
    assert not answering.decline(record, pk, by=wen)

    record.refresh_from_db()
    assert str(record.dated_on) == "2023"


def test_neither_is_remembered_for_ever(record, file, wen):
    suggestions.offer(file, [dated("2024-10-02", "2024-02-10")])

    assert answering.decline(record, number_of("date"), by=wen)
    suggestions.offer(file, [dated("2024-05-05")])
    suggestions.offer(a_file(record, wen), [dated("2024-05-05"), named()])

    record.refresh_from_db()
    assert (record.dated_on, asked_of(record)) == (None, {"kind": [LETTER]})
    assert AuditEntry.objects.filter(verb="answered").count() == 1


def test_a_typed_date_wins_over_a_pending_one(record, file, wen):
    suggestions.offer(file, [dated("2024-10-02")])
    pk = number_of("date")

    services.change_record(record, {"dated_on": PartialDate(2023)}, by=wen)

    record.refresh_from_db()
    assert not answering.use(record, pk, "2024-10-02", by=wen)
    assert (str(record.dated_on), states()) == ("2023", {("date", "passed")})


def test_a_date_that_was_taken_away_again_is_an_answer_too(record, file, wen):
    services.change_record(record, {"dated_on": PartialDate(2023)}, by=wen)
    record.refresh_from_db()
    services.change_record(record, {"dated_on": None}, by=wen)

    suggestions.offer(file, [dated("2024-10-02")])

    assert asked_of(record) == {}


def test_something_else_is_an_answer(record, file, wen):
    suggestions.offer(file, [named()])

    services.change_record(record, {"kind": PLAIN}, by=wen)
    suggestions.offer(file, [named()])

    assert (asked_of(record), states()) == ({}, {("kind", "passed")})


@pytest.mark.parametrize(("kind", "asked"), [("", {"kind": [LETTER]}), (PLAIN, {})])
def test_something_else_is_an_answer_when_it_is_sent_too(case, wen, kind, asked):
    content = ContentFile(b"%PDF-1.4 a", name="a.pdf")
    services.add_files(case, [content], by=wen, kind=kind, title="Letter")
    record = Record.objects.get()

    suggestions.offer(record.files.get(), [named()])
    File.objects.update(verdict="kept")

    assert asked_of(record) == asked


def test_a_name_taken_over_leaves_the_question_what_it_is(record, file, case, wen):
    named_one = Record.objects.create(
        case=case, number=2, kind=PLAIN, title="Letter", added_by=wen
    )
    a_file(named_one, wen)
    suggestions.offer(file, [named()])

    regrouping.put_into(named_one, record, by=wen)

    record.refresh_from_db()
    assert (record.title, asked_of(record)) == ("Letter", {"kind": [LETTER]})


def test_another_fact_answered_leaves_the_offers(record, file, wen):
    suggestions.offer(file, [dated("2024-10-02")])

    services.change_record(record, {"note": "x"}, by=wen)

    assert asked_of(record) == {"date": ["2024-10-02"]}


DEEDS = ["offer", "use", "decline", "type", "clear", "else", "name", "read", "new page"]


@pytest.mark.django_db
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(deeds=st.lists(st.sampled_from(DEEDS), min_size=2, max_size=9))
def test_no_work_of_ours_changes_what_a_person_answered(case, wen, deeds):
    """After each deed of a worker the record is as the last person left it."""
    Record.objects.all().delete()
    record = Record.objects.create(case=case, number=1, kind=PLAIN, added_by=wen)
    file = a_file(record, wen)
    answered: set[str] = set()

    for deed in deeds:
        before = Record.objects.get(pk=record.pk)
        if deed in {"offer", "read", "new page"}:
            if deed == "read":
                readings.ask(file.pk)
                Reading.objects.update(work="done")
            page = a_file(record, wen) if deed == "new page" else file
            suggestions.offer(page, [dated("2024-10-02"), named()])
            now = Record.objects.get(pk=record.pk)
            assert services.facts_of(now, ["kind", "dated_on", "dated_to"]) == (
                services.facts_of(before, ["kind", "dated_on", "dated_to"])
            )
            assert answered.isdisjoint(asked_of(record))
        else:
            answered |= _by_person(deed, before, wen)


def _by_person(deed: str, record: Record, wen) -> set[str]:
    """What the person answered about by this deed."""
    asked = {row.fact: row for row in Suggestion.objects.offered()}
    if deed in {"use", "decline"}:
        if "date" not in asked:
            return set()
        pk = asked["date"].pk
        if deed == "use":
            answering.use(record, pk, "2024-10-02", by=wen)
        else:
            answering.decline(record, pk, by=wen)
        return {"date"}
    answers = {
        "type": {"dated_on": PartialDate(2023, 5)},
        "clear": {"dated_on": None},
        "else": {"kind": PLAIN},
        "name": {"kind": LETTER},
    }[deed]
    was = record.dated_on
    services.change_record(record, answers, by=wen)
    if deed == "clear" and was is None:
        return set()
    return {"date"} if "dated_on" in answers else {"kind"}


def test_the_day_of_birth_is_no_day_of_a_paper():
    born = date(1961, 2, 10)
    days = days_of("1961-02-10")

    assert not suggestions.is_possible(days, born, date(2026, 11, 30))
    assert suggestions.is_possible(days_of("1961-02-11"), born, date(2026, 11, 30))
