"""Which columns make one fact of a case: a line at the desk, and one mark of its source.

A coordinator who writes down where a fact comes from vouches for all columns of its line:
the mark lapses when any of them changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Entry:
    """One line of the desk: the first of its fields names the fact.

    A `quiet` one is left out while there is no answer; of the others the gap is shown.
    """

    section: str
    label: Promise
    fields: tuple[str, ...]
    quiet: bool = False


ASKED = (
    Entry(
        "consultationrequest",
        _("Plan at home"),
        ("proposed_plan", "no_plan_yet", "plan_records"),
    ),
    Entry("consultationrequest", _("Reasons"), ("reasons", "reason_other")),
    Entry(
        "consultationrequest", _("What matters"), ("what_matters", "what_matters_note")
    ),
    Entry("consultationrequest", _("Leaning"), ("leaning",)),
    Entry("consultationrequest", _("Who decides"), ("decision_role",)),
    Entry("consultationrequest", _("Who is wanted"), ("disciplines",)),
    Entry("consultationrequest", _("After the opinion"), ("after_opinion",)),
    Entry("consultationrequest", _("The date"), ("decide_by_certainty",), quiet=True),
    Entry("consultationrequest", _("Video talk"), ("video",), quiet=True),
    Entry("consultationrequest", _("Travel"), ("travel_limits",), quiet=True),
    Entry(
        "consultationrequest",
        _("Days not possible"),
        ("dates_unavailable",),
        quiet=True,
    ),
    Entry("consultationrequest", _("Cost"), ("budget",), quiet=True),
)
ILLNESS = (
    Entry(
        "patient",
        _("The patient knows"),
        ("knows_diagnosis", "disclosure", "disclosure_note"),
    ),
    Entry("patient", _("Numbers wished"), ("wants_numbers",)),
    Entry("diagnosis", _("Cancer"), ("site", "site_other", "side")),
    Entry("diagnosis", _("As written"), ("as_written",)),
    Entry("diagnosis", _("Found on"), ("diagnosed_on",)),
    Entry(
        "diagnosis", _("First sign"), ("first_symptom_on", "first_symptom"), quiet=True
    ),
    Entry("diagnosis", _("Stage"), ("stage", "stage_text")),
    Entry("diagnosis", _("TNM"), ("tnm",), quiet=True),
    Entry("diagnosis", _("Grade"), ("grade",), quiet=True),
    Entry("diagnosis", _("Situation"), ("situation",)),
    Entry("diagnosis", _("Spread"), ("spread_to",)),
    Entry("diagnosis", _("Planned next"), ("next_treatment", "next_treatment_on")),
    Entry("diagnosis", _("Not to be missed"), ("do_not_miss",), quiet=True),
    Entry("diagnosis", _("Every treatment"), ("all_treatments_listed",), quiet=True),
)
HEALTH = (
    Entry("health", _("Daily life"), ("ecog",)),
    Entry("health", _("Last month"), ("ecog_change",)),
    Entry("health", _("Aids"), ("aids",), quiet=True),
    Entry("health", _("Symptoms (0 to 10)"), ("symptoms",)),
    Entry(
        "health", _("Height, weight"), ("height_cm", "weight_kg", "weight_change_kg")
    ),
    Entry("health", _("Other illness"), ("other_illness", "other_illness_note")),
    Entry("health", _("Implants"), ("implants",)),
    Entry("health", _("Blood thinner"), ("blood_thinner", "blood_thinner_name")),
    Entry("health", _("Pregnancy"), ("pregnancy",)),
    Entry("health", _("Children later"), ("fertility",), quiet=True),
    Entry("health", _("Smoking"), ("smoking",), quiet=True),
    Entry("health", _("Alcohol"), ("alcohol",), quiet=True),
    Entry("health", _("At home"), ("lives_with",), quiet=True),
)
PERSON = (
    Entry("patient", _("Name"), ("full_name", "name_in_script", "name_note")),
    Entry("patient", _("Date of birth"), ("date_of_birth",)),
    Entry("patient", _("Sex at birth"), ("sex_at_birth",)),
    Entry("patient", _("How we speak of them"), ("pronoun",), quiet=True),
    Entry("patient", _("Lives in"), ("country", "city")),
    Entry("patient", _("Language"), ("language", "other_languages")),
    Entry(
        "patient",
        _("Interpreter"),
        ("interpreter", "interpreter_language", "interpreter_gender"),
    ),
    Entry("patient", _("Makes it easier"), ("access_needs",), quiet=True),
    Entry(
        "patient",
        _("Contact"),
        ("email", "phone", "messenger", "contact_ways", "best_hours"),
    ),
    Entry("patient", _("Time zone"), ("time_zone",)),
    Entry(
        "treatingdoctor",
        _("Doctor at home"),
        ("name", "specialty", "hospital", "country", "email", "phone", "language"),
    ),
    Entry("treatingdoctor", _("Doctor knows"), ("knows",)),
    Entry("treatingdoctor", _("May we write"), ("may_contact",)),
)
# Told at the head of the page or above the lines, in words of their own.
ELSEWHERE = {
    "consultationrequest.main_question",
    "consultationrequest.decide_by",
    "consultationrequest.decide_by_reason",
    "consultationrequest.decide_by_note",
}


def fact_of(column: str) -> str:
    """The fact a column belongs to: "diagnosis.side" is told with "diagnosis.site"."""
    return _facts().get(column, column)


@cache
def columns_of(fact: str) -> tuple[str, ...]:
    """Every column whose change makes a mark of this fact lapse."""
    together = tuple(column for column, name in _facts().items() if name == fact)
    return together or (fact,)


@cache
def _facts() -> dict[str, str]:
    return {
        f"{entry.section}.{name}": f"{entry.section}.{entry.fields[0]}"
        for entry in (*ASKED, *ILLNESS, *HEALTH, *PERSON)
        for name in entry.fields
    }
