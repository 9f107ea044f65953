"""What becomes of answers: nothing given is lost, and nobody overwrites anybody unseen."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client

from accounts import drafts
from accounts.models import AuditEntry, KeptDraft
from intake.dates import PartialDate
from intake.models import AnswerChange, Diagnosis, Health, Patient
from intake.tests.filling import fill_in, send, sent_by, step_url

KEPT = "You left an answer empty. We kept what was there."


@pytest.fixture
def daily(client, wen, case) -> str:
    client.force_login(wen)
    return step_url(case, "daily-life")


@pytest.fixture
def anas_client(ana) -> Client:
    client = Client()
    client.force_login(ana)
    return client


def health(case) -> Health:
    return Health.objects.get(case=case)


def told(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_answers_are_kept(client, daily, case):
    response = fill_in(
        client, daily, ecog="1", height_cm="165", weight_kg="61,5", aids=["stick"]
    )

    kept = health(case)
    assert response.status_code == 302
    assert (kept.ecog, kept.height_cm, kept.weight_kg, kept.aids) == (
        "1",
        Decimal("165"),
        Decimal("61.5"),
        ["stick"],
    )


def test_save_leads_to_the_next_page(client, daily, case):
    assert fill_in(client, daily, ecog="1").url == step_url(case, "symptoms")


def test_same_page_sent_twice_changes_nothing_the_second_time(client, daily, case):
    opened = client.get(daily)
    send(client, daily, opened, ecog="1", height_cm="165")

    response = send(client, daily, opened, ecog="1", height_cm="165")

    assert (response.status_code, health(case).revision) == (302, 1)
    assert AnswerChange.objects.count() == 2


def test_key_that_was_not_sent_changes_nothing(client, daily, case):
    fill_in(client, daily, ecog="1", height_cm="165", aids=["stick"])

    client.post(daily, {"ecog": "2"})

    kept = health(case)
    assert (kept.ecog, kept.height_cm, kept.aids) == ("2", Decimal("165"), ["stick"])


def test_blank_keeps_what_was_there_and_says_so(client, daily, case):
    fill_in(client, daily, height_cm="165", aids=["stick"])
    client.get(daily)

    response = fill_in(client, daily, height_cm="", aids=None)
    page = client.get(response.url)

    kept = health(case)
    assert (kept.height_cm, kept.aids, kept.revision) == (Decimal("165"), ["stick"], 1)
    assert told(page) == [KEPT]


def test_one_tick_less_is_an_answer(client, daily, case):
    fill_in(client, daily, aids=["stick", "oxygen"])

    fill_in(client, daily, aids=["oxygen"])

    assert health(case).aids == ["oxygen"]


def test_answer_is_taken_away_when_asked(client, daily, case):
    fill_in(client, daily, height_cm="165", ecog="1")

    fill_in(client, daily, away=["height_cm"])

    kept = health(case)
    assert (kept.height_cm, kept.ecog) == (None, "1")
    assert AnswerChange.objects.last().before == "165"


def test_taking_away_reaches_only_answers_of_the_page(client, wen, case):
    client.force_login(wen)

    fill_in(client, step_url(case, "birth"), away=["full_name", "revision", "\0"])

    assert Patient.objects.get(case=case).full_name == "Wen Li"


def test_unknown_is_an_answer(client, daily, case):
    fill_in(client, daily, weight_kg_dk="on")

    kept = health(case)
    assert (kept.weight_kg, kept.not_known) == (None, ["weight_kg"])


def test_unknown_replaces_an_answer_and_the_history_keeps_it(client, daily, case):
    fill_in(client, daily, weight_kg="61.5")

    fill_in(client, daily, weight_kg_dk="on")

    kept = health(case)
    assert (kept.weight_kg, kept.not_known) == (None, ["weight_kg"])
    assert AnswerChange.objects.last().before == "61.5"


def test_answer_ends_unknown(client, daily, case):
    fill_in(client, daily, weight_kg_dk="on")

    fill_in(client, daily, weight_kg="61.5")

    kept = health(case)
    assert (kept.weight_kg, kept.not_known) == (Decimal("61.5"), [])


def test_unknown_stays_when_its_tick_is_only_emptied(client, daily, case):
    fill_in(client, daily, weight_kg_dk="on")

    fill_in(client, daily, weight_kg_dk=None)

    assert health(case).not_known == ["weight_kg"]


def test_error_of_one_answer_does_not_hold_back_the_others(client, daily, case):
    response = fill_in(client, daily, ecog="1", height_cm="165", weight_kg="heavy")

    kept = health(case)
    assert response.status_code == 422
    assert (kept.ecog, kept.height_cm, kept.weight_kg) == ("1", Decimal("165"), None)
    assert "Everything else is saved." in response.text
    assert response.context["form"]["weight_kg"].value() == "heavy"
    assert response.context["form"].errors == {
        "weight_kg": ["Write the number, like 61.5, or with its unit, like 136 lb"]
    }


def test_page_with_an_error_can_be_sent_again(client, daily, case):
    wrong = fill_in(client, daily, ecog="1", weight_kg="heavy")

    response = send(client, daily, wrong, weight_kg="61")

    assert (response.status_code, health(case).weight_kg) == (302, Decimal("61"))


def test_change_says_who_when_and_what_stood_before(client, daily, case, wen):
    fill_in(client, daily, ecog="1")
    fill_in(client, daily, ecog="2")

    changes = AnswerChange.objects.values_list("section", "field", "before", "by")
    assert list(changes) == [
        ("health", "ecog", None, wen.pk),
        ("health", "ecog", "1", wen.pk),
    ]
    kept = health(case)
    assert (kept.changed_by, kept.revision) == (wen, 2)
    assert AnswerChange.objects.last().at == kept.changed_at


def test_audit_counts_answers_and_never_repeats_them(client, daily, case):
    fill_in(client, daily, ecog="1", height_cm="165")

    entry = AuditEntry.objects.last()
    expected = ("added", str(case.pk), {"fields": 2})
    assert (entry.verb, entry.case_id, entry.facts) == expected


def test_case_is_marked_as_changed(client, daily, case):
    before = case.changed_at

    fill_in(client, daily, ecog="1")

    case.refresh_from_db()
    assert case.changed_at > before


def test_partial_date_is_kept_and_shown_again(client, wen, case):
    client.force_login(wen)
    address = step_url(case, "cancer")

    fill_in(
        client, address, diagnosed_on_month="5", diagnosed_on_year="2024", site="lung"
    )

    page = sent_by(client.get(address))
    boxes = [page[f"diagnosed_on_{part}"] for part in ("day", "month", "year")]
    assert Diagnosis.objects.get(case=case).diagnosed_on == PartialDate(2024, 5)
    assert boxes == [[""], ["5"], ["2024"]]


def test_hidden_questions_keep_their_answers(client, wen, case):
    client.force_login(wen)
    address = step_url(case, "language")
    fill_in(client, address, interpreter="yes", interpreter_language="ru")

    fill_in(client, address, interpreter="no")

    page = client.get(address)
    kept = Patient.objects.get(case=case)
    assert "interpreter_language" not in page.context["form"].fields
    assert (kept.interpreter, kept.interpreter_language) == ("no", "ru")


def test_answer_that_opens_questions_shows_them(client, wen, case):
    client.force_login(wen)
    address = step_url(case, "language")
    fill_in(client, address, interpreter="no")

    response = fill_in(client, address, interpreter="yes")

    assert response.url == address


# --- two people on one page ----------------------------------------------------------------


def test_other_answer_of_somebody_else_is_shown_before_it_is_replaced(
    client, daily, case, anas_client
):
    opened = client.get(daily)
    fill_in(anas_client, daily, ecog="3")

    response = send(client, daily, opened, ecog="1")

    assert (response.status_code, health(case).ecog) == (409, "3")
    assert response.context["clashes"] == [
        {
            "label": "Which sentence fits the patient best?",
            "theirs": "I need some help. I am in bed or a chair more than half the day",
            "by": "Ana",
        }
    ]
    assert response.context["form"]["ecog"].value() == "1"


def test_saving_again_keeps_ones_own_answer(client, daily, case, anas_client):
    opened = client.get(daily)
    fill_in(anas_client, daily, ecog="3")
    clash = send(client, daily, opened, ecog="1")

    response = send(client, daily, clash)

    assert (response.status_code, health(case).ecog) == (302, "1")
    assert AnswerChange.objects.last().before == "3"


def test_answers_to_other_questions_do_not_clash(client, daily, case, anas_client):
    opened = client.get(daily)
    fill_in(anas_client, daily, height_cm="165")

    response = send(client, daily, opened, ecog="1")

    kept = health(case)
    assert response.status_code == 302
    assert (kept.ecog, kept.height_cm) == ("1", Decimal("165"))


def test_answer_one_did_not_touch_stays_as_the_other_person_changed_it(
    client, daily, case, anas_client
):
    fill_in(client, daily, ecog="1", height_cm="160")
    opened = client.get(daily)
    fill_in(anas_client, daily, height_cm="165")

    response = send(client, daily, opened, ecog="2")

    kept = health(case)
    assert response.status_code == 302
    assert (kept.ecog, kept.height_cm) == ("2", Decimal("165"))


def test_same_answer_of_two_people_is_no_clash(client, daily, case, anas_client):
    opened = client.get(daily)
    fill_in(anas_client, daily, ecog="3")

    response = send(client, daily, opened, ecog="3")

    assert (response.status_code, health(case).revision) == (302, 1)


@pytest.mark.parametrize("revision", ["", "x", "-1", "9" * 30, "٣", "\0"])
def test_revision_that_says_nothing_is_no_error(client, daily, case, revision):
    response = client.post(daily, {"revision": revision, "ecog": "1"})

    assert (response.status_code, health(case).ecog) == (302, "1")


# --- a session that ended ------------------------------------------------------------------


def test_typing_kept_during_an_absence_comes_back_unsaved(client, daily, case, wen):
    typed = send_while_signed_out(client, daily, ecog="2", height_cm="tall")

    page = client.get(daily)

    form = page.context["form"]
    assert typed.status_code == 302
    assert (form["ecog"].value(), form["height_cm"].value()) == ("2", "tall")
    assert "We kept what you typed" in page.text
    assert not Health.objects.exists()


def test_typing_that_came_back_can_be_saved(client, daily, case, wen):
    send_while_signed_out(client, daily, ecog="2", aids=["stick"])

    response = fill_in(client, daily)

    kept = health(case)
    assert (response.status_code, kept.ecog, kept.aids) == (302, "2", ["stick"])
    assert KeptDraft.objects.count() == 0


def send_while_signed_out(client, address, **typed):
    opened = client.get(address)
    user = opened.context["user"]
    assert sent_by(opened)[drafts.FIELD]
    client.logout()
    response = send(client, address, opened, **typed)
    client.force_login(user)
    return response


# --- what a page costs ---------------------------------------------------------------------


def asked(queries) -> int:
    """Queries without the marks that begin and end transactions."""
    return len([q for q in queries if "SAVEPOINT" not in q["sql"]])


def test_page_costs_few_queries(client, daily, django_assert_max_num_queries):
    with django_assert_max_num_queries(8):
        client.get(daily)


def test_saving_costs_few_queries(client, daily, django_assert_max_num_queries):
    opened = client.get(daily)
    with django_assert_max_num_queries(30) as used:
        send(client, daily, opened, ecog="1", height_cm="165", aids=["stick"])

    assert asked(used.captured_queries) <= 12
