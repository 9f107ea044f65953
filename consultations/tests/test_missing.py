"""What is still missing: who can give it, how long, worth waiting, for which question."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consultations import asking, questions
from consultations.models import ConsultationRequest
from consultations.tests.make import add_record, fill_folder
from intake.models import CaseMember, Diagnosis
from records import ways
from records.models import ChecklistAnswer


def url(case) -> str:
    return reverse("consultations:missing_list", args=[case.pk])


def page(client, case, by) -> str:
    client.force_login(by)
    return client.get(url(case)).text


@pytest.fixture
def lung(case, wen) -> ConsultationRequest:
    """Wen's folder: cancer of the lung, an operation not planned yet, a date in 30 days."""
    asked = fill_folder(case, wen)
    ChecklistAnswer.objects.filter(case=case).delete()
    due = timezone.localdate() + timedelta(days=30)
    ConsultationRequest.objects.filter(pk=asked.pk).update(decide_by=due)
    return asked


def test_page_has_the_four_parts(client, case, wen, lung):
    text = page(client, case, wen)

    parts = [
        "The team can already judge",
        "The team cannot judge yet",
        "Only your own doctor can say",
        "Nobody can know this yet",
        "You may decide without these.",
    ]
    places = [text.find(part) for part in parts]
    assert (-1 in places, places) == (False, sorted(places))


def test_each_missing_thing_says_who_and_how_long_and_whether_to_wait(
    client, case, wen, lung
):
    add_record(case, "comorbidity_records", wen)

    client.force_login(wen)
    rows = {one.slot.kind.code: one for one in client.get(url(case)).context["missing"]}

    test = rows["lung_function"]
    assert (test.who, test.how_long) == ("Any larger hospital", "1 to 7 days")
    assert test.worth.startswith("Yes. It fits before")


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (None, "Yes, as long as no treatment waits for it."),
        (28, "Yes. It fits before"),
        (27, "Yes, if it is asked for by"),
        (14, "Yes, if it is asked for by"),
        (13, "No. It may not arrive in time. Do not delay a treatment for it."),
        (-3, "No. It may not arrive in time. Do not delay a treatment for it."),
    ],
)
def test_the_decide_by_date_decides_whether_to_wait(left, words):
    today = timezone.localdate()
    due = None if left is None else today + timedelta(days=left)

    worth = ways.worth_waiting(ways.WAYS["gene_lab"], due, today)  # 14 to 28 days

    assert worth.startswith(words)


def test_what_cannot_be_had_is_not_worth_waiting_for(client, case, wen, lung):
    ChecklistAnswer.objects.create(
        case=case, kind="imaging_files", answer="cannot", reason="Lost", by=wen
    )

    assert "No. It cannot be had, and the team knows why." in page(client, case, wen)


def test_a_question_says_what_it_waits_for_and_a_slot_says_which_question(
    client, case, wen, lung
):
    lung.questions.all().delete()
    questions.add_own(case, "Why me?", who="patient", form_key=None, by=wen)
    questions.add_from_bank(case, "SUR-03", by=wen)  # needs the pictures

    missing = page(client, case, wen)
    checklist = client.get(reverse("records:checklist_list", args=[case.pk])).text
    records = client.get(reverse("records:record_list", args=[case.pk])).text

    told = [
        "Your question 2 needs it." in text for text in (missing, checklist, records)
    ]
    assert told == [True, True, True]


def test_questions_are_numbered_as_the_family_sees_them(case, wen):
    for code in ("SUR-03", "PAT-01", "SUR-01"):
        questions.add_from_bank(case, code, by=wen)

    numbers = asking.numbers_by_kind(case.requests.get().questions.order_by("position"))

    assert numbers == {"imaging_files": (1, 3), "pathology_report": (2, 3)}


def test_a_question_with_three_gaps_names_them_all_and_what_is_on_its_way(
    client, case, wen
):
    questions.add_from_bank(case, "TRI-01", by=wen)
    ChecklistAnswer.objects.create(
        case=case, kind="molecular_report", answer="requested", by=wen, reason="x"
    )
    ChecklistAnswer.objects.update(requested_from="Ward 4")
    client.force_login(wen)

    text = client.get(reverse("consultations:question_list", args=[case.pk])).text

    assert (
        "if you add: Pathology report (biopsy or operation); "
        "Treatment summary from your doctor." in text
    )
    assert (
        "You asked for this, and it is not here yet: Gene test of the tumour." in text
    )
    assert "?kind=treatment_summary#add" in text


def test_a_question_that_needs_an_examination_stands_with_the_own_doctor(
    client, case, wen, lung
):
    questions.add_from_bank(case, "TRV-02", by=wen)
    number = lung.questions.filter(removed_at=None).count()

    assert f"Your question {number}: <bdi>Am I fit to fly?" in page(client, case, wen)


@pytest.mark.parametrize(
    ("situation", "words"),
    [
        ("before", "How well a treatment will work for this one person."),
        ("during", "How well the present treatment works in the end."),
        ("watching", "Whether the cancer comes back."),
    ],
)
def test_what_nobody_knows_follows_the_situation(
    client, case, wen, lung, situation, words
):
    Diagnosis.objects.update(situation=situation)

    assert words in page(client, case, wen)


def test_the_next_step_is_what_most_questions_wait_for(client, case, wen, lung):
    lung.questions.all().delete()
    for code in ("SUR-02", "SUR-03", "SUR-04", "PLN-01"):
        questions.add_from_bank(case, code, by=wen)

    assert "Ask for: Scan pictures" in page(client, case, wen)


def test_who_only_reads_gets_no_ways_to_answer(client, case, ana, lung):
    CaseMember.objects.filter(user=ana).update(may_upload=False)

    text = page(client, case, ana)

    assert ("Worth waiting?" in text, "#add" in text) == (True, False)


def test_page_costs_the_same_at_any_length(client, case, wen, lung):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(url(case))
        return len(queries)

    client.force_login(wen)
    cost()
    before = cost()
    for code in ("SUR-02", "SUR-03", "PAT-01"):
        questions.add_from_bank(case, code, by=wen)
        add_record(case, "imaging_report", wen)

    assert cost() == before


def test_the_desk_reads_the_same_rows(client, case, wen, lung, mei):
    from consultations.admin.page import page_of

    lung.move_to("submitted", by=wen)
    client.force_login(wen)
    family = client.get(url(case)).context
    desk = page_of(lung, mei)

    rows = [(one.kind, one.can) for one in desk["judgements"]]
    missing = [one.judgement.kind for one in family["missing"]]
    assert [kind for kind, can in rows if not can] == missing
    assert [kind for kind, can in rows if can] == [o.kind for o in family["can_judge"]]
