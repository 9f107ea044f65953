"""What a specialist sees: the cases they were asked about, and nothing else."""

from __future__ import annotations

import re
import uuid
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from conftest import signed_in
from consultations.models import Summary
from consultations.tests.desk_make import another, correct, ready, sent
from consultations.tests.make import add_record, fill_folder
from intake import services as intake
from intake.models import AnswerChange
from records.models import File

pytestmark = pytest.mark.django_db
URL = reverse("consultations:team_list")


def test_a_specialist_sees_the_case_its_newest_summary_and_its_files(
    case, wen, dr_osei
):
    summary = ready(sent(case, wen))

    page = signed_in(dr_osei).get(URL)

    assert case.reference in page.text
    assert "Wen Li" not in page.text
    assert reverse("consultations:summary_download", args=[summary.pk]) in page.text
    for record in case.records.all():
        file = record.files.get()
        assert reverse("records:file_download", args=[case.pk, file.pk]) in page.text
    assert AuditEntry.objects.filter(verb="listed", by=dr_osei).count() == 1


def test_a_summary_older_than_an_answer_says_so_with_days_and_the_next_one_not(
    case, wen, dr_osei
):
    summary = ready(sent(case, wen))
    Summary.objects.update(started_at=datetime(2026, 9, 2, 12, tzinfo=UTC))
    AnswerChange.objects.update(at=datetime(2026, 9, 1, 12, tzinfo=UTC))
    client, words = signed_in(dr_osei), "Answers were changed since this version"
    before = client.get(URL).text

    correct(summary.request, wen)
    AnswerChange.objects.filter(section="medicine").update(
        at=datetime(2026, 9, 4, 12, tzinfo=UTC)
    )
    after = client.get(URL).text
    Summary.objects.update(started_at=datetime(2026, 9, 5, 12, tzinfo=UTC))
    newer = client.get(URL).text

    assert [words in page for page in (before, after, newer)] == [False, True, False]
    assert "Built on 2 September 2026, last change on 4 September 2026." in after
    assert "Amlodipine" not in after


def test_a_case_without_a_summary_says_nothing_of_changes(case, wen, dr_osei):
    asked = sent(case, wen)
    correct(asked, wen)
    asked.summaries.update(work="queued")

    page = signed_in(dr_osei).get(URL)

    assert "The case summary is being built." in page.text
    assert "Answers were changed" not in page.text


def test_papers_that_are_not_clinical_stay_with_the_desk(case, wen, dr_osei):
    sent(case, wen)
    add_record(case, "identity", wen, title="Passport page")

    assert "Passport page" not in signed_in(dr_osei).get(URL).text


def test_a_folder_that_was_not_sent_is_not_listed(case, wen, dr_osei):
    fill_folder(case, wen)

    page = signed_in(dr_osei).get(URL)

    assert page.status_code == 200
    assert "Nobody asked you to read a case yet." in page.text


def test_a_specialist_nobody_asked_sees_no_case(case, wen, dr_roy):
    asked = sent(case, wen)

    page = signed_in(dr_roy).get(URL)

    assert case.reference not in page.text
    address = reverse("consultations:summary_download", args=[ready(asked).pk])
    assert signed_in(dr_roy).get(address).status_code == 404


def test_after_the_reading_ended_nothing_opens(case, wen, dr_osei, mei):
    asked = sent(case, wen)
    intake.end_membership(case, dr_osei, by=mei)

    page = signed_in(dr_osei).get(URL)

    address = reverse("consultations:summary_download", args=[ready(asked).pk])
    assert case.reference not in page.text
    assert signed_in(dr_osei).get(address).status_code == 404


@pytest.mark.parametrize("who", ["wen", "ana", "bo", "mei"])
def test_nobody_else_has_this_page(request, who):
    assert signed_in(request.getfixturevalue(who)).get(URL).status_code == 404


def test_the_list_costs_the_same_with_more_cases(case, wen, dr_osei):
    """One more read a case: its entry in the audit trail looks up the entry before it."""
    sent(case, wen)
    client = signed_in(dr_osei)

    def reads() -> int:
        with CaptureQueriesContext(connection) as queries:
            client.get(URL)
        return sum(" FROM " in query["sql"] for query in queries)

    one = reads()
    for number in (1, 2):
        intake.add_specialist(another(f"Person {number}", number).case, dr_osei)

    assert reads() - one == 2


def test_a_summary_opens_safely_and_is_noted(case, wen, dr_osei):
    summary = ready(sent(case, wen))

    response = signed_in(dr_osei).get(
        reverse("consultations:summary_download", args=[summary.pk])
    )

    content = b"".join(response.streaming_content)
    assert content.startswith(b"%PDF")
    assert response["Content-Type"] == "application/pdf"
    assert response["Cache-Control"] == "no-store"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert AuditEntry.objects.filter(verb="opened", by=dr_osei).count() == 1


@pytest.mark.parametrize("work", ["queued", "working", "failed"])
def test_a_summary_that_is_not_ready_does_not_open(case, wen, mei, work):
    asked = sent(case, wen)
    Summary.objects.update(work=work)

    address = reverse("consultations:summary_download", args=[asked.summaries.get().pk])

    assert signed_in(mei).get(address).status_code == 404


def test_a_specialist_without_folders_is_led_to_the_cases_they_were_asked_to_read(
    case, dr_osei
):
    response = signed_in(dr_osei).get(reverse(settings.LOGIN_REDIRECT_URL))

    assert (response.status_code, response["Location"]) == (302, URL)


def test_a_specialist_with_a_folder_of_their_own_sees_it_and_the_way_to_the_cases(
    case, dr_osei
):
    intake.open_case_for_self(by=dr_osei)

    page = signed_in(dr_osei).get(reverse("portal:folder_list"))

    assert page.status_code == 200
    assert f'href="{URL}"' in page.text


def test_a_patient_sees_no_way_to_the_cases_of_specialists(case, wen):
    assert URL not in signed_in(wen).get(reverse("portal:folder_list")).text


def test_a_specialist_at_the_door_of_the_desk_reads_no_words_meant_for_a_family(
    case, dr_osei
):
    page = signed_in(dr_osei).get(reverse("admin:index"), follow=True)

    assert page.status_code == 403
    assert "does not open this part" in page.text
    assert "this folder" not in page.text
    assert f'href="{URL}"' in page.text


def test_links_to_the_files_of_one_record_can_be_told_apart(case, wen, dr_osei):
    sent(case, wen)
    record = add_record(case, "imaging", wen, title="Letters of the ward")
    first = record.files.get()
    for number in (2, 3):
        pk, key = uuid.uuid4(), f"{case.pk}/further-{number}"
        File.objects.create(
            **{**_columns(first), "id": pk, "key": key, "position": number}
        )

    page = signed_in(dr_osei).get(URL).text

    links = re.findall(r'<a href="[^"]+/files/[^"]+">(.*?)</a>', page, re.DOTALL)
    words = [re.sub("<[^>]+>", "", link) for link in links]
    own = f"#{record.number}, scan.pdf"
    assert [word for word in words if own in word] == [f"{n} {own}" for n in (1, 2, 3)]
    assert len(words) == len(set(words))


def _columns(file: File) -> dict:
    return {field.attname: getattr(file, field.attname) for field in File._meta.fields}
