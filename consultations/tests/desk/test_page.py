"""The work page: what it shows, the next deed, and the trail."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry, User
from consultations import bank, desk
from consultations.admin.words import entry_words
from consultations.models import (
    ConsultationRequest,
)
from consultations.tests.desk_make import ADMIN, do, page_url, ready
from consultations.tests.make import add_record, fill_folder
from intake.models import Diagnosis, Health, LabValue, Patient

pytestmark = pytest.mark.django_db


def test_page_shows_the_whole_request_and_notes_who_looked(client, asked, mei, ana):
    page = client.get(page_url(asked))

    entry = AuditEntry.objects.filter(verb="viewed").get()
    assert (page.status_code, entry.by, entry.case_id) == (200, mei, str(asked.case_id))
    for words in (
        "Wen Li, 58, Kazakhstan",
        "Lung, before treatment",
        "Can it be taken out?",
        "Chemotherapy with radiotherapy",
        "Adenocarcinoma",
        "Not provided",
        "Can judge:",
        "Cannot judge:",
        "Pathology report",
        "Next: take this case",
        "Missing: Blood tests",
        "Only the desk sees these",
        "Beijing",
        "Using your health data",
    ):
        assert words in page.text


def test_page_shows_values_of_blood_tests_with_their_source(client, asked):
    value = LabValue.objects.create(
        case=asked.case, test="ca125", value="<0,5", unit="U/mL", sampled_on="2026-10"
    )

    page = client.get(page_url(asked)).text

    words = ["CA 125", "&lt;0,5 U/mL", "October 2026"]
    assert ", ".join(f"<bdi>{word}</bdi>" for word in words) in page
    assert f'value="labvalue:{value.pk}"' in page


def test_page_has_exactly_one_lit_thing(client, asked):
    text = client.get(page_url(asked)).text

    assert text.count('class="q-next"') == 1
    assert text.count('class="q-btn"') == 1


def test_page_of_a_draft_does_not_exist(client, case, wen):
    draft = fill_folder(case, wen)

    assert client.get(page_url(draft)).status_code == 404
    assert do(client, draft, "take").status_code == 404


@pytest.mark.parametrize("pk", ["x", "00000000-0000-4000-8000-000000000000", "1"])
def test_page_of_nothing_is_404(client, pk):
    address = reverse(f"{ADMIN}_change", args=[pk])

    assert client.get(address).status_code == 404


def test_page_costs_the_same_with_more_records(client, asked, wen):
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(page_url(asked))
        return len(queries)

    cost()
    before = cost()
    for _ in range(5):
        add_record(asked.case, "imaging_report", wen)
        asked.notes.create(text="x")

    assert (cost() - before, before <= 50) == (0, True)


def test_what_the_patient_knows_stands_first_when_it_is_not_everything(client, asked):
    told_all = client.get(page_url(asked)).text
    Patient.objects.filter(case=asked.case).update(knows_diagnosis="not_told")

    text = client.get(page_url(asked)).text

    assert "q-band" not in told_all
    assert "Has not been told" in text[: text.index("q-clocks")]


def test_an_emergency_is_a_band_and_the_next_deed_until_looked_at(client, asked, mei):
    Diagnosis.objects.filter(case=asked.case).update(site="leukaemia", situation="new")
    page = client.get(page_url(asked))
    alarm = page.context["next"]["status"]
    flag = next(
        r["flag"] for r in page.context["flags"] if r["flag"].code == "emergency"
    )

    do(client, asked, "flag", code=flag.code, mark=flag.fingerprint)

    after = client.get(page_url(asked))
    assert (alarm, "This may be an emergency." in page.text) == (
        "redirected_urgent",
        True,
    )
    assert after.context["next"]["deed"] == "take"


def test_what_a_patient_wrote_is_shown_as_text(client, asked):
    ConsultationRequest.objects.filter(pk=asked.pk).update(
        main_question="<script>alert(1)</script>"
    )

    text = client.get(page_url(asked)).text

    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_the_next_deed_follows_the_data(client, asked, mei, wen, dr_roy):
    def title() -> str:
        return client.get(page_url(asked)).context["next"]["title"]

    def check_all() -> None:
        for record in asked.case.records.all():
            do(client, asked, "check_record", record=record.number)

    steps = [title()]
    do(client, asked, "take")
    steps.append(title())
    do(client, asked, "move", status="checking")
    steps.append(title())
    check_all()
    steps.append(title())
    for kind in ("clinic_letters", "lab_results", "imaging_files"):
        add_record(asked.case, kind, wen)
    steps.append(title())
    check_all()
    steps.append(title())
    do(client, asked, "move", status="complete")
    steps.append(title())
    ready(asked)
    steps.append(title())
    do(client, asked, "name", who=dr_roy.pk)
    steps.append(title())
    do(client, asked, "move", status="with_mdt")
    steps.append(title())

    assert steps == [
        "Next: take this case",
        "Next: begin the records check",
        "Next: look at 2 records",
        "Next: ask the family for 3 things",
        "Next: look at 3 records",
        "Next: mark the folder complete",
        "Next: build the case summary",
        "Next: ask a specialist to read",
        "Next: hand it to the team",
        "Nothing to do",
    ]


@pytest.fixture
def checked(asked, mei, wen) -> ConsultationRequest:
    """Every core record but the blood tests is here and was looked at."""
    desk.take(asked, by=mei)
    desk.move(asked, "checking", by=mei)
    for kind in ("clinic_letters", "imaging_files"):
        add_record(asked.case, kind, wen)
    asked.case.records.update(checked_at=timezone.now(), checked_by=mei)
    return asked


def test_what_the_family_asked_a_hospital_for_is_chased(client, checked, wen):
    checked.case.checklist.create(
        kind="lab_results", answer="requested", requested_on="2026-11-10", by=wen
    )

    following = client.get(page_url(checked)).context["next"]

    assert following["title"] == "Next: ask about 1 thing that is still to come"
    assert following["status"] == "needs_info"
    assert following["ask"].startswith("You asked for this: Blood tests.")


@pytest.mark.parametrize("answer", ["none", "cannot"])
def test_what_cannot_come_keeps_no_folder_from_being_complete(
    client, checked, wen, answer
):
    checked.case.checklist.create(
        kind="lab_results", answer=answer, reason="The hospital closed", by=wen
    )

    following = client.get(page_url(checked)).context["next"]

    assert following["title"] == "Next: mark the folder complete"


@pytest.mark.parametrize("step", ["complete", "with_mdt", "delivered"])
def test_a_record_that_comes_later_is_looked_at_first(client, checked, wen, step):
    ConsultationRequest.objects.filter(pk=checked.pk).update(status=step)
    add_record(checked.case, "lab_results", wen)

    page = client.get(page_url(checked))

    assert page.context["next"]["title"] == "Next: look at 1 record"
    assert page.text.count("New record") == 1


@pytest.mark.parametrize("step", ["translating", "delivered", "follow_up"])
def test_where_the_page_has_nothing_to_do_the_queue_waits_on_others(
    client, checked, step
):
    path = ["complete", "with_mdt", "opinion_drafting", "translating", "delivered"]
    path.append("follow_up")
    for status in path[: path.index(step) + 1]:
        checked.move_to(status, by=None)

    assert client.get(page_url(checked)).context["next"]["title"] == "Nothing to do"
    assert checked.waiting_on in {"team", "family"}


def test_questions_of_the_bank_are_in_the_language_of_the_reader(client, asked, mei):
    User.objects.filter(pk=mei.pk).update(language="zh-hans")
    words = bank.get("PLN-01").text

    text = client.get(page_url(asked)).text

    assert words["zh-hans"] in text
    assert words["en"] not in text


def test_what_was_never_asked_is_not_missing(client, asked):
    Health.objects.filter(case=asked.case).update(pregnancy="")

    def labels() -> set[str]:
        lines = client.get(page_url(asked)).context["known_lines"]
        return {line["label"] for line in lines}

    of_a_woman = "Pregnancy" in labels()
    Patient.objects.filter(case=asked.case).update(sex_at_birth="male")
    of_a_man = "Pregnancy" in labels()
    Patient.objects.filter(case=asked.case).update(
        sex_at_birth="female", date_of_birth=date(1940, 1, 1)
    )

    assert (of_a_woman, of_a_man, "Pregnancy" in labels()) == (True, False, False)


def test_an_answer_is_shown_although_it_is_no_longer_asked(client, asked):
    Patient.objects.filter(case=asked.case).update(sex_at_birth="male")

    lines = client.get(page_url(asked)).context["known_lines"]

    assert {"No"} == {li["value"] for li in lines if li["label"] == "Pregnancy"}


def test_the_page_says_how_pressing_it_is_and_why(client, asked):
    Patient.objects.filter(case=asked.case).update(date_of_birth=date(2015, 1, 1))
    Health.objects.filter(case=asked.case).update(ecog_change="worse_quickly")

    text = client.get(page_url(asked)).text

    assert "Amber 1: today" in text
    assert "The patient is quickly getting worse. · The patient is under 18." in text


def test_the_button_of_a_flag_is_named_after_its_title_alone(client, asked):
    text = client.get(page_url(asked)).text

    assert 'id="flag-1"' in text
    assert 'id="look-1" aria-labelledby="look-1 flag-1">Looked at</button>' in text


def test_the_trail_says_who_opened_what_in_words(client, asked, mei):
    client.get(page_url(asked))

    text = client.get(reverse(f"{ADMIN}_trail", args=[asked.pk])).text

    assert "opened this page" in text
    assert "Mei" in text
    assert AuditEntry.objects.filter(verb="viewed", facts__part="trail").count() == 1


@pytest.mark.parametrize(
    ("verb", "thing", "told", "words"),
    [
        ("changed", "consultations.consultationrequest", {}, "changed: request"),
        ("changed", "intake.diagnosis", {}, "changed: diagnosis"),
        ("added", "intake.treatmentline", {}, "added: treatment"),
        (
            "agreed",
            "intake.consent",
            {"code": "C1"},
            "agreed: Using your health data C1",
        ),
        ("changed", "old.table", {}, "changed: table"),
    ],
)
def test_history_names_things_in_words(verb, thing, told, words):
    entry = AuditEntry(verb=verb, thing=thing, facts=told)

    assert entry_words(entry) == words


def test_a_record_without_a_name_is_told_once(client, asked, wen):
    add_record(asked.case, "other", wen)
    add_record(asked.case, "molecular_report", wen, title="Panel of 50 genes")

    text = client.get(page_url(asked)).text
    table = text[text.index('id="records-h"') : text.index("Not here")]

    assert table.count("Pathology report (biopsy or operation)") == 1
    assert table.count("Not named yet") == 1
    assert "Something else" not in table
    assert "Gene test of the tumour" in table


def test_every_deed_is_in_the_audit_trail(client, asked, dr_roy, omar):
    flag = client.get(page_url(asked)).context["flags"][0]["flag"]
    before = AuditEntry.objects.count()
    deeds = [
        ("take", {}),
        ("hand_over", {"to": omar.pk}),
        ("move", {"status": "checking"}),
        ("note", {"text": "x"}),
        ("flag", {"code": flag.code, "mark": flag.fingerprint}),
        ("check_record", {"record": 1}),
        ("check_fact", {"fact": "diagnosis.stage", "record": 1}),
        ("name", {"who": dr_roy.pk}),
        ("end", {"who": dr_roy.pk}),
    ]
    for deed, fields in deeds:
        do(client, asked, deed, **fields)

    written = AuditEntry.objects.filter(case_id=str(asked.case_id), number__gt=before)
    assert written.count() == len(deeds)
