"""The answers of the story in words: one line for each answer, as its form asks it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from intake.facts import Facts, rows_of
from intake.forms.base import AnswerForm, is_given
from intake.models import Answered
from intake.step_kinds import Step
from intake.words import in_words, row_lines, row_title, symptoms_in_words

# Labels say which answers may be left out; beside an answer that is no news.
_OPTIONAL = re.compile(r"\s*[(（](optional|可选|选填|可不填|اختياري)[)）]$")


@dataclass(frozen=True)
class Told:
    """One answer. `place` finds who gave it: section, row and column."""

    label: str
    lines: list[str]
    place: tuple[str, str, str]


def answers_of(step: Step, facts: Facts) -> Iterator[Told]:
    """What was answered on this page: its columns, then its list."""
    row = step.target(facts)
    if step.form:
        form = step.form(instance=row, facts=facts)
        section = row._meta.model_name
        for name in form.answer_names:
            words = words_of(form, row, name)
            if words:
                yield Told(label_of(form, name), [words], (section, "", name))
    if step.rows:
        yield from _listed(step, facts)


def _listed(step: Step, facts: Facts) -> Iterator[Told]:
    kind = step.rows
    rows = rows_of(facts.case, kind.model) if facts.count(kind.model) else []
    section = kind.model._meta.model_name
    fields = kind.form(instance=kind.model(case=facts.case)).fields
    for row in rows:
        asked = kind.form.told_of(row, fields)
        title, lines = row_title(row, fields), row_lines(row, asked)
        yield Told(title, lines or [title], (section, str(row.pk), row.title_field))
    part = step.target(facts)
    if not rows and getattr(part, kind.none):
        place = (part._meta.model_name, "", kind.none)
        yield Told(str(step.title), [str(kind.none_label)], place)


def label_of(form: AnswerForm, name: str) -> str:
    return without_optional(form.label_of(name))


def without_optional(label: str) -> str:
    return _OPTIONAL.sub("", label)


def words_of(form: AnswerForm, row: Answered, name: str) -> str:
    """One answer as a person reads it; empty when there is none."""
    if name in row.not_known:
        return _("I do not know")
    value = getattr(row, name)
    if not is_given(value):
        return ""
    if isinstance(value, dict):
        return ", ".join(symptoms_in_words(value))
    return in_words(value, form.fields.get(name))
