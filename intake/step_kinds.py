"""What a step is: one page of the story, perhaps with a list of rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intake.facts import Facts
from intake.forms.base import AnswerForm
from intake.models import Answered, Row


class Status(TextChoices):
    DONE = "done", _("Done")
    STARTED = "started", _("Started")
    NOT_STARTED = "not_started", _("Not started")


class Group(TextChoices):
    PERSON = "person", _("About the patient")
    CANCER = "cancer", _("The cancer")
    TREATMENT = "treatment", _("Treatment so far")
    HEALTH = "health", _("Health and medicines")


@dataclass(frozen=True)
class Rows:
    """A list in which each line is one thing.

    `none` is the column that says "there is none", `closed` the one that says the list is
    whole; `required` whether sending needs either a row or "none"; `against_none` says in
    one sentence why "none" does not fit another answer.
    """

    model: type[Row]
    form: type[AnswerForm]
    none: str
    none_label: Any  # "No treatment yet"
    none_said: Any  # "You said: …"
    add_title: Any
    empty: Any
    required: Any = None  # words for what is missing
    closed: str = ""
    against_none: Callable[[Facts], str] = lambda facts: ""
    on_paper: bool = False  # each line may have a report among the records


Needed = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """One page. `needed` gives the words for each column sending needs."""

    slug: str
    group: str
    title: Any
    why: Any
    part: str
    form: type[AnswerForm] | None = None
    lead: Any = ""
    rows: Rows | None = None
    needed: Needed | Callable[[Facts], Needed] | None = None
    visible: Callable[[Facts], bool] = lambda facts: True
    form_title: Any = ""

    def target(self, facts: Facts) -> Answered:
        return facts.parts[self.part]

    def needed_of(self, facts: Facts) -> Needed:
        if callable(self.needed):
            return self.needed(facts)
        return self.needed or {}

    def asks(self, name: str, facts: Facts) -> bool:
        """Whether this column stands on the page of such a patient."""
        if self.form is None or not self.visible(facts):
            return False
        return name in self.form(instance=self.target(facts), facts=facts).answer_names

    @property
    def sections(self) -> list[str]:
        """The parts its answers are kept in: its own, and its list."""
        return [self.part, *([self.rows.model._meta.model_name] if self.rows else [])]

    @property
    def places(self) -> list[str]:
        """Every answer of the page: `diagnosis.stage`, or `medicine` for a list."""
        names = list(self.form.Meta.fields) if self.form else []
        if self.rows:
            names += [name for name in (self.rows.none, self.rows.closed) if name]
        return [*(f"{self.part}.{name}" for name in names), *self.sections[1:]]

    def url(self, case: Any) -> str:
        return reverse("intake:step_edit", args=[case.pk, self.slug])
