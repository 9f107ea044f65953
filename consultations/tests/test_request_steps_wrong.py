"""The pages of the request: wrong input is told, and odd input is kept as it is."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from consultations.models import ConsultationRequest
from consultations.tests.request_pages import day, url

pytestmark = pytest.mark.usefixtures("november")


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
