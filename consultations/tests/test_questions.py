"""The list of questions: adding and ordering."""

from __future__ import annotations

import uuid
from functools import partial

import pytest

from conftest import at_once, signed_in
from consultations import access, bank, questions
from consultations.models import Question
from consultations.tests.questions_make import (
    add_many,
    listed,
    own,
    url,
)


# --- Adding ----------------------------------------------------------------------------
def test_question_list_keeps_a_question_in_own_words(client, wen, case):
    client.force_login(wen)

    response = client.post(url(case), own("Можно ли оперировать?"))

    question = Question.objects.get()
    assert response.status_code == 302
    assert (question.text, question.who, question.added_by) == (
        "Можно ли оперировать?",
        "patient",
        wen,
    )
    assert (question.code, question.language) == ("", "")


def test_question_list_adds_a_question_of_the_bank(client, wen, case):
    client.force_login(wen)

    client.post(url(case), {"do": "add:SUR-01"})

    question = Question.objects.get()
    assert (question.code, question.text) == ("SUR-01", bank.get("SUR-01").text["en"])


@pytest.mark.parametrize("code", ["XXX-01", "COM-06", "", "SUR-01'--"])
def test_question_list_adds_nothing_for_a_strange_code(client, wen, case, code):
    client.force_login(wen)

    response = client.post(url(case), {"do": f"add:{code}"})

    assert response.status_code == 302
    assert Question.objects.count() == 0


def test_question_list_same_form_twice_adds_once(client, wen, case):
    client.force_login(wen)
    form = own(form_key=str(uuid.uuid4()))

    client.post(url(case), form)
    client.post(url(case), form | {"text": "What now, then?"})

    assert listed(case) == ["What now?"]


def test_question_list_same_words_twice_are_one_question(client, wen, case):
    client.force_login(wen)

    client.post(url(case), own("What now?"))
    client.post(url(case), own("  what NOW "))

    assert listed(case) == ["What now?"]


def test_question_list_same_idea_twice_is_one_question(client, wen, case):
    client.force_login(wen)

    client.post(url(case), {"do": "add:SUR-01"})
    client.post(url(case), {"do": "add:SUR-01"})

    assert Question.objects.count() == 1


@pytest.mark.parametrize(
    ("form", "says"),
    [
        (own(""), "Write your question"),
        (own("   "), "Write your question"),
        (own("x" * 10_000), "Use up to 1000 characters"),
        (own(who="nobody"), "Choose who asks this"),
    ],
)
def test_question_list_wrong_input_changes_nothing_and_says_why(
    client, wen, case, form, says
):
    client.force_login(wen)

    response = client.post(url(case), form)

    assert response.status_code == 422
    assert says in response.text
    assert form["text"].strip() in response.text
    assert Question.objects.count() == 0


def test_question_list_shows_markup_as_text(client, wen, case):
    client.force_login(wen)

    client.post(url(case), own("<b>bold\x00</b> \u202e?"))
    page = client.get(url(case)).text

    assert "&lt;b&gt;bold&lt;/b&gt;" in page
    assert "<b>bold" not in page


def test_other_topic_keeps_what_was_half_written(client, wen, case):
    client.force_login(wen)

    there = client.post(url(case), {"do": "topic:QOL", "text": "What about"})
    page = client.get(there.headers["Location"]).text

    assert there.headers["Location"] == url(case) + "?about=QOL#ideas"
    assert "What about</textarea>" in page


@pytest.mark.parametrize("topic", ["<b>", "../x", "QOLQOL", ""])
def test_strange_topic_shows_the_ideas_for_the_situation(client, wen, case, topic):
    client.force_login(wen)

    there = client.post(url(case), {"do": f"topic:{topic}"})

    assert there.headers["Location"] == url(case) + "#ideas"


def test_question_list_keeps_what_was_half_written(client, wen, case):
    client.force_login(wen)

    client.post(url(case), {"do": "add:SUR-01", "text": "I began to wr"})

    assert "I began to wr</textarea>" in client.get(url(case)).text


# --- Order -----------------------------------------------------------------------------
def test_first_five_are_asked_first_and_the_rest_later(wen, case):
    made = add_many(case, wen, 7)

    assert [question.is_first for question in made] == [True] * 5 + [False] * 2


def test_move_up_swaps_with_the_one_above(client, wen, case):
    one, two, _three = add_many(case, wen, 3)
    client.force_login(wen)

    client.post(url(case), {"do": f"up:{two.pk}:2"})

    assert listed(case) == [two.text, one.text, "Question number 3"]


def test_move_pressed_twice_moves_once(client, wen, case):
    add_many(case, wen, 2)
    three = questions.add_own(case, "Third", who="both", form_key=None, by=wen)
    client.force_login(wen)

    client.post(url(case), {"do": f"up:{three.pk}:3"})
    client.post(url(case), {"do": f"up:{three.pk}:3"})

    assert listed(case)[1] == "Third"


@pytest.mark.parametrize(
    "deed",
    [
        "up:{pk}:1",
        "down:{pk}:9",
        "up:{pk}:x",
        "up:{pk}:" + "9" * 50,
        "up:{pk}",
        "up:not-a-uuid:2",
        "up",
        "nothing:{pk}",
        "first:",
        "remove:1",
        "back:80ff9e38-8699-4be0-8d2e-be25ba7f50b6",
        "",
    ],
)
def test_move_with_strange_values_changes_nothing(client, wen, case, deed):
    one, _two = add_many(case, wen, 2)
    client.force_login(wen)

    response = client.post(url(case), {"do": deed.format(pk=one.pk)})

    assert response.status_code == 302
    assert listed(case) == ["Question number 1", "Question number 2"]


def test_move_does_not_cross_the_border_between_the_lists(client, wen, case):
    made = add_many(case, wen, 6)
    client.force_login(wen)

    client.post(url(case), {"do": f"up:{made[5].pk}:6"})

    assert listed(case)[5] == "Question number 6"


def test_ask_first_is_refused_kindly_when_five_are_first(client, wen, case):
    made = add_many(case, wen, 6)
    client.force_login(wen)

    page = client.post(url(case), {"do": f"first:{made[5].pk}"}, follow=True)

    made[5].refresh_from_db()
    assert not made[5].is_first
    assert "5 questions are first already" in page.text


def test_ask_later_and_first_again(client, wen, case):
    made = add_many(case, wen, 6)
    client.force_login(wen)

    client.post(url(case), {"do": f"later:{made[0].pk}"})
    client.post(url(case), {"do": f"first:{made[5].pk}"})

    numbers = [text[-1] for text in listed(case)]
    first = Question.objects.filter(is_first=True).count()
    assert (numbers, first) == (["2", "3", "4", "5", "6", "1"], 5)


def test_removed_question_can_be_taken_back(client, wen, case):
    one, two = add_many(case, wen, 2)
    client.force_login(wen)

    client.post(url(case), {"do": f"remove:{one.pk}"})
    client.post(url(case), {"do": f"remove:{one.pk}"})
    without = listed(case)
    client.post(url(case), {"do": f"back:{one.pk}"})
    client.post(url(case), {"do": f"back:{one.pk}"})

    assert without == [two.text]
    assert listed(case) == [two.text, one.text]


def test_positions_stay_whole_after_any_deeds(wen, case):
    made = add_many(case, wen, 7)
    questions.remove(case, made[2].pk, by=wen)
    questions.ask_later(case, made[0].pk, by=wen)
    questions.take_back(case, made[2].pk, by=wen)
    questions.move(case, made[4].pk, -1, seen_at=3, by=wen)

    asked = access.newest_request(case)
    places = [question.position for question in access.questions_of(asked)]
    assert places == list(range(7))


@pytest.mark.django_db(transaction=True)
def test_people_who_move_at_once_never_break_the_list(case, wen):
    made = add_many(case, wen, 6)
    deeds = [
        f"up:{made[1].pk}:2",
        f"down:{made[0].pk}:1",
        f"later:{made[2].pk}",
        f"first:{made[5].pk}",
        f"remove:{made[3].pk}",
        "add:SUR-01",
    ]

    presses = [partial(signed_in(wen).post, url(case), {"do": deed}) for deed in deeds]

    answers = at_once(*presses)

    asked = access.newest_request(case)
    whole = list(access.questions_of(asked))
    assert [answer.status_code for answer in answers] == [302] * 6
    assert [question.position for question in whole] == list(range(6))
    assert sum(question.is_first for question in whole) <= 5
