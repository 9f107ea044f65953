"""The answers of the request in words, for the check page and the pages after sending."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consultations import choices
from consultations.models import ConsultationRequest
from consultations.steps import DATED
from intake import papers

Ask = ConsultationRequest


def lines_of(slug: str, ask: Ask) -> list[str]:
    """What was answered on this page, one line each; empty when nothing was."""
    return [str(line) for line in LINES[slug](ask) if line]


def _why(ask: Ask) -> Iterable[Any]:
    return [*_labels(choices.Reason, ask.reasons), ask.reason_other]


def _plan(ask: Ask) -> Iterable[Any]:
    letters = ask.plan_records and "; ".join(papers.named(ask.case, ask.plan_records))
    return [
        ask.proposed_plan,
        _("In the records: %s") % letters if letters else "",
        _("There is no plan yet") if ask.no_plan_yet else "",
    ]


def _main_question(ask: Ask) -> Iterable[Any]:
    return [ask.main_question]


def _decide_by(ask: Ask) -> Iterable[Any]:
    if ask.decide_by_certainty and ask.decide_by_certainty not in DATED:
        return [ask.get_decide_by_certainty_display(), ask.decide_by_note]
    if ask.decide_by is None:
        return [ask.decide_by_note]
    day = date_format(ask.decide_by)
    if ask.decide_by_certainty == choices.Certainty.ABOUT:
        day = _("About %(day)s") % {"day": day}
    left = _days_left(ask.days_left() or 0)
    return [f"{day} ({left})", ask.get_decide_by_reason_display(), ask.decide_by_note]


def _days_left(days: int) -> str:
    if days < 0:
        return _("this day has passed")
    if days == 0:
        return _("today")
    words = ngettext("%(n)s day from today", "%(n)s days from today", days)
    return words % {"n": days}


def _deciding(ask: Ask) -> Iterable[Any]:
    return [ask.get_decision_role_display(), ask.leaning]


def _matters(ask: Ask) -> Iterable[Any]:
    labels = _labels(choices.Matters, ask.what_matters)
    ranked = [f"{n}. {label}" for n, label in enumerate(labels, start=1)]
    return [*ranked, ask.what_matters_note]


def _after(ask: Ask) -> Iterable[Any]:
    return [ask.get_after_opinion_display()]


def _doctors(ask: Ask) -> Iterable[Any]:
    return _labels(choices.Discipline, ask.disciplines)


def _video(ask: Ask) -> Iterable[Any]:
    return [ask.get_video_display()]


def _practical(ask: Ask) -> Iterable[Any]:
    return [ask.travel_limits, ask.dates_unavailable, ask.get_budget_display()]


LINES: dict[str, Callable[[Ask], Iterable[Any]]] = {
    "why": _why,
    "plan": _plan,
    "main-question": _main_question,
    "decide-by": _decide_by,
    "deciding": _deciding,
    "what-matters": _matters,
    "after": _after,
    "doctors": _doctors,
    "video": _video,
    "practical": _practical,
}


def _labels(kind: Any, values: Iterable[str]) -> list[str]:
    known = dict(kind.choices)
    return [str(known[value]) for value in values if value in known]
