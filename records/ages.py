"""How old is too old: when a record that is here no longer tells how things are now.

A rule warns and never blocks, and pathology never ages. Only blood tests have a source (the
hospitals in China ask for those of the last 3 months); the others are common practice in
oncology, to be confirmed by the medical lead.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intake.choices import Situation
from intake.dates import PartialDate
from records.facts import Facts

SCANS = frozenset({"imaging_report", "imaging_files"})
BLOOD = frozenset({"lab_results"})
BEFORE_A_DECISION = {Situation.NEW, Situation.BEFORE_TREATMENT}
LAST_WEEKS = 140  # up to here an age is told in weeks, later in months


@dataclass(frozen=True)
class AgeRule:
    """`words`: what it means that the newest is older than `days`, with its age in it."""

    kinds: frozenset[str]
    days: int
    words: Promise
    applies: Callable[[Facts], bool]


# The first rule of a kind that applies counts.
RULES: tuple[AgeRule, ...] = (
    AgeRule(
        BLOOD,
        90,
        _(
            "The newest is %(age)s old. The team likes blood tests of the last 3 months: "
            "if there are newer ones, add them too."
        ),
        lambda facts: True,
    ),
    AgeRule(
        SCANS,
        42,
        _(
            "The newest is %(age)s old. When a cancer moves, a scan of the last 6 weeks "
            "shows how things are now."
        ),
        lambda facts: facts.is_moving,
    ),
    AgeRule(
        SCANS,
        56,
        _(
            "The newest is %(age)s old. In treatment, a scan of the last 8 weeks shows "
            "whether the treatment works."
        ),
        lambda facts: facts.situation == Situation.IN_TREATMENT,
    ),
    AgeRule(
        SCANS,
        84,
        _(
            "The newest is %(age)s old. Before a decision, the team likes a scan of the "
            "last 12 weeks."
        ),
        lambda facts: facts.situation in BEFORE_A_DECISION,
    ),
)


def rule_for(kind: str, facts: Facts) -> AgeRule | None:
    """The rule by which records of this kind age in this case; None: they never do."""
    return next((r for r in RULES if kind in r.kinds and r.applies(facts)), None)


def days_old(day: PartialDate, today: date) -> int:
    """The least it can be: of a month or a year, its last day counts."""
    return (today - min(day.last_day, today)).days


def sentence(kind: str, day: PartialDate | None, facts: Facts, today: date) -> str:
    """How old the newest record of a kind is and what that means; "" while it is new."""
    rule = rule_for(kind, facts)
    if rule is None or day is None or day.first_day > today:
        return ""
    days = days_old(day, today)
    return str(rule.words) % {"age": in_words(days)} if days > rule.days else ""


def in_words(days: int) -> str:
    if days <= LAST_WEEKS:
        weeks = days // 7
        return ngettext("%d week", "%d weeks", weeks) % weeks
    months = days * 12 // 365
    return ngettext("%d month", "%d months", months) % months
