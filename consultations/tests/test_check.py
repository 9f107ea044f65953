"""The check page: every answer, who gave it, what is missing, and that nothing is sent."""

from __future__ import annotations

import re
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from consultations import questions
from consultations.models import ConsultationRequest
from consultations.services import send_folder
from consultations.tests.make import add_record
from intake.models import AnswerChange, CaseMember, Diagnosis, Medicine
from intake.steps import BY_SLUG
from intake.tests.filling import fill_in, send, step_url
from records.models import ChecklistAnswer


def url(case, name="request_check") -> str:
    return reverse(f"consultations:{name}", args=[case.pk])


def test_check_shows_every_answer_in_words(client, wen, case, ready):
    ready.what_matters = ["home", "cure"]
    ready.decide_by = timezone.localdate() + timedelta(days=20)
    ready.decide_by_certainty = "about"
    ready.save()
    Medicine.objects.create(case=case, name="Amlodipine", dose="5 mg")
    client.force_login(wen)

    page = client.get(url(case)).text

    words = [
        "Wen Li",
        "Adenocarcinoma",
        "Lung",
        "Stage III (3)",
        "No treatment yet",
        "Amlodipine",
        "5 mg",
        "I do not understand the plan",
        "Chemotherapy with radiotherapy",
        "Can it be taken out?",
        "20 days from today",
        "1. Being at home",
        "2. Hope of cure",
        "2 records",
        "1. What are the steps of the proposed plan",
    ]
    assert [text for text in words if text not in page] == []


def test_check_counts_the_records_as_the_receipt_does(client, wen, case, ready):
    add_record(case, "other", wen)
    client.force_login(wen)
    assert "3 records" in client.get(url(case)).text

    send_folder(case, by=wen)

    assert "3 records, 3 files" in client.get(url(case, "request_receipt")).text


def test_check_says_that_nothing_was_sent(client, wen, case, ready):
    client.force_login(wen)

    page = client.get(url(case)).text

    assert "Nothing has been sent yet." in page
    assert "<strong>Not sent.</strong>" in page
    assert "This service is not for emergencies" in page


def test_check_of_a_whole_folder_leads_on_to_sending(client, wen, case, ready):
    client.force_login(wen)

    page = client.get(url(case)).text

    assert 'id="gaps"' not in page
    assert f'href="{url(case, "request_send")}"' in page


def test_check_of_an_empty_folder_lists_what_is_needed(client, wen, case):
    client.force_login(wen)

    page = client.get(url(case))

    assert page.status_code == 200
    assert 'id="gaps"' in page.text
    assert f'href="{url(case, "request_send")}"' not in page.text
    assert ConsultationRequest.objects.count() == 0


def test_every_gap_has_a_link_to_where_it_is_filled(client, wen, case):
    client.force_login(wen)

    gaps = client.get(url(case)).context["gaps"]

    assert len(gaps) > 20
    assert [gap.code for gap in gaps if not gap.href.startswith("/folders/")] == []
    assert len({gap.href.partition("?")[0] for gap in gaps}) > 12
    assert {client.get(gap.href.partition("#")[0]).status_code for gap in gaps} == {200}


def test_every_row_can_be_changed_and_says_what_is_changed(client, wen, case, ready):
    client.force_login(wen)

    page = client.get(url(case))

    rows = [row for group in page.context["groups"] for row in group.rows]
    hidden = re.findall(
        r'<span class="visually-hidden">: ([^<]+)</span></a></dd>', page.text
    )
    assert len(rows) == len(hidden)
    assert [row.label for row in rows if not row.href] == []


def test_check_says_who_answered_when_a_caregiver_did(client, wen, ana, case, ready):
    client.force_login(ana)
    address = reverse("consultations:request_step", args=[case.pk, "main-question"])
    client.post(address, {"main_question": "Is there hope?"})
    AnswerChange.objects.create(case=case, section="diagnosis", field="stage", by=ana)
    AnswerChange.objects.create(case=case, section="diagnosis", field="tnm", by=wen)
    client.force_login(wen)

    groups = client.get(url(case)).context["groups"]

    by = {str(r.label): r.by for g in groups for r in g.rows if r.by}
    assert sorted(by.values()) == ["Ana", "Ana"]
    assert by["Your main question"] == "Ana"


def test_check_says_in_meaning_what_is_missing(client, wen, case, ready):
    client.force_login(wen)
    before = client.get(url(case)).text
    add_record(case, "imaging_files", wen)

    after = client.get(url(case))

    can = [str(one.what) for one in after.context["can_judge"]]
    assert "The team cannot judge yet" in before
    assert "the scans, with their own eyes" in before
    assert "the scans, with their own eyes" in can


def test_check_warns_when_the_opinion_may_come_too_late(client, wen, case, ready):
    ready.decide_by = timezone.localdate() + timedelta(days=3)
    ready.decide_by_certainty = "exact"
    ready.save()
    client.force_login(wen)

    assert "Talk to your doctor today." in client.get(url(case)).text


def test_check_of_a_stranger_is_not_found(client, bo, case, ready):
    client.force_login(bo)

    assert client.get(url(case)).status_code == 404


def test_check_of_a_caregiver_who_may_not_see_is_refused(client, ana, case, ready):
    CaseMember.objects.filter(user=ana).update(may_see=False)
    client.force_login(ana)

    assert client.get(url(case)).status_code == 403
    assert client.get(url(case, "request_send")).status_code == 403


def test_check_is_only_read(client, wen, case, ready):
    client.force_login(wen)

    assert client.post(url(case)).status_code == 405


def test_check_after_sending_says_what_stays_and_what_can_be_corrected(
    client, wen, case, ready
):
    ready.move_to("submitted", by=wen)
    client.force_login(wen)

    page = client.get(url(case)).text

    assert (
        "Your request, your questions and what you agreed to stay as you sent them. "
        "You can still correct answers about the illness" in page
    )
    assert reverse("intake:step_edit", args=[case.pk, "medicines"]) in page
    assert reverse("consultations:request_step", args=[case.pk, "why"]) not in page
    assert "Changed after sending" not in page


def medicine(client, case, *, row="", **answers) -> None:
    """Writes one medicine on its page, as a person does."""
    address = reverse("intake:step_edit", args=[case.pk, "medicines"])
    client.post(f"{address}{row}", {"do": "add", **answers})


def test_check_marks_what_changed_after_sending(client, wen, case, ready):
    client.force_login(wen)
    medicine(client, case, name="Amlodipine", form_key="a")
    medicine(client, case, name="Metformin", form_key="b")
    ready.move_to("submitted", by=wen)
    changed, gone = Medicine.objects.filter(case=case).order_by("name")

    medicine(client, case, row=f"{changed.pk}/", name="Amlodipine", dose="10 mg")
    medicine(client, case, row=f"{gone.pk}/remove/")

    page = client.get(url(case)).text
    today = date_format(timezone.localdate())
    marked = re.findall(
        r"<dt>([^<]*)</dt><dd>(?:(?!</dd>).)*Changed after sending, ([^<]*)<", page
    )
    assert marked == [("Amlodipine", today), ("Medicines", today)]
    assert "An answer that was sent here was taken away" in page


def test_check_shows_markup_as_text(client, wen, case, ready):
    Diagnosis.objects.filter(case=case).update(as_written="<b>bold</b>")
    client.force_login(wen)

    page = client.get(url(case)).text

    assert "&lt;b&gt;bold&lt;/b&gt;" in page


def test_check_costs_the_same_however_much_there_is(
    client, wen, case, ready, django_assert_max_num_queries
):
    for number in range(20):
        add_record(case, "lab_results", wen)
        Medicine.objects.create(case=case, name=f"Medicine {number}")
        questions.add_own(case, f"Question {number}", who="both", form_key=None, by=wen)
    client.force_login(wen)
    client.get(url(case))

    with django_assert_max_num_queries(30):
        client.get(url(case))


def test_receipt_of_a_request_taken_back_says_so(client, wen, case, ready):
    send_folder(case, by=wen)
    client.force_login(wen)
    before = client.get(url(case, "request_receipt")).text
    client.post(url(case, "request_withdraw"), {"reason": ""})

    page = client.get(url(case, "request_receipt")).text

    assert "The written opinion comes back to this folder." in before
    assert "The written opinion comes back to this folder." not in page
    assert "Nobody works on it" in page


# --- There and back ------------------------------------------------------------------------


def hrefs(client, case, *codes: str) -> list[str]:
    """Where the change links of these groups lead; of all groups when none is named."""
    groups = client.get(url(case)).context["groups"]
    rows = [row for g in groups if not codes or g.code in codes for row in g.rows]
    return list(dict.fromkeys(row.href for row in rows))


def test_pages_of_the_story_lead_back_to_the_check_page(client, wen, case, ready):
    Medicine.objects.create(case=case, name="Amlodipine")
    client.force_login(wen)
    pages = hrefs(client, case, "person", "cancer", "treatment", "health")

    assert len(pages) > 12
    for page in pages:
        opened = client.get(page)
        saved = send(client, page, opened, do="answers")

        assert f'class="sl-back" href="{url(case)}"' in opened.text, page
        assert "Save and go back" in opened.text, page
        assert "Save and come back later" not in opened.text, page
        assert saved.url == url(case), page


def test_story_opened_from_the_folder_goes_on_as_before(client, wen, case, ready):
    client.force_login(wen)
    page = step_url(case, "name")

    opened, saved = client.get(page), fill_in(client, page)

    assert "Save and continue" in opened.text
    assert saved.url == step_url(case, "birth")


def test_every_change_link_shows_the_way_back(client, wen, case, ready):
    client.force_login(wen)
    pages = [p for p in hrefs(client, case) if p != url_of_records(case)]

    back = f'class="sl-back" href="{url(case)}"'
    assert [page for page in pages if back not in client.get(page).text] == []


def url_of_records(case) -> str:
    """All records are seen there, and nothing is changed."""
    return reverse("records:record_list", args=[case.pk])


def test_a_line_changed_from_the_check_page_leads_back_over_its_list(
    client, wen, case, ready
):
    medicine = Medicine.objects.create(case=case, name="Amlodipine")
    client.force_login(wen)
    page = f"{step_url(case, 'medicines')}?back=check"
    row = f"{BY_SLUG['medicines'].url(case)}{medicine.pk}/?back=check"

    listed = client.get(page).text
    changed = fill_in(client, row, dose="5 mg")
    added = fill_in(client, page, name="Aspirin", do="add")

    assert f'href="{row}"' in listed
    assert changed.url == page
    assert added.url == f"{page}#listed"


def test_reason_for_a_missing_record_leads_back_to_the_check_page(
    client, wen, case, ready
):
    client.force_login(wen)
    gap = next(p for p in hrefs(client, case, "records") if "checklist" in p)

    saved = client.post(gap, {"answer": "none", "reason": "Never done"})

    assert saved.url == url(case)
    assert ChecklistAnswer.objects.filter(answer="none").count() == 1


def test_agreeing_to_all_that_is_needed_leads_back_to_the_check_page(
    client, wen, case, ready
):
    client.force_login(wen)
    [page] = hrefs(client, case, "consents")

    saved = client.post(page, {"agree_C10": "on"})
    case.consents.all().delete()
    lacking = client.post(page, {"agree_C10": "on"})

    assert saved.url == url(case)
    assert lacking.url == page


def test_questions_opened_from_the_check_page_keep_the_way_back(
    client, wen, case, ready
):
    client.force_login(wen)
    [page] = hrefs(client, case, "questions")

    shown = client.get(page).text
    topic = client.post(page, {"do": "topic:abc"})
    added = client.post(page, {"do": "own", "text": "Why?", "who": "patient"})

    assert f'action="{page}"' in shown
    assert topic.url == f"{page}&about=abc#ideas"
    assert added.url.startswith(f"{page}#q-")


def test_way_back_is_known_after_an_ended_session(client, wen, case, ready):
    client.force_login(wen)
    page = f"{step_url(case, 'name')}?back=check"
    opened = client.get(page)
    client.logout()

    response = send(client, page, opened, full_name="Wen Li Anna")

    assert response.url.startswith("/accounts/login/?next=")
    assert "name%2F%3Fback%3Dcheck&away=" in response.url
