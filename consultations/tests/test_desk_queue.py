"""The triage queue: who sees it, what it shows, how it is searched, and what it costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import MANAGERS, AuditEntry, User
from conftest import make_user
from consultations import desk, times, triage
from consultations.admin import queue
from consultations.admin.filters import tabs_for
from consultations.folding import Fold, fold
from consultations.models import ConsultationRequest, Status
from consultations.tests.desk_make import ADMIN, another, sent
from consultations.tests.make import add_record, fill_folder
from intake.models import Case, Patient

pytestmark = pytest.mark.django_db
URL = reverse(f"{ADMIN}_changelist")


@pytest.fixture
def wens(case, wen) -> ConsultationRequest:
    return sent(case, wen)


@pytest.fixture
def client(client, mei):
    client.force_login(mei)
    return client


def listed(response) -> list[str]:
    """References in the order of the list."""
    return [row.case.reference for row in response.context["cl"].result_list]


def test_a_draft_is_never_listed_in_any_view_or_search(client, case, wen):
    fill_folder(case, wen)

    for query in ("", "?view=all", "?q=Wen", f"?q={case.reference}", "?step=draft"):
        page = client.get(URL + query)
        assert (page.status_code, listed(page)) == (200, [])
        assert "Wen Li" not in page.text


@pytest.mark.parametrize("hour", [3, 20])
def test_queue_and_page_count_the_days_at_the_service(client, wens, hour):
    with time_machine.travel(datetime(2026, 11, 22, hour, tzinfo=UTC), tick=False):
        client.force_login(User.objects.get(email="mei@example.org"))
        decide_by = times.today() + timedelta(days=5)
        ConsultationRequest.objects.filter(pk=wens.pk).update(decide_by=decide_by)

        queue_text = client.get(URL).text
        page = client.get(f"{URL}{wens.pk}/change/")

    assert "<b>5 days</b>" in queue_text
    assert page.context["days_left"] == 5


def test_an_empty_queue_says_so(client):
    page = client.get(URL)

    assert "No cases are waiting on you." in page.text


def test_a_row_says_everything_a_coordinator_needs(client, wens, ana, mei):
    ConsultationRequest.objects.filter(pk=wens.pk).update(
        decide_by=times.today() + timedelta(days=5)
    )
    triage.refresh(wens)

    text = client.get(URL).text

    for words in (
        wens.reference,
        "with caregiver",
        "Wen Li, 58, Kazakhstan",
        "Lung, before treatment",
        "5 days",
        "Amber 1",
        "New",
        "Scan images, Clinic letters and 1 more",
        "today",
        "RU → ZH",
        "Nobody yet",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("", ["us", "mine"]),
        ("todo", ["us", "mine"]),
        ("mine", ["mine"]),
        ("nobody", ["us", "family", "team"]),
        ("family", ["family"]),
        ("team", ["team"]),
        ("all", ["us", "mine", "family", "team", "ended"]),
        ("nonsense", ["us", "mine"]),
    ],
)
def test_saved_views(client, mei, view, expected):
    made = {
        name: another(name, number)
        for number, name in enumerate(["us", "mine", "family", "team", "ended"])
    }
    desk.take(made["mine"], by=mei)
    for name, steps in (
        ("family", ["checking", "needs_info"]),
        ("team", ["checking", "complete", "with_mdt"]),
        ("ended", ["declined"]),
    ):
        for step in steps:
            desk.move(made[name], step, by=mei)
    names = {request.case.reference: name for name, request in made.items()}

    page = client.get(URL, {"view": view} if view else {})

    assert sorted(names[code] for code in listed(page)) == sorted(expected)
    tabs = {tab["code"]: tab["count"] for tab in page.context["tabs"]}
    assert tabs["todo"] == 2
    assert tabs["all"] == 5


def test_counts_of_the_tabs_stop_at_99(wens, mei, monkeypatch):
    monkeypatch.setattr("consultations.admin.filters.TAB_TO", 1)

    counts = {tab["code"]: tab["count"] for tab in tabs_for(mei, "todo")}

    assert (counts["all"], counts["mine"]) == ("99+", 0)


@pytest.mark.parametrize(
    "typed",
    [
        "{reference}",
        "{lower}",
        "{plain}",
        "  {spaced} ",
        "{reference}/1",
        "wen l",
        "ВЭНЬ",
        "文丽",
        "wen@example.org",
        "ANA@example",
    ],
)
def test_search_by_reference_name_and_mail_in_every_view(client, wens, ana, typed):
    another("Somebody Else", 7)
    Patient.objects.filter(case=wens.case).update(name_in_script="Вэнь 文丽 ВЭНЬ")
    wens.move_to(Status.DECLINED, by=None)
    code = wens.case.reference
    words = typed.format(
        reference=code,
        lower=code.lower(),
        plain=code.replace("-", ""),
        spaced=code.replace("-", " "),
    )

    page = client.get(URL, {"q": words})

    assert listed(page) == [code]


@pytest.mark.parametrize(
    "typed",
    [
        "MARIA QUISPE",
        "maría",
        "Quíspe Ñahui",
        "дарья",
        "ДАРЬЯ",
        "semenova",
        "СЕМЕНОВА",
        "dung",
        "Ānna",
        "ANNA@EXAMPLE",
        "100%",
    ],
)
def test_search_without_accents_and_capitals_in_every_script(client, wens, ana, typed):
    another("Somebody Else", 7)
    Patient.objects.filter(case=wens.case).update(
        full_name="María Quispe Ñahui 100% Semënova", name_in_script="Дарья Семёнова"
    )
    User.objects.filter(pk=ana.pk).update(name="Anna Đung", email="anna@example.org")

    assert listed(client.get(URL, {"q": typed})) == [wens.case.reference]


def test_a_search_never_runs_from_one_name_into_the_next(client, wens):
    Patient.objects.filter(case=wens.case).update(name_in_script="Дарья")

    assert listed(client.get(URL, {"q": "LiДарья"})) == []


@pytest.mark.parametrize("typed", ["r3wn", "R3W", "r3wn-9", "R3WN 9MW"])
def test_search_by_the_beginning_of_a_reference(client, wens, typed):
    other = another("Somebody Else", 7)
    Case.objects.filter(pk=wens.case_id).update(reference="R3WN-9MWA")
    Case.objects.filter(pk=other.case_id).update(reference="K7XR-R3WN")

    assert listed(client.get(URL, {"q": typed})) == ["R3WN-9MWA"]


@pytest.mark.parametrize(
    "text", ["María", "Ñahui", "Đặng Thị", "ДАРЬЯ Ёж", "李明", "Łukasz", "İpek", "ﬁne"]
)
def test_the_database_folds_as_the_page_does(wens, text):
    Patient.objects.filter(case=wens.case).update(full_name=text)

    kept = Patient.objects.annotate(folded=Fold("full_name")).get(case=wens.case)

    assert kept.folded == fold(text)


def entries() -> list[dict]:
    listed_ = AuditEntry.objects.filter(verb="listed").order_by("number")
    return [entry.facts for entry in listed_]


def test_a_look_at_the_queue_is_in_the_audit_trail_once_in_some_minutes(client, wens):
    for _ in range(3):
        client.get(URL)
    client.get(URL, {"view": "all"})
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.get(URL)

    seen = [(look["view"], look["rows"], look["searched"]) for look in entries()]
    assert seen == [("todo", 1, False), ("all", 1, False), ("todo", 1, False)]


def test_every_search_is_in_the_audit_trail_without_its_words(client, wens, mei):
    for words in ("Wen", "CANARY"):
        client.get(URL, {"q": words})

    assert [(look["rows"], look["searched"]) for look in entries()] == [
        (1, True),
        (0, True),
    ]
    trail = AuditEntry.objects.filter(verb="listed")
    assert {entry.by for entry in trail} == {mei}
    assert not any("CANARY" in str(entry.__dict__) for entry in trail)


def test_a_record_that_came_after_sending_is_seen_in_the_queue_until_looked_at(
    client, wens, wen, mei
):
    shown = ["New record" in client.get(URL).text]
    record = add_record(wens.case, "lab_results", wen)
    shown.append("New record" in client.get(URL).text)
    desk.check_record(wens, record, by=mei)
    shown.append("New record" in client.get(URL).text)

    assert shown == [False, True, False]


def test_what_is_answered_waits_for_nobody_at_the_desk(client, wens):
    ConsultationRequest.objects.filter(pk=wens.pk).update(
        decide_by=times.today() + timedelta(days=2)
    )
    for status in ("checking", "complete", "with_mdt", "opinion_drafting", "delivered"):
        wens.move_to(status, by=None)
    triage.refresh(wens)

    page = client.get(URL, {"view": "family"})

    assert listed(client.get(URL)) == []
    assert listed(page) == [wens.case.reference]
    table = page.text.split('id="result_list"')[1].split("</table>")[0]
    assert "Amber" not in table


@pytest.mark.parametrize(
    "query",
    [
        "q=%00",
        "q=" + "x" * 5000,
        "q=%25_%27%22;--",
        "q=%F0%9F%98%80",
        "owned=%C2%B2",
        "owned=99999999999999999999",
        "due=x",
        "step=x",
        "waits=x",
        "level=9",
        "level=-1",
        "view=%00",
        "p=99999",
        "p=x",
        "all=1",
        "o=-1.2",
        "e=1",
    ],
)
def test_strange_addresses_never_break_the_queue(client, wens, query):
    response = client.get(f"{URL}?{query}", follow=True)

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("due=7", True),
        ("due=none", False),
        ("step=submitted", True),
        ("step=checking", False),
        ("waits=us", True),
        ("waits=team", False),
        ("level=1", True),
        ("level=3", False),
        ("owned=nobody", True),
    ],
)
def test_filters(client, wens, query, shown):
    ConsultationRequest.objects.filter(pk=wens.pk).update(
        decide_by=times.today() + timedelta(days=5)
    )
    triage.refresh(wens)

    assert bool(listed(client.get(f"{URL}?{query}"))) is shown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_queue_costs_the_same_with_more_rows(client, rows):
    for number in range(rows):
        another(f"Person {number}", number)
    client.get(URL)

    with CaptureQueriesContext(connection) as queries:
        page = client.get(URL)

    assert len(listed(page)) == rows
    assert len(queries) == 8


def test_no_other_column_can_be_asked_for(client, wens):
    """Guessing at a name letter by letter through the address is refused."""
    response = client.get(URL, {"case__patient__full_name__startswith": "W"})

    assert response.status_code == 400


def test_rows_are_never_counted_beyond_the_cap(client, wens, monkeypatch):
    another("Person 2", 2)
    monkeypatch.setattr(queue, "COUNT_TO", 1)

    page = client.get(URL)

    assert page.context["cl"].result_count == 1


@pytest.mark.parametrize("action", ["add/", "{pk}/delete/"])
def test_nothing_is_added_or_deleted(client, wens, action):
    address = URL + action.format(pk=wens.pk)

    assert client.get(address).status_code in {403, 404}
    assert client.post(address, {"post": "yes"}).status_code in {403, 404}
    assert ConsultationRequest.objects.count() == 1


def test_nothing_is_done_in_bulk(client, wens):
    fields = {"action": "delete_selected", "_selected_action": [wens.pk], "post": "y"}

    client.post(URL, fields)

    assert ConsultationRequest.objects.count() == 1


@pytest.mark.parametrize("who", ["wen", "bo", "ana", "dr_osei", "dr_roy"])
def test_everybody_else_meets_the_sign_in(request, client, wens, who):
    client.force_login(request.getfixturevalue(who))

    response = client.get(URL)

    assert response.status_code == 302
    assert response.url.startswith("/admin/login/")


def test_staff_without_the_desk_see_no_case(client, wens, db):
    manager = make_user("manager", group=MANAGERS, is_staff=True)
    client.force_login(manager)

    index = client.get(reverse("admin:index"))

    assert client.get(URL).status_code == 403
    assert (index.status_code, "To do now" in index.text) == (200, False)


def test_the_front_page_of_the_desk_says_how_much_waits(client, wens):
    text = client.get(reverse("admin:index")).text

    assert "To do now: 1" in text
    assert URL in text


def test_the_desk_has_nothing_inline(client, wens):
    """The strict content policy would silently drop it."""
    for address in (URL, f"{URL}{wens.pk}/change/", reverse("admin:index")):
        text = client.get(address).text
        assert text.count("<script") == text.count("<script src=")
        assert "<style" not in text
        assert " style=" not in text
