"""Fields that are kept drawn look as crispy draws them, and hold nothing of anybody."""

from __future__ import annotations

from decimal import Decimal

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django.http import QueryDict
from django.utils.translation import override

from intake import steps
from intake.models import FamilyCancer, Health, Patient
from intake.templatetags import answers


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(answers, "_drawn", {})


def forms_of(step, facts):
    if step.form:
        yield step.form(instance=step.target(facts), facts=facts)
    if step.rows:
        yield step.rows.form(instance=step.rows.model(case=facts.case), facts=facts)


def by_crispy(form) -> str:
    return "".join(as_crispy_field(bound) for bound in form)


@pytest.mark.parametrize("step", steps.STEPS, ids=lambda step: step.slug)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_empty_page_looks_the_same_the_second_time(case, step, language):
    facts = steps.facts_of(case)
    with override(language):
        for form in forms_of(step, facts):
            drawn = [answers.answer_fields(form) for _time in (1, 2)]

            assert drawn == [by_crispy(form)] * 2


def test_page_with_answers_shows_the_answers_of_its_own_case(case, bos_case):
    mine = Health(case=case, ecog="1", aids=["stick"], height_cm=Decimal("165.0"))
    other = Health(case=bos_case, ecog="3", aids=[], height_cm=Decimal("180.0"))
    kind = steps.BY_SLUG["daily-life"].form

    for row in (mine, other, Health(case=case), mine):
        form = kind(instance=row)
        assert answers.answer_fields(form) == by_crispy(form)


def test_what_was_typed_is_never_kept(case):
    patient = Patient(case=case, full_name="Canary Name", city="Canarytown")
    for slug in ("name", "birth"):
        form = steps.BY_SLUG[slug].form(instance=patient)
        assert "Canary" in answers.answer_fields(form)

    assert [html for html in answers._drawn.values() if "Canary" in html] == []


def test_typing_kept_during_an_absence_is_never_kept_drawn(case):
    form = steps.BY_SLUG["daily-life"].form(instance=Health(case=case))
    form.fill(QueryDict("ecog=canary&height_cm=canary&aids=canary&shown=aids"))

    assert answers.answer_fields(form) == by_crispy(form)
    assert [key for key in answers._drawn if "canary" in str(key)] == []


def test_page_with_an_error_is_drawn_as_it_is(case):
    form = steps.BY_SLUG["daily-life"].form(
        QueryDict("height_cm=tall"), instance=Health(case=case)
    )
    form.is_valid()

    assert answers.answer_fields(form) == by_crispy(form)
    assert answers._drawn == {}


def test_zero_is_an_answer(case):
    facts = steps.facts_of(case)
    row = FamilyCancer(case=case, age=0)
    form = steps.BY_SLUG["family"].rows.form(instance=row, facts=facts)

    assert answers.answer_fields(form) == by_crispy(form)


def test_store_of_drawn_fields_stays_small(case, monkeypatch):
    monkeypatch.setattr(answers, "MOST", 3)
    facts = steps.facts_of(case)

    for step in steps.STEPS:
        for form in forms_of(step, facts):
            answers.answer_fields(form)

    assert len(answers._drawn) <= 3
