"""The pages of the request: each saves alone, nothing typed is lost, and who may."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.urls import reverse
from django.utils import timezone

from conftest import at_once, signed_in
from consultations import steps
from consultations.drafts import draft_of
from consultations.models import ConsultationRequest
from consultations.tests.request_pages import KEPT, PAGES, SLUGS, url
from intake.models import AnswerChange, CaseMember

pytestmark = pytest.mark.usefixtures("november")


def test_pages_here_are_all_pages():
    assert [step.slug for step in steps.STEPS] == SLUGS


# --- Saving ----------------------------------------------------------------------------
@pytest.mark.parametrize("slug", SLUGS)
def test_page_saves_its_answers_and_goes_on(client, wen, case, slug):
    client.force_login(wen)

    response = client.post(url(case, slug), PAGES[slug])

    asked = ConsultationRequest.objects.get()
    then = steps.next_slug(slug)
    assert response.status_code == 302
    assert then in response.url
    assert {name: getattr(asked, name) for name in KEPT[slug]} == KEPT[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_page_shows_what_was_saved(client, wen, case, slug):
    client.force_login(wen)
    client.post(url(case, slug), PAGES[slug])

    page = client.get(url(case, slug)).text

    typed = [value for value in PAGES[slug].values() if isinstance(value, str)]
    assert [text for text in typed if text and text not in page] == []
    assert ("checked" in page or "selected" in page) or slug in {
        "plan",
        "main-question",
    }


@pytest.mark.parametrize("slug", SLUGS)
def test_page_sent_twice_changes_once(client, wen, case, slug):
    client.force_login(wen)

    client.post(url(case, slug), PAGES[slug])
    before = ConsultationRequest.objects.get()
    client.post(url(case, slug), PAGES[slug])

    after = ConsultationRequest.objects.get()
    assert (after.revision, after.changed_at) == (1, before.changed_at)


@pytest.mark.parametrize("slug", SLUGS)
def test_empty_page_deletes_nothing(client, wen, case, slug):
    client.force_login(wen)
    client.post(url(case, slug), PAGES[slug])

    response = client.post(url(case, slug), {})

    asked = ConsultationRequest.objects.get()
    assert response.status_code == 302
    assert {name: getattr(asked, name) for name in KEPT[slug]} == KEPT[slug]


@pytest.mark.parametrize("slug", SLUGS)
def test_empty_page_of_a_new_folder_makes_nothing(client, wen, case, slug):
    client.force_login(wen)

    page = client.get(url(case, slug))
    response = client.post(url(case, slug), {})

    assert (page.status_code, response.status_code) == (200, 302)
    assert ConsultationRequest.objects.count() == 0


@pytest.mark.parametrize(
    ("slug", "away"), [("main-question", "main_question"), ("what-matters",) * 2]
)
def test_answer_can_be_taken_away_on_purpose(client, wen, case, slug, away):
    client.force_login(wen)
    name = away.replace("-", "_")
    client.post(url(case, slug), PAGES[slug])

    client.post(url(case, slug), PAGES[slug] | {"away": name})

    asked = ConsultationRequest.objects.get()
    before = AnswerChange.objects.filter(field=name).last().before
    assert getattr(asked, name) in ("", [])
    assert before == KEPT[slug][name]


def test_page_notes_who_answered_and_what_stood_before(client, wen, ana, case):
    client.force_login(wen)
    client.post(url(case, "main-question"), {"main_question": "First"})
    client.force_login(ana)
    client.post(url(case, "main-question"), {"main_question": "Second"})

    changes = [(c.field, c.before, c.by) for c in AnswerChange.objects.all()]
    assert changes == [("main_question", None, wen), ("main_question", "First", ana)]


def test_page_from_the_check_page_leads_back_there(client, wen, case):
    client.force_login(wen)

    response = client.post(url(case, "after"), PAGES["after"] | {"back": "check"})

    assert response.url == reverse("consultations:request_check", args=[case.pk])


def test_page_saved_for_later_leads_to_the_folder(client, wen, case):
    client.force_login(wen)

    response = client.post(url(case, "after"), PAGES["after"] | {"later": ""})

    assert response.url == reverse("portal:folder_detail", args=[case.pk])
    assert ConsultationRequest.objects.get().after_opinion == "advice"


def test_request_start_leads_to_what_sending_needs_first(client, wen, case):
    client.force_login(wen)
    start = reverse("consultations:request_start", args=[case.pk])
    first = client.get(start).url
    client.post(url(case, "why"), PAGES["why"])

    second = client.get(start).url

    assert (first, second) == (url(case, "why"), url(case, "plan"))


# --- Two people ---------------------------------------------------------------------------
def test_page_changed_by_somebody_else_asks_once_more(client, wen, ana, case):
    client.force_login(wen)
    page = client.get(url(case, "main-question"))
    seen = page.context["form"].revision
    client.force_login(ana)
    client.post(url(case, "main-question"), {"main_question": "By Ana"})
    client.force_login(wen)
    mine = {"main_question": "By Wen", "revision": seen}

    told = client.post(url(case, "main-question"), mine)
    kept_first = ConsultationRequest.objects.get().main_question
    again = mine | {"revision": told.context["form"].revision}
    client.post(url(case, "main-question"), again)

    assert told.status_code == 409
    assert "Somebody answered this page meanwhile" in told.text
    assert "By Wen" in told.text
    assert kept_first == "By Ana"
    assert ConsultationRequest.objects.get().main_question == "By Wen"


def test_two_pages_at_once_do_not_disturb_each_other(client, wen, case):
    client.force_login(wen)
    seen = client.get(url(case, "after")).context["form"].revision
    client.post(url(case, "main-question"), PAGES["main-question"])

    response = client.post(url(case, "after"), PAGES["after"] | {"revision": seen})

    assert response.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_first_save_of_several_people_makes_one_draft(case, wen):
    saves = [
        partial(signed_in(wen).post, url(case, slug), PAGES[slug]) for slug in SLUGS[:4]
    ]

    answers = at_once(*saves)

    asked = ConsultationRequest.objects.get()
    assert [answer.status_code for answer in answers] == [302] * 4
    assert asked.revision == 4


# --- Who may --------------------------------------------------------------------------------
@pytest.mark.parametrize("slug", SLUGS)
def test_page_of_a_stranger_is_not_found(client, bo, case, slug):
    client.force_login(bo)

    assert client.get(url(case, slug)).status_code == 404
    assert client.post(url(case, slug), PAGES[slug]).status_code == 404
    assert ConsultationRequest.objects.count() == 0


def test_page_nobody_knows_is_not_found(client, wen, case):
    client.force_login(wen)

    assert client.get(url(case, "nonsense")).status_code == 404


def test_caregiver_without_the_right_only_reads(client, wen, ana, case):
    client.force_login(wen)
    client.post(url(case, "main-question"), PAGES["main-question"])
    CaseMember.objects.filter(user=ana).update(may_answer=False)
    client.force_login(ana)

    page = client.get(url(case, "main-question"))
    response = client.post(url(case, "main-question"), {"main_question": "Mine"})

    assert "Can it be removed?" in page.text
    assert "<textarea" not in page.text
    assert response.status_code == 403


def test_caregiver_who_may_not_see_does_not_read_answers(client, wen, ana, case):
    client.force_login(wen)
    client.post(url(case, "main-question"), PAGES["main-question"])
    CaseMember.objects.filter(user=ana).update(may_see=False)
    client.force_login(ana)

    assert client.get(url(case, "main-question")).status_code == 403
    assert client.post(url(case, "main-question"), {}).status_code == 403


@pytest.mark.parametrize("slug", SLUGS)
def test_pages_are_read_only_after_sending(client, wen, case, slug):
    client.force_login(wen)
    client.post(url(case, slug), PAGES[slug])
    draft_of(case, by=wen).move_to("submitted", by=wen)

    page = client.get(url(case, slug))
    response = client.post(url(case, slug), {"main_question": "New"})

    assert page.status_code == 200
    assert "This was sent and stays as it is" in page.text
    assert "<textarea" not in page.text
    assert response.status_code == 403


@pytest.mark.parametrize("slug", SLUGS)
def test_page_costs_few_queries(client, wen, case, slug, django_assert_max_num_queries):
    client.force_login(wen)
    client.post(url(case, slug), PAGES[slug])

    with django_assert_max_num_queries(6):
        client.get(url(case, slug))


def test_save_costs_few_queries(client, wen, case, django_assert_max_num_queries):
    client.force_login(wen)
    client.post(url(case, "why"), PAGES["why"])

    with django_assert_max_num_queries(30) as used:
        client.post(url(case, "after"), PAGES["after"])

    asked = [q for q in used.captured_queries if "SAVEPOINT" not in q["sql"]]
    assert len(asked) <= 14


# --- What sending needs -----------------------------------------------------------------------
def test_steps_say_what_sending_needs():
    lacking = [step.slug for step in steps.STEPS if step.lacks(ConsultationRequest())]

    assert lacking == ["why", "plan", "main-question", "decide-by", "after"]


def test_steps_ask_for_a_new_date_when_it_has_passed():
    asked = ConsultationRequest(
        decide_by_certainty="exact",
        decide_by=timezone.localdate() - timedelta(days=1),
        decide_by_reason="surgery",
    )

    assert "has passed" in str(steps.BY_SLUG["decide-by"].lacks(asked))
