"""What the case summary says of talking with the patient."""

import pytest
from django.utils.html import strip_tags

from accounts.models import User
from consultations.models import Summary
from consultations.summary import source, wishes
from consultations.tests import summary_cases

pytestmark = pytest.mark.django_db


def loaded(make):
    by = User.objects.create_user(email="aliya@example.org", name="Aliya Temirova")
    return source.load(Summary(request=make(by), version=3))


@pytest.fixture
def rich():
    return loaded(summary_cases.rich)


def line_of(loaded) -> str:
    rows = wishes.wishes_blocks(loaded)[0]["pairs"]
    label = "Talking with the patient"
    found = [row["value"] for row in rows if label in strip_tags(row["label"])]
    return strip_tags(found[0]) if found else ""


def test_what_a_talk_needs_stands_in_one_line(rich):
    patient = rich.patient
    patient.interpreter_language, patient.interpreter_gender = "ru", "woman"
    patient.other_languages, patient.access_needs = ["Қазақша"], ["hearing"]
    patient.name_note, patient.pronoun = "Formerly Akhmetova", "she"

    line = line_of(rich)

    told = ["Russian", "A woman", "Қазақша", "I do not hear well", "Formerly Akhmetova"]
    assert [words for words in [*told, "pronoun: she"] if words not in line] == []


def test_an_interpreter_who_is_not_wanted_is_not_described(rich):
    rich.patient.interpreter, rich.patient.interpreter_gender = "no", "woman"

    assert line_of(rich) == ""


def test_an_older_name_is_not_in_a_summary_without_the_name(rich):
    rich.summary.pseudonymous = True
    rich.patient.name_note, rich.patient.pronoun = "Formerly Akhmetova", "she"

    line = line_of(rich)

    assert ("Akhmetova" in line, "she" in line) == (False, True)


def test_nothing_is_said_of_a_talk_that_needs_nothing():
    assert line_of(loaded(summary_cases.bare)) == ""
