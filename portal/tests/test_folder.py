"""The folder page: what is done, the one next step, who sees what, what it costs."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from conftest import make_user
from consultations import questions
from consultations.models import ConsultationRequest
from consultations.tests.make import add_record, fill_folder
from intake import consents, steps
from intake.models import CaseMember, Diagnosis, Medicine, TreatmentLine
from intake.services import open_case_for_other
from records import checklist


def url(case) -> str:
    return reverse("portal:folder_detail", args=[case.pk])


@pytest.fixture
def uploader(case):
    """A caregiver who may add papers and nothing else."""
    user = make_user("ula")
    CaseMember.objects.create(
        case=case,
        user=user,
        role=CaseMember.Role.CAREGIVER,
        relationship=CaseMember.Relationship.FRIEND,
        basis=CaseMember.Basis.CONSENT,
        may_upload=True,
    )
    return user


@pytest.fixture
def ready(case, wen) -> ConsultationRequest:
    return fill_folder(case, wen)


def rows(page: str) -> dict[str, str]:
    """Title and state of every row of the page."""
    found = {}
    for row in re.findall(r'<li class="sl-task .*?</li>', page, re.DOTALL):
        title = re.search(r"(?:<a [^>]*>|<span>)(.*?)</(?:a|span)>", row).group(1)
        state = row.split('sl-task__status">')[1]
        state = re.sub(r"<p class=.sl-task__hint.*|</li>", "", state, flags=re.DOTALL)
        found[title] = re.sub(r"<[^>]+>", "", state).strip()
    return found


def inside(page: str) -> str:
    """What stands between header and footer."""
    return page.split("<main")[1].split("</main>")[0]


def links(page: str) -> set[str]:
    return set(re.findall(r'<a href="([^"]+)"', inside(page)))


def lit(page: str) -> str:
    """The title of the next step."""
    found = re.findall(r'<h2 id="next-h">(.*?)</h2>', page)
    assert len(found) == 1
    return found[0]


def test_new_folder_asks_for_the_first_thing_missing(client, wen, case):
    client.force_login(wen)

    page = client.get(url(case)).text

    assert lit(page) == "Enter the date of birth"
    assert rows(page)["Name of the patient"] == "Done"
    assert rows(page)["Birth, sex and place"] == "Not started"
    assert rows(page)["Send the folder"] == "Cannot start yet"
    assert "Nothing is sent until you press send." in page


def test_every_step_of_the_story_has_a_row_that_leads_there(client, wen, case):
    client.force_login(wen)

    page = client.get(url(case)).text

    shown = steps.steps_of(steps.facts_of(case))
    assert [s.slug for s in shown if s.url(case) not in links(page)] == []


def test_half_answered_step_is_started(client, wen, case):
    Diagnosis.objects.create(case=case, site="lung")
    client.force_login(wen)

    assert rows(client.get(url(case)).text)["The cancer"] == "Started"


def test_parts_done_counts_the_rows(client, wen, case):
    client.force_login(wen)

    page = client.get(url(case)).text

    no_parts = {"Check everything", "Who helps with this folder"}
    parts = set(rows(page)) - no_parts
    assert f"1 of {len(parts)} parts done" in page


def test_records_say_how_many_are_needed_and_undated(client, wen, case):
    add_record(case, "pathology_report", wen, dated_on="2026-09")
    add_record(case, "imaging_report", wen)
    client.force_login(wen)

    page = client.get(url(case)).text

    assert rows(page)["Add records"] == "4 still needed"
    assert rows(page)["Check the dates"] == "1 to check"
    assert "2 added so far" in page


def test_records_without_a_kind_are_counted_too(client, wen, case):
    add_record(case, "pathology_report", wen, dated_on="2026-09")
    add_record(case, "other", wen)
    add_record(case, "other", wen, title="A letter")
    client.force_login(wen)

    page = client.get(url(case)).text

    assert "3 added so far" in page
    assert rows(page)["Check the dates"] == "2 to check"


def test_questions_are_counted(client, wen, case):
    questions.add_own(case, "Why me?", who="patient", form_key=None, by=wen)
    client.force_login(wen)

    assert "1 written, 1 to ask first" in client.get(url(case)).text


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (23, "That is 23 days from today."),
        (1, "That is 1 day from today."),
        (0, "That is today."),
        (-2, "That day has passed."),
    ],
)
def test_days_left_until_the_answer_is_needed(client, wen, case, days, told):
    day = timezone.localdate() + timedelta(days=days)
    ConsultationRequest.objects.create(case=case, decide_by=day)
    client.force_login(wen)

    assert told in client.get(url(case)).text


def test_consents_are_counted_until_all_needed_are_given(client, wen, case, ready):
    client.force_login(wen)
    assert rows(client.get(url(case)).text)["What you agree to"] == "Done"

    consents.record_answer(case, "C1", agreed=False, by=wen)

    page = client.get(url(case)).text
    assert rows(page)["What you agree to"] == "1 to answer"
    assert rows(page)["Send the folder"] == "Cannot start yet"


def test_next_step_never_asks_a_caregiver_to_agree_for_the_patient(
    client, ana, wen, case, ready
):
    for slot in checklist.still_needed(checklist.state_of(case)):
        add_record(case, slot.kind.code, wen)
    consents.record_answer(case, "C1", agreed=False, by=wen)

    client.force_login(wen)
    assert lit(client.get(url(case)).text).startswith("Read and answer")
    client.force_login(ana)
    assert lit(client.get(url(case)).text) == "You have done your part"


def test_people_are_counted(client, wen, ana, case):
    client.force_login(wen)

    page = client.get(url(case)).text

    assert rows(page)["Who helps with this folder"] == "1 caregiver"
    assert "Daughter or son" in page


def test_complete_folder_offers_to_send(client, wen, case, ready):
    client.force_login(wen)

    page = client.get(url(case)).text

    assert rows(page)["Check everything"] == "Open"
    assert reverse("consultations:request_send", args=[case.pk]) in links(page)


def test_caregiver_who_may_not_send_is_told_who_does(client, ana, case, ready):
    client.force_login(ana)

    page = client.get(url(case)).text

    assert reverse("consultations:request_send", args=[case.pk]) not in links(page)
    assert "You are helping" in page


def test_folder_of_a_request_taken_back_does_not_say_it_is_with_us(
    client, wen, case, ready
):
    ready.move_to("submitted", by=wen)
    ready.move_to("withdrawn", by=wen)
    client.force_login(wen)

    page = client.get(url(case)).text

    assert lit(page) == "You took it back"
    assert "To ask again, write to us with the code of the folder." in page
    assert "Your folder is with us" not in page
    assert "Next step" not in page


def test_folder_that_waits_for_the_family_says_so(client, wen, case, ready):
    for status in ("submitted", "checking", "needs_info"):
        ready.move_to(status, by=wen, patient_note="Please add the report.")
    client.force_login(wen)

    page = client.get(url(case)).text

    assert lit(page) == "We need something from you"
    assert "Your folder is with us" not in page


def test_sent_folder_names_the_day_of_the_opinion(client, wen, case, ready):
    for status in ("submitted", "checking", "complete"):
        ready.move_to(status, by=wen)
    client.force_login(wen)

    assert "by the day we wrote to you" not in client.get(url(case)).text


def test_sent_folder_says_where_it_is(client, wen, case, ready):
    ready.move_to("submitted", by=wen)
    client.force_login(wen)

    page = client.get(url(case)).text

    assert lit(page) == "Your folder is with us"
    assert rows(page)["Send the folder"] == "Sent"
    assert "Nothing is sent until you press send." not in page


def test_finished_group_folds_away(client, wen, case):
    client.force_login(wen)
    before = client.get(url(case)).text.count("<details class")

    Diagnosis.objects.create(
        case=case,
        site="stomach",
        as_written="x",
        diagnosed_on="2026",
        stage="II",
        situation="new",
        no_biomarkers=True,
    )

    assert client.get(url(case)).text.count("<details class") == before + 1


def test_who_may_only_upload_sees_states_but_no_answer(client, uploader, case):
    case.patient.city = "Canarytown"
    case.patient.save()
    Diagnosis.objects.create(case=case, site="lung", as_written="canary diagnosis")
    ConsultationRequest.objects.create(
        case=case, decide_by=timezone.localdate() + timedelta(days=3)
    )
    client.force_login(uploader)

    page = client.get(url(case)).text

    assert rows(page)["The cancer"] == "Started"
    assert [w for w in ("Canarytown", "canary", "3 days from today") if w in page] == []
    assert [u for u in links(page) if "/part/" in u or "/request/" in u] == []
    assert lit(page) == "Add: Pathology report (biopsy or operation)"


def test_every_link_of_the_page_opens(client, wen, ana, uploader, case, ready):
    for person in (wen, ana, uploader):
        client.force_login(person)
        for address in links(client.get(url(case)).text):
            if address.startswith("/folders/"):
                found = client.get(address.partition("#")[0], follow=True)
                assert (person.name, address, found.status_code) == (
                    person.name,
                    address,
                    200,
                )


def test_opening_the_folder_changes_nothing(client, wen, case):
    client.force_login(wen)
    before = AuditEntry.objects.count()

    client.get(url(case))

    assert not ConsultationRequest.objects.filter(case=case).exists()
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("who", ["bo", "mei", "dr_osei", "dr_roy"])
def test_folder_is_not_there_for_others(client, request, case, who):
    client.force_login(request.getfixturevalue(who))

    assert client.get(url(case)).status_code == 404


def test_folder_cannot_be_posted_to(client, wen, case):
    client.force_login(wen)

    assert client.post(url(case)).status_code == 405


@pytest.mark.parametrize("many", [1, 3])
def test_folder_costs_the_same_however_full(
    client, wen, case, django_assert_num_queries, many
):
    Diagnosis.objects.create(case=case)
    for number in range(many):
        add_record(case, "lab_results", wen)
        questions.add_own(
            case, f"Question {number}?", who="patient", form_key=None, by=wen
        )
        Medicine.objects.create(case=case, name="x")
        TreatmentLine.objects.create(case=case, type="surgery")
        CaseMember.objects.create(
            case=case, user=make_user(f"helper{number}"), role="caregiver"
        )
    client.force_login(wen)
    client.get(url(case))

    with django_assert_num_queries(14):
        client.get(url(case))


def test_list_shows_own_and_helped_folders(client, wen, bo, case, bos_case):
    CaseMember.objects.create(case=bos_case, user=wen, role="caregiver", may_see=True)
    client.force_login(wen)

    page = client.get(reverse("portal:folder_list")).text

    assert (case.reference in page, bos_case.reference in page) == (True, True)
    assert "Folder of <bdi>Bo Canary</bdi>" in page


def test_list_shows_nobody_elses_folder(client, wen, case, bos_case):
    client.force_login(wen)

    page = client.get(reverse("portal:folder_list")).text

    assert (case.reference in page, bos_case.reference in page) == (True, False)


def test_list_without_folders_says_how_to_begin(client, bo):
    client.force_login(bo)

    page = client.get(reverse("portal:folder_list")).text

    assert "No folder yet." in page
    assert f'href="{reverse("intake:case_new")}"' in inside(page)


@pytest.mark.parametrize("many", [1, 3])
def test_list_costs_the_same_however_long(
    client, wen, case, django_assert_num_queries, many
):
    for _number in range(many):
        open_case_for_other(by=wen, relationship="friend", basis="consent")
    client.force_login(wen)
    client.get(reverse("portal:folder_list"))

    with django_assert_num_queries(6):
        client.get(reverse("portal:folder_list"))
