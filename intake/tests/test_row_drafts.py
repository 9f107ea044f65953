"""A page with rows is one form: whichever button is pressed, all that was typed is kept."""

from __future__ import annotations

import re

import pytest

from intake.models import Allergy, Health, Medicine, TreatmentLine
from intake.steps import STEPS
from intake.tests.filling import fill_in, sent_by, step_url

LINE = {"name": "Warfarin", "dose": "5 mg"}
BELOW = {"blood_thinner": "yes", "blood_thinner_name": "Warfarin"}


@pytest.fixture
def medicines(client, wen, case) -> str:
    client.force_login(wen)
    return step_url(case, "medicines")


def test_typed_answers_come_back_after_an_ended_session(client, wen, case, medicines):
    sent = sent_by(client.get(medicines)) | LINE | BELOW | {"do": "answers"}

    client.logout()
    client.post(medicines, sent)
    client.force_login(wen)
    page = client.get(medicines)

    back = sent_by(page)
    assert {name: back[name] for name in LINE | BELOW} == {
        name: [value] for name, value in (LINE | BELOW).items()
    }
    assert "not saved yet" in page.text


@pytest.mark.parametrize("deed", ["add", "answers", "later"])
def test_line_and_questions_are_both_kept_by_every_button(
    client, case, medicines, deed
):
    answer = fill_in(client, medicines, **LINE, **BELOW, do=deed)

    line, health = Medicine.objects.get(), Health.objects.get()
    assert (line.name, line.dose) == ("Warfarin", "5 mg")
    assert (health.blood_thinner, health.blood_thinner_name) == ("yes", "Warfarin")
    assert answer.status_code == 302
    assert answer.url.endswith("#listed") is (deed == "add")


def test_what_is_wrong_below_is_told_and_the_line_kept(client, case, medicines):
    answer = fill_in(client, medicines, **LINE, blood_thinner="perhaps", do="answers")

    assert (answer.status_code, Medicine.objects.get().name) == (422, "Warfarin")
    assert list(answer.context["form"].errors) == ["blood_thinner"]


def test_what_is_wrong_in_the_line_is_told_and_the_questions_kept(
    client, case, medicines
):
    wrong = {"since_year": "99", "name": ""}
    answer = fill_in(client, medicines, **wrong, **BELOW, do="answers")

    assert (answer.status_code, Health.objects.get().blood_thinner) == (422, "yes")
    assert "since" in answer.context["form"].errors
    assert sent_by(answer)["since_year"] == ["99"]


def test_there_is_none_is_not_said_beside_a_begun_line(client, case, medicines):
    answer = fill_in(client, medicines, **LINE, do="none")

    assert answer.status_code == 422
    assert "A line is begun below: save it, or empty it first" in answer.text
    assert sent_by(answer)["name"] == ["Warfarin"]
    assert not Health.objects.filter(no_medicines=True).exists()


@pytest.mark.parametrize(
    ("slug", "typed", "model"),
    [
        ("treatments", {"name": "Lobectomy"}, TreatmentLine),
        ("allergies", {"substance": "Latex"}, Allergy),  # no questions below
    ],
)
@pytest.mark.parametrize("deed", ["answers", "later"])
def test_a_line_is_kept_by_going_on(client, wen, case, slug, typed, model, deed):
    client.force_login(wen)

    answer = fill_in(client, step_url(case, slug), **typed, do=deed)

    (name,) = typed
    assert answer.status_code == 302
    assert getattr(model.objects.get(), name) == typed[name]


@pytest.mark.parametrize("slug", [step.slug for step in STEPS if step.rows])
def test_a_page_nobody_wrote_on_adds_no_line(client, wen, case, slug):
    client.force_login(wen)
    page = step_url(case, slug)

    answer = fill_in(client, page, do="answers")

    assert (answer.status_code, client.get(page).context["rows"]) == (302, [])


def test_enter_at_a_question_below_keeps_it_and_asks_for_no_line(client, medicines):
    answer = fill_in(client, medicines, blood_thinner="yes", do="add")

    assert (answer.status_code, answer.url) == (302, medicines)
    assert Health.objects.get().blood_thinner == "yes"


@pytest.mark.parametrize("slug", ["medicines", "allergies"])
def test_the_first_button_of_the_form_adds_the_line(client, wen, case, slug):
    """It is what the Enter key presses, wherever a button of the form stands."""
    client.force_login(wen)

    page = client.get(step_url(case, slug)).text

    buttons = re.findall(r'<button[^>]*name="do" value="(\w+)"', page)
    assert buttons[0] == "add"
    assert {"none", "answers"} <= set(buttons)
