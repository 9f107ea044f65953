"""Questions: changing one, who may, what the page says, and what it costs."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone, translation

from consultations import bank, cards, questions
from consultations.models import ConsultationRequest
from consultations.tests.make import add_record
from consultations.tests.questions_make import (
    add_many,
    edit_url,
    listed,
    own,
    send,
    url,
)
from intake import access
from intake.models import CaseMember


# --- Changing --------------------------------------------------------------------------
def test_question_edit_keeps_new_words_as_own(client, wen, case):
    question = questions.add_from_bank(case, "SUR-01", by=wen)
    client.force_login(wen)

    client.post(edit_url(question), {"text": "Is surgery best?", "who": "both"})

    question.refresh_from_db()
    assert (question.text, question.code) == ("Is surgery best?", "")


def test_question_edit_of_who_asks_leaves_a_bank_question_of_the_bank(
    client, wen, case
):
    question = questions.add_from_bank(case, "SUR-01", by=wen)
    client.force_login(wen)

    client.post(edit_url(question), {"text": question.text, "who": "caregiver"})

    question.refresh_from_db()
    assert (question.code, question.who) == ("SUR-01", "caregiver")


def test_question_edit_wrong_input_changes_nothing(client, wen, case):
    (question,) = add_many(case, wen, 1)
    client.force_login(wen)

    response = client.post(edit_url(question), {"text": "", "who": "both"})

    question.refresh_from_db()
    assert response.status_code == 422
    assert question.text == "Question number 1"


def shown(client, question) -> dict[str, str]:
    """What the page of a question holds when it is opened."""
    form = client.get(edit_url(question)).context["form"]
    return {name: form[name].value() for name in ("text", "who", "seen")}


def test_question_changed_by_two_people_is_written_over_by_nobody_unseen(
    client, wen, ana, case
):
    (question,) = add_many(case, wen, 1)
    client.force_login(ana)
    page = shown(client, question)
    questions.change(question, "Wen's words", who="both", by=wen)

    refused = client.post(edit_url(question), page | {"text": "Ana's words"})
    question.refresh_from_db()
    before = question.text
    again = refused.context["form"]
    answers = {n: again[n].value() for n in ("text", "who", "seen")}
    kept = client.post(edit_url(question), answers)

    question.refresh_from_db()
    assert (refused.status_code, before, kept.status_code) == (409, "Wen's words", 302)
    assert "Wen&#x27;s words" in refused.text
    assert "Ana&#x27;s words" in refused.text
    assert (question.text, question.added_by) == ("Ana's words", ana)


def test_question_saved_twice_or_with_the_same_words_is_no_clash(client, wen, case):
    (question,) = add_many(case, wen, 1)
    client.force_login(wen)
    page = shown(client, question) | {"text": "New words"}

    assert [client.post(edit_url(question), page).status_code for _ in "12"] == [
        302
    ] * 2


def test_question_removed_while_it_was_changed_is_back_with_the_new_words(
    client, wen, case
):
    (question,) = add_many(case, wen, 1)
    client.force_login(wen)
    page = shown(client, question) | {"text": "New words"}
    questions.remove(case, question.pk, by=wen)

    client.post(edit_url(question), page)

    assert listed(case) == ["New words"]


def test_question_of_another_folder_is_not_found(client, wen, bo, case, bos_case):
    (question,) = add_many(bos_case, bo, 1)
    client.force_login(wen)
    address = reverse("consultations:question_edit", args=[case.pk, question.pk])

    assert client.get(address).status_code == 404
    assert client.post(address, own()).status_code == 404


# --- Who may ----------------------------------------------------------------------------
def test_question_list_of_a_stranger_is_not_found(client, bo, wen, case):
    (question,) = add_many(case, wen, 1)
    client.force_login(bo)

    assert client.get(url(case)).status_code == 404
    assert client.post(url(case), own()).status_code == 404
    assert client.get(edit_url(question)).status_code == 404
    assert client.post(edit_url(question), own()).status_code == 404
    assert listed(case) == ["Question number 1"]


def test_question_list_of_a_caregiver_without_the_right_only_shows(
    client, wen, ana, case
):
    add_many(case, wen, 1)
    CaseMember.objects.filter(user=ana).update(may_question=False)
    client.force_login(ana)

    page = client.get(url(case))

    assert page.status_code == 200
    assert "Question number 1" in page.text
    assert 'name="do"' not in page.text
    assert client.post(url(case), own()).status_code == 403


def test_question_list_of_a_caregiver_who_only_uploads_is_refused(client, ana, case):
    CaseMember.objects.filter(user=ana).update(may_question=False, may_see=False)
    client.force_login(ana)

    assert client.get(url(case)).status_code == 403


def test_caregiver_who_may_not_see_learns_nothing_of_answers(client, wen, ana, case):
    case.patient.wants_numbers = "yes"
    case.patient.save()
    CaseMember.objects.filter(user=ana).update(may_see=False)
    client.force_login(wen)
    shown_to_wen = client.get(url(case) + "?about=QOL").text
    client.force_login(ana)
    shown_to_ana = client.get(url(case) + "?about=QOL").text

    assert "add:QOL-06" in shown_to_wen
    assert "add:QOL-06" not in shown_to_ana


def test_sent_questions_are_only_shown(client, wen, case):
    (question,) = add_many(case, wen, 1)
    send(case, wen)
    client.force_login(wen)

    page = client.get(url(case))

    assert "Question number 1" in page.text
    assert 'name="do"' not in page.text
    assert client.post(url(case), own()).status_code == 403
    assert client.post(url(case), own("")).status_code == 403
    assert client.post(url(case), {"do": f"remove:{question.pk}"}).status_code == 403
    assert client.get(edit_url(question)).status_code == 403
    assert client.post(edit_url(question), own()).status_code == 403
    assert listed(case) == ["Question number 1"]


def test_looking_at_questions_makes_nothing(client, wen, case):
    client.force_login(wen)

    client.get(url(case))

    assert ConsultationRequest.objects.count() == 0


# --- What the page says --------------------------------------------------------------------
def test_question_whose_record_is_missing_says_so(client, wen, case):
    questions.add_from_bank(case, "SUR-03", by=wen)
    client.force_login(wen)
    before = client.get(url(case)).text
    add_record(case, "imaging_files", wen)

    after = client.get(url(case)).text

    says = "The team can answer this better if you add: Scan pictures"
    assert says in before
    assert says not in after


def test_question_does_not_ask_for_a_record_that_does_not_exist(wen, case):
    questions.add_from_bank(case, "SUR-03", by=wen)
    case.checklist.create(
        kind="imaging_files", answer="none", reason="Never done", by=wen
    )

    card = cards.cards_of(access.case_for(wen, case.pk), case.requests.get())[0]

    assert (card.missing, card.asked_for) == ("", "")


def test_question_of_the_bank_speaks_the_readers_language(wen, case):
    question = questions.add_from_bank(case, "SUR-01", by=wen)

    with translation.override("zh-hans"):
        assert questions.words(question) == bank.get("SUR-01").text["zh-hans"]


def test_many_questions_are_warned_about_kindly(client, wen, case):
    add_many(case, wen, 10)
    client.force_login(wen)
    ten = client.get(url(case)).text
    questions.add_own(case, "One more", who="both", form_key=None, by=wen)

    eleven = client.get(url(case)).text

    assert "more than 10 questions" not in ten
    assert "more than 10 questions" in eleven


@pytest.mark.parametrize("about", ["FER", "ZZZ", "<b>", "x" * 900, ""])
def test_question_list_takes_any_topic(client, wen, case, about):
    client.force_login(wen)

    assert client.get(url(case), {"about": about}).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 30])
def test_question_list_costs_the_same(
    client, wen, case, count, django_assert_num_queries
):
    add_many(case, wen, count)
    client.force_login(wen)
    client.get(url(case))

    with django_assert_num_queries(14):
        client.get(url(case))


def test_looking_at_a_removed_list_shows_when_it_is_empty(client, wen, case):
    (question,) = add_many(case, wen, 1)
    question.removed_at = timezone.now()
    question.save()
    client.force_login(wen)

    assert "What would you ask if there were time" in client.get(url(case)).text
