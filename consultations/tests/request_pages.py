"""What the pages of a request are answered with in tests."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

PAGES = {
    "why": {"reasons": ["plan", "rare"], "reason_other": "Мы спорим"},
    "plan": {"proposed_plan": "Surgery in May"},
    "main-question": {"main_question": "Can it be removed?"},
    "decide-by": {
        "decide_by_certainty": "about",
        "decide_by_day": "6",
        "decide_by_month": "12",
        "decide_by_year": "2026",
        "decide_by_reason": "surgery",
        "decide_by_note": "or a day later",
    },
    "deciding": {"decision_role": "family", "leaning": "no operation"},
    "what-matters": {"first": "home", "second": "cure", "fifth": "work"},
    "after": {"after_opinion": "advice"},
    "doctors": {"disciplines": ["surgery", "tcm"]},
    "video": {"video": "interpreter"},
    "practical": {"travel_limits": "visa", "dates_unavailable": "", "budget": "some"},
}
KEPT = {
    "why": {"reasons": ["plan", "rare"], "reason_other": "Мы спорим"},
    "plan": {"proposed_plan": "Surgery in May", "no_plan_yet": False},
    "main-question": {"main_question": "Can it be removed?"},
    "decide-by": {
        "decide_by_certainty": "about",
        "decide_by": date(2026, 12, 6),
        "decide_by_reason": "surgery",
        "decide_by_note": "or a day later",
    },
    "deciding": {"decision_role": "family", "leaning": "no operation"},
    "what-matters": {"what_matters": ["home", "cure", "work"]},
    "after": {"after_opinion": "advice"},
    "doctors": {"disciplines": ["surgery", "tcm"]},
    "video": {"video": "interpreter"},
    "practical": {"travel_limits": "visa", "budget": "some"},
}
SLUGS = list(PAGES)


def url(case, slug) -> str:
    return reverse("consultations:request_step", args=[case.pk, slug])


def day(text: str, **more) -> dict:
    """The decide-by page with a date as "6 12 2026"."""
    boxes = zip(("day", "month", "year"), text.split(" "), strict=False)
    dated = {f"decide_by_{name}": part for name, part in boxes}
    return {"decide_by_certainty": "exact", **dated, **more}
