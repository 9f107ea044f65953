"""The pages of the request: each saves alone, nothing typed is lost, wrong input is told."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from conftest import at_once, signed_in
from consultations import steps
from consultations.drafts import draft_of
from consultations.models import ConsultationRequest
from intake.models import AnswerChange, CaseMember

NOW = "2026-11-22T09:00:00+00:00"
PAGES = {
    "why": {"reasons": ["plan", "rare"], "reason_other": "Мы спорим"},
    "plan": {"proposed_plan": "Surgery in May"},
    "main-question": {"main_question": "Can it be removed?"},
    "decide-by": {
        "decide_by_certainty": "about",
        "decide_by_day": "6",
        "decide_by_month": "12",
        "decide_by_year": "2026",
        "decide_by_reason": "surgery",
        "decide_by_note": "or a day later",
    },
    "deciding": {"decision_role": "family", "leaning": "no operation"},
    "what-matters": {"first": "home", "second": "cure", "fifth": "work"},
    "after": {"after_opinion": "advice"},
    "doctors": {"disciplines": ["surgery", "tcm"]},
    "video": {"video": "interpreter"},
    "practical": {"travel_limits": "visa", "dates_unavailable": "", "budget": "some"},
}
KEPT = {
    "why": {"reasons": ["plan", "rare"], "reason_other": "Мы спорим"},
    "plan": {"proposed_plan": "Surgery in May", "no_plan_yet": False},
    "main-question": {"main_question": "Can it be removed?"},
    "decide-by": {
        "decide_by_certainty": "about",
        "decide_by": date(2026, 12, 6),
        "decide_by_reason": "surgery",
        "decide_by_note": "or a day later",
    },
    "deciding": {"decision_role": "family", "leaning": "no operation"},
    "what-matters": {"what_matters": ["home", "cure", "work"]},
    "after": {"after_opinion": "advice"},
    "doctors": {"disciplines": ["surgery", "tcm"]},
    "video": {"video": "interpreter"},
    "practical": {"travel_limits": "visa", "budget": "some"},
}
SLUGS = list(PAGES)


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW):
        yield


def url(case, slug) -> str:
    return reverse("consultations:request_step", args=[case.pk, slug])


def day(text: str, **more) -> dict:
    """The decide-by page with a date as "6 12 2026"."""
    boxes = zip(("day", "month", "year"), text.split(" "), strict=False)
    dated = {f"decide_by_{name}": part for name, part in boxes}
    return {"decide_by_certainty": "exact", **dated, **more}


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


# --- Wrong input -----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("slug", "form", "says"),
    [
        ("main-question", {"main_question": "x" * 301}, "Use up to 300 characters"),
        ("main-question", {"main_question": "x" * 10_000}, "Use up to 300 characters"),
        ("plan", {"proposed_plan": "x" * 10_000}, "Use up to 4000 characters"),
        ("why", {"reasons": ["nonsense"]}, "Choose from the answers"),
        ("after", {"after_opinion": "nonsense"}, "Choose one of the answers"),
        ("video", {"video": "\x00"}, "Choose one of the answers"),
        ("what-matters", {"first": "nonsense"}, "Choose from the list"),
        (
            "what-matters",
            {"first": "work", "third": "work"},
            "“Work” stands in 2 places",
        ),
        ("decide-by", day("21 11 2026"), "This date has passed"),
        ("decide-by", day("1 1 2999"), "Enter a year from"),
        ("decide-by", day("1 1 0001"), "Enter a year from"),
        ("decide-by", day("1 1 2035"), "more than 5 years away"),
        ("decide-by", day("31 2 2027"), "does not have that day"),
        ("decide-by", day("6 12 26"), "Enter the year as 4 numbers"),
        ("decide-by", day("6  2026"), "Choose the month"),
        ("decide-by", day("-6 12 2026"), "Enter the day as a number"),
        ("decide-by", day("6.5 12 2026"), "Enter the day as a number"),
        ("decide-by", day("½ 12 2026"), "Enter the day as a number"),
        ("decide-by", day("\x00 12 2026"), "Enter the day"),
        ("decide-by", day("x" * 10_000 + " 12 2026"), "Enter the day as a number"),
        (
            "decide-by",
            day("", decide_by_certainty="about"),
            "Enter the date, or choose",
        ),
    ],
)
def test_wrong_input_changes_nothing_and_says_what_to_do(
    client, wen, case, slug, form, says
):
    client.force_login(wen)

    response = client.post(url(case, slug), form)

    wrong = set(response.context["form"].errors)
    asked = ConsultationRequest.objects.first() or ConsultationRequest()
    kept = {name: getattr(asked, name) for name in wrong if hasattr(asked, name)}
    assert response.status_code == 422
    assert says in response.text
    assert [value for value in kept.values() if value] == []
    assert asked.what_matters == []


def test_wrong_date_keeps_everything_else_on_the_page(client, wen, case):
    client.force_login(wen)
    form = day("6 12 26", decide_by_reason="worse", decide_by_note="Mama is weak")

    page = client.post(url(case, "decide-by"), form).text

    assert 'value="26"' in page
    assert "Mama is weak" in page


@pytest.mark.parametrize("digits", ["٦ 12 ٢٠٢٦", "６ 12 ２０２６", "06 12 2026"])
def test_date_may_be_typed_in_any_digits(client, wen, case, digits):
    client.force_login(wen)

    client.post(url(case, "decide-by"), day(digits))

    assert ConsultationRequest.objects.get().decide_by == date(2026, 12, 6)


def test_date_of_today_is_all_right(client, wen, case):
    client.force_login(wen)

    client.post(url(case, "decide-by"), day("22 11 2026"))

    assert ConsultationRequest.objects.get().decide_by == timezone.localdate()


def test_date_left_behind_when_there_is_none_is_ignored(client, wen, case):
    client.force_login(wen)

    client.post(
        url(case, "decide-by"), day("1 1 2001", decide_by_certainty="not_known")
    )

    asked = ConsultationRequest.objects.get()
    assert (asked.decide_by_certainty, asked.decide_by) == ("not_known", None)


def test_markup_and_unseen_signs_are_kept_as_text(client, wen, case):
    client.force_login(wen)
    typed = "<script>alert(1)</script>\x00 \u202e 🙂"

    client.post(url(case, "main-question"), {"main_question": typed})
    page = client.get(url(case, "main-question")).text

    asked = ConsultationRequest.objects.get()
    assert asked.main_question == typed.replace("\x00", "")
    assert "<script>alert" not in page


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

    with django_assert_max_num_queries(5):
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
