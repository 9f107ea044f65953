"""The pages of the request in order, what is done, and what sending needs of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from consultations.choices import Certainty
from consultations.forms import request as forms
from consultations.models import ConsultationRequest
from intake.forms.base import AnswerForm
from intake.papers import named

Ask = ConsultationRequest
DATED = {Certainty.EXACT, Certainty.ABOUT}


@dataclass(frozen=True)
class Step:
    """One page. `lacks` gives the words for what sending needs and is not there yet.

    `short` is its name in the folder and on the check page; `why` why it is asked.
    """

    slug: str
    title: Promise
    short: Promise
    why: Promise
    form: type[AnswerForm]
    lacks: Callable[[Ask], Promise | None] = lambda ask: None

    @property
    def fields(self) -> tuple[str, ...]:
        return tuple(self.form._meta.fields)

    def is_begun(self, ask: Ask) -> bool:
        return any(getattr(ask, name) for name in self.fields)

    def is_done(self, ask: Ask) -> bool:
        """Something was answered and sending needs no more of it."""
        return self.is_begun(ask) and self.lacks(ask) is None


def _no_reason(ask: Ask) -> Promise | None:
    return None if ask.reasons else _("Choose why you ask for a second opinion")


def _no_plan(ask: Ask) -> Promise | None:
    if ask.proposed_plan or ask.no_plan_yet:
        return None
    if ask.plan_records and named(ask.case, ask.plan_records):  # a letter says it
        return None
    return _("Write down the plan of your doctors, or tick that there is none yet")


def _no_question(ask: Ask) -> Promise | None:
    return None if ask.main_question else _("Write the one thing you most want to know")


def _no_date(ask: Ask) -> Promise | None:
    if not ask.decide_by_certainty:
        return _("Say by when you need an answer, or choose “I do not know”")
    if ask.decide_by_certainty not in DATED:
        return None
    if ask.decide_by is None:
        return _("Enter the date by which you need an answer")
    days = ask.days_left()
    if days is not None and days < 0:
        return _("The date for the answer has passed. Enter a new one")
    if not ask.decide_by_reason:
        return _("Choose what happens on the date by which you need an answer")
    return None


def _no_hope(ask: Ask) -> Promise | None:
    return (
        None if ask.after_opinion else _("Choose what you hope for after the opinion")
    )


STEPS: tuple[Step, ...] = (
    Step(
        "why",
        _("Why do you ask for a second opinion?"),
        _("Why you ask"),
        _("It tells the team what to look at first. Every reason is a good one."),
        forms.WhyForm,
        _no_reason,
    ),
    Step(
        "plan",
        _("What is the plan now?"),
        _("The plan at home"),
        _("The opinion is about this plan. The team says if it would do the same."),
        forms.PlanForm,
        _no_plan,
    ),
    Step(
        "main-question",
        _("What do you most want to know?"),
        _("Your main question"),
        _("With one clear question the team answers what matters to you."),
        forms.MainQuestionForm,
        _no_question,
    ),
    Step(
        "decide-by",
        _("When do you need an answer?"),
        _("An answer is needed by"),
        _(
            "Some cancers need quick treatment. Others leave time to think. We use your "
            "date to decide who to read first. We never ask you to wait with treatment."
        ),
        forms.DecideByForm,
        _no_date,
    ),
    Step(
        "deciding",
        _("How do you like to decide?"),
        _("How you decide"),
        _(
            "Some people want every detail, others want one clear advice. Both are fine."
        ),
        forms.DecidingForm,
    ),
    Step(
        "what-matters",
        _("What matters most to you?"),
        _("What matters most"),
        _("Two good plans can differ in what they do to your days. You decide which."),
        forms.MattersForm,
    ),
    Step(
        "after",
        _("What do you hope for after the opinion?"),
        _("After the opinion"),
        _("So that the answer fits what you can and want to do."),
        forms.AfterForm,
        _no_hope,
    ),
    Step(
        "doctors",
        _("Which doctors would you like to read it?"),
        _("Doctors you would like"),
        _("The team decides in the end. Your wish helps it to begin."),
        forms.DisciplinesForm,
    ),
    Step(
        "video",
        _("Would you like to talk by video?"),
        _("Talking by video"),
        _("A talk needs a time that fits two time zones, so we plan it early."),
        forms.VideoForm,
    ),
    Step(
        "practical",
        _("Travel, days and cost"),
        _("Travel, days and cost"),
        _("So that the team suggests what is possible for you."),
        forms.PracticalForm,
    ),
)
BY_SLUG = {step.slug: step for step in STEPS}


def next_slug(slug: str) -> str:
    """The page after this one; empty after the last."""
    slugs = [step.slug for step in STEPS]
    place = slugs.index(slug) + 1
    return slugs[place] if place < len(slugs) else ""


def first_open(ask: Ask) -> Step:
    """The first page sending still needs, else the first nobody began, else the first."""
    needed = (step for step in STEPS if step.lacks(ask))
    fresh = (step for step in STEPS if not step.is_begun(ask))
    return next(needed, None) or next(fresh, STEPS[0])


def progress(ask: Ask) -> str:
    """ "todo", "part" or "done": how far the pages of the request are."""
    if not any(step.is_begun(ask) for step in STEPS):
        return "todo"
    return "part" if any(step.lacks(ask) for step in STEPS) else "done"
