"""The triage queue: how it is searched, and how a look at it is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import AuditEntry, User
from consultations.folding import Fold, fold
from consultations.models import Status
from consultations.tests.desk_make import QUEUE, another, listed
from intake.models import Case, Patient

pytestmark = [pytest.mark.django_db, pytest.mark.both_engines]


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
def test_search_by_reference_name_and_mail_in_every_view(client, asked, ana, typed):
    another("Somebody Else", 7)
    Patient.objects.filter(case=asked.case).update(name_in_script="Вэнь 文丽 ВЭНЬ")
    asked.move_to(Status.DECLINED, by=None)
    code = asked.case.reference
    words = typed.format(
        reference=code,
        lower=code.lower(),
        plain=code.replace("-", ""),
        spaced=code.replace("-", " "),
    )

    page = client.get(QUEUE, {"q": words})

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
def test_search_without_accents_and_capitals_in_every_script(client, asked, ana, typed):
    another("Somebody Else", 7)
    Patient.objects.filter(case=asked.case).update(
        full_name="María Quispe Ñahui 100% Semënova", name_in_script="Дарья Семёнова"
    )
    User.objects.filter(pk=ana.pk).update(name="Anna Đung", email="anna@example.org")

    assert listed(client.get(QUEUE, {"q": typed})) == [asked.case.reference]


def test_a_search_never_runs_from_one_name_into_the_next(client, asked):
    Patient.objects.filter(case=asked.case).update(name_in_script="Дарья")

    assert listed(client.get(QUEUE, {"q": "LiДарья"})) == []


@pytest.mark.parametrize("typed", ["r3wn", "R3W", "r3wn-9", "R3WN 9MW"])
def test_search_by_the_beginning_of_a_reference(client, asked, typed):
    other = another("Somebody Else", 7)
    Case.objects.filter(pk=asked.case_id).update(reference="R3WN-9MWA")
    Case.objects.filter(pk=other.case_id).update(reference="K7XR-R3WN")

    assert listed(client.get(QUEUE, {"q": typed})) == ["R3WN-9MWA"]


@pytest.mark.parametrize(
    "text", ["María", "Ñahui", "Đặng Thị", "ДАРЬЯ Ёж", "李明", "Łukasz", "İpek", "ﬁne"]
)
def test_the_database_folds_as_the_page_does(asked, text):
    Patient.objects.filter(case=asked.case).update(full_name=text)

    kept = Patient.objects.annotate(folded=Fold("full_name")).get(case=asked.case)

    assert kept.folded == fold(text)


def entries() -> list[dict]:
    listed_ = AuditEntry.objects.filter(verb="listed").order_by("number")
    return [entry.facts for entry in listed_]


def test_a_look_at_the_queue_is_in_the_audit_trail_once_in_some_minutes(client, asked):
    for _ in range(3):
        client.get(QUEUE)
    client.get(QUEUE, {"view": "all"})
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        client.get(QUEUE)

    seen = [(look["view"], look["rows"], look["searched"]) for look in entries()]
    assert seen == [("todo", 1, False), ("all", 1, False), ("todo", 1, False)]


def test_every_search_is_in_the_audit_trail_without_its_words(client, asked, mei):
    for words in ("Wen", "CANARY"):
        client.get(QUEUE, {"q": words})

    assert [(look["rows"], look["searched"]) for look in entries()] == [
        (1, True),
        (0, True),
    ]
    trail = AuditEntry.objects.filter(verb="listed")
    assert {entry.by for entry in trail} == {mei}
    assert not any("CANARY" in str(entry.__dict__) for entry in trail)
