"""People who change one folder at the same moment: each change is kept, none is refused."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest

from conftest import at_once
from intake import consents, people, saving
from intake.models import Case, Diagnosis
from records import services
from records.models import Record

ROUNDS = 12


def agree(case: Case, by, number: int) -> None:
    consents.record_answer(case, "C5", agreed=number % 2 == 0, by=by)


def answer(case: Case, by, number: int) -> None:
    row = Diagnosis.objects.get(case=case)
    wish = {"no_treatment_yet": saving.Wish(number % 2 == 0)}
    saving.write_wishes(row, wish, case=case, by=by)


def change_a_record(case: Case, by, number: int) -> None:
    services.change_record(case.records.get(), {"title": f"Round {number}"}, by=by)


def change_a_right(case: Case, by, number: int) -> None:
    member = case.members.get(user__email="ana@example.org")
    people.change_access(
        member, scopes={"may_upload": number % 2 == 0}, expires_on=None, by=by
    )


@pytest.mark.parametrize("deed", [answer, change_a_record, change_a_right])
@pytest.mark.django_db(transaction=True)
def test_two_who_change_a_folder_never_wait_in_a_circle(case, wen, ana, deed):
    Diagnosis.objects.create(case=case)
    Record.objects.create(case=case, number=1, kind="lab_results", added_by=wen)

    def again_and_again(deed: Callable) -> None:
        for number in range(ROUNDS):
            deed(case, wen, number)

    # Whoever waited in a circle would be told by the database.
    at_once(partial(again_and_again, agree), partial(again_and_again, deed))
