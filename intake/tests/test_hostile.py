"""Strange values in every field of every page: kept, or told; never an error of ours."""

from __future__ import annotations

import json

import pytest
from django.http import QueryDict

from accounts.models import AuditEntry
from intake import steps
from intake.facts import facts_of
from intake.forms.fields import PartialDateFormField
from intake.saving import save_answers
from intake.tests.filling import step_url

STRANGE = {
    "nul": "a\0b",
    "only nul": "\0",
    "long": "x" * 10_000,
    "emoji": "🎗️👩🏽‍⚕️",
    "direction": "\u202eabc\u200f\u2066",
    "html": "<script>alert(1)</script>'\"",
    "digits": "١٢٫٥",
    "odd digits": "²½Ⅷ",
    "year one": "0001",
    "year 2999": "2999",
    "huge": "9" * 400,
    "minus": "-1",
    "nan": "NaN",
    "spaces": " \t\u3000\n",
    "surrogate": "\ud83d",
    "template": "{{ 7|add:7 }}{% now %}",
}


def every_field() -> list[tuple[str, bool, str]]:
    """Slug of the page, whether it is of a line, and name of each control on it."""
    found = []
    for step in steps.STEPS:
        kinds = [(False, step.form), (True, step.rows and step.rows.form)]
        for of_row, kind in kinds:
            for name, field in kind().fields.items() if kind else ():
                found += [(step.slug, of_row, key) for key in keys_of(name, field)]
    return found


def keys_of(name, field) -> list[str]:
    if isinstance(field, PartialDateFormField):
        return [f"{name}_{part}" for part in ("day", "month", "year", "about")]
    return [name]


def text_of(value: str) -> str:
    return value.encode("utf-8", "replace").decode()  # as a browser would send it


@pytest.mark.parametrize(("slug", "of_row", "key"), every_field())
def test_strange_value_of_one_field_is_kept_or_told(wen, case, slug, of_row, key):
    step, facts = steps.BY_SLUG[slug], facts_of(case)
    kind = step.rows.form if of_row else step.form
    for value in STRANGE.values():
        data = QueryDict(mutable=True)
        data[key] = text_of(value)
        target = step.rows.model(case=case) if of_row else step.target(facts)
        form = kind(data, instance=target, facts=facts)

        save_answers(form, case=case, by=wen)

        target = form.instance
        if not target._state.adding:
            target.refresh_from_db()


@pytest.mark.parametrize("slug", [step.slug for step in steps.STEPS])
def test_page_full_of_a_strange_value_is_kept_or_told(client, wen, case, slug):
    client.force_login(wen)
    address = step_url(case, slug)
    keys = {(of_row, key) for page, of_row, key in every_field() if page == slug}
    for value in ("a\0b", "x" * 10_000, STRANGE["html"], "²½Ⅷ", "2999"):
        for of_row in {of_row for of_row, _key in keys}:
            data = {key: text_of(value) for row, key in keys if row == of_row}
            deed = "add" if of_row else "answers"
            response = client.post(address, data | {"do": deed})

            assert response.status_code in {302, 422}, value[:20]
            assert response.status_code == 302 or response.context["form"].errors
            assert "<script>alert" not in response.text

    assert client.get(address).status_code == 200


@pytest.mark.parametrize("slug", [step.slug for step in steps.STEPS])
def test_strange_marks_of_a_page_are_no_error(client, wen, case, slug):
    client.force_login(wen)
    for value in ("\0", "x" * 10_000, "²½Ⅷ", STRANGE["surrogate"]):
        sent = text_of(value)
        marks = dict.fromkeys(
            ("shown", "revision", "away", "do", "form_key", "kept_for", "later"), sent
        )
        response = client.post(step_url(case, slug), marks)

        assert response.status_code in {302, 422}


def test_audit_and_messages_hold_no_answer(client, wen, case):
    client.force_login(wen)

    client.post(step_url(case, "name"), {"full_name": "Canary Name"})
    page = client.get(step_url(case, "birth"))

    facts = json.dumps(list(AuditEntry.objects.values_list("facts", flat=True)))
    told = " ".join(str(message) for message in page.context["messages"])
    assert ("Canary" in facts, "Canary" in told, told) == (False, False, "Saved.")
