"""What is known of a case, as lines: label, value, and where the value comes from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from accounts.listing import listed
from consultations import choices
from consultations.summary.source import PLAN, Source
from intake import choices as answers
from intake import languages
from intake.facts import Facts
from intake.step_list import STEPS

Line = dict[str, Any]


def asked_lines(source: Source) -> list[Line]:
    """What belongs to the question: the plan at home, what matters, what comes after."""
    r = source.request
    rows = [
        (
            "proposed_plan",
            _("Plan at home"),
            r.proposed_plan or _no_words_of_plan(source),
        ),
        (
            "reasons",
            _("Reasons"),
            join(many(choices.Reason, r.reasons), r.reason_other),
        ),
        (
            "what_matters",
            _("What matters"),
            join(many(choices.Matters, r.what_matters), r.what_matters_note),
        ),
        ("leaning", _("Leaning"), r.leaning),
        ("decision_role", _("Who decides"), r.get_decision_role_display()),
        ("disciplines", _("Who is wanted"), many(choices.Discipline, r.disciplines)),
        ("after_opinion", _("After the opinion"), r.get_after_opinion_display()),
    ]
    return [
        _line(source, f"consultationrequest.{name}", label, value)
        for name, label, value in rows
    ]


def _no_words_of_plan(source: Source) -> str:
    """What stands for the plan when the family wrote none."""
    if source.named_by_family(PLAN):
        return _("In the records")
    return _("There is no plan yet") if source.request.no_plan_yet else ""


def known_lines(source: Source) -> list[Line]:
    """The illness, the treatment and the person, one answer a line."""
    lines = [
        *_told_lines(source),
        *_illness_lines(source),
        *_row_lines(source),
        *_health_lines(source),
        *_contact_lines(source),
    ]
    return [line for line in lines if line["value"] or _was_asked(source, line["fact"])]


def _was_asked(source: Source, fact: str) -> bool:
    """Whether the intake asks such a patient for this; what is no answer of its steps is."""
    section, _dot, name = fact.partition(".")
    steps = [
        step
        for step in STEPS
        if step.part == section and step.form and name in step.form.Meta.fields
    ]
    told = Facts(
        source.case,
        {
            "patient": source.patient,
            "treatingdoctor": source.doctor,
            "diagnosis": source.diagnosis,
            "health": source.health,
        },
    )
    return not steps or any(step.asks(name, told) for step in steps)


def check_names(source: Source) -> set[str]:
    """Facts whose source can be written down: those that have a value."""
    lines = asked_lines(source) + known_lines(source)
    return {line["fact"] for line in lines if line["value"] and line["fact"]}


def _told_lines(source: Source) -> Iterable[Line]:
    p = source.patient
    knows = join(
        p.get_knows_diagnosis_display(), p.get_disclosure_display(), p.disclosure_note
    )
    yield _line(source, "patient.knows_diagnosis", _("The patient knows"), knows)
    yield _line(
        source,
        "patient.wants_numbers",
        _("Numbers wished"),
        p.get_wants_numbers_display(),
    )


def _illness_lines(source: Source) -> list[Line]:
    d = source.diagnosis
    rows = [
        (
            "site",
            _("Cancer"),
            join(d.get_site_display(), d.site_other, d.get_side_display()),
        ),
        ("as_written", _("As written"), d.as_written),
        ("diagnosed_on", _("Found on"), join(d.diagnosed_on)),
        (
            "stage",
            _("Stage"),
            join(d.get_stage_display(), d.stage_text, d.tnm, d.grade),
        ),
        ("situation", _("Situation"), d.get_situation_display()),
        ("spread_to", _("Spread"), many(answers.Spread, d.spread_to)),
        (
            "next_treatment",
            _("Planned next"),
            join(d.next_treatment, d.next_treatment_on, d.do_not_miss),
        ),
    ]
    return [
        _line(source, f"diagnosis.{name}", label, value) for name, label, value in rows
    ]


def _row_lines(source: Source) -> Iterable[Line]:
    d, h = source.diagnosis, source.health
    lists = (
        (_("Treatment"), source.treatments, d.no_treatment_yet and _("None yet")),
        (_("Biomarker"), source.biomarkers, d.no_biomarkers and _("None known")),
        (_("Blood test"), source.lab_values, d.no_lab_values and _("None typed in")),
        (_("Earlier cancer"), source.previous, d.no_previous_cancers and _("None")),
        (_("In the family"), source.family, d.no_family_cancers and _("None")),
        (_("Medicine"), source.medicines, h.no_medicines and _("None")),
        (_("Allergy"), source.allergies, h.no_allergies and _("None")),
        (_("Herb"), source.supplements, h.no_supplements and _("None")),
    )
    for label, rows, none in lists:
        if not rows:
            yield _line(source, "", label, none or "")
        for row in rows:
            fact = f"{row._meta.model_name}:{row.pk}"
            yield _line(source, fact, label, row_words(row))


def _health_lines(source: Source) -> list[Line]:
    h = source.health
    strong = [
        f"{answers.Symptom(code).label} {number}"
        for code, number in h.symptoms.items()
        if code in answers.Symptom.values and number
    ]
    rows = [
        (
            "ecog",
            _("Daily life"),
            join(h.ecog and _("%s of 0 to 4") % h.ecog, h.get_ecog_display()),
        ),
        ("ecog_change", _("Last month"), h.get_ecog_change_display()),
        ("symptoms", _("Symptoms (0 to 10)"), listed(strong)),
        (
            "weight_kg",
            _("Height, weight"),
            join(
                h.height_cm and f"{h.height_cm} cm", h.weight_kg and f"{h.weight_kg} kg"
            ),
        ),
        (
            "other_illness",
            _("Other illness"),
            join(many(answers.OtherIllness, h.other_illness), h.other_illness_note),
        ),
        ("implants", _("Implants"), many(answers.Implant, h.implants)),
        (
            "blood_thinner",
            _("Blood thinner"),
            join(h.get_blood_thinner_display(), h.blood_thinner_name),
        ),
        ("pregnancy", _("Pregnancy"), h.get_pregnancy_display()),
    ]
    return [
        _line(source, f"health.{name}", label, value) for name, label, value in rows
    ]


def _contact_lines(source: Source) -> Iterable[Line]:
    p, d = source.patient, source.doctor
    helped = p.interpreter == answers.Interpreter.YES and _("wants an interpreter")
    speaks = p.language and languages.name_of(p.language)
    yield _line(source, "patient.language", _("Language"), join(speaks, helped))
    reach = join(
        p.email,
        p.phone,
        p.messenger,
        many(answers.ContactWay, p.contact_ways),
        p.best_hours,
    )
    yield _line(source, "patient.contact_ways", _("Contact"), reach)
    may = d.get_may_contact_display()
    doctor = join(d.name, d.hospital, may and _("contact: %s") % may)
    yield _line(source, "treatingdoctor.name", _("Doctor at home"), doctor)


def _line(source: Source, fact: str, label: str, value: Any) -> Line:
    """A mark set before the answer last changed no longer counts."""
    check = source.checks.get(fact)
    changed = source.changed_at.get(fact)
    counts = check is not None and not (changed and changed > check.at)
    return {
        "fact": fact,
        "label": label,
        "value": value or "",
        "record": source.record_numbers.get(check.record_id) if counts else None,
        "checked": bool(counts and check.checked_by_id),
        "named": listed(str(number) for number in source.named_by_family(fact)),
    }


WORDS_OF = {
    "treatmentline": (
        "get_type_display",
        "name",
        "began_on",
        "ended_on",
        "cycles",
        "get_response_display",
        "get_why_stopped_display",
    ),
    "biomarker": ("marker", "result", "method"),
    "labvalue": ("name", "amount", "sampled_on", "laboratory"),
    "medicine": ("name", "dose", "how_often"),
    "allergy": ("substance", "reaction"),
    "supplement": ("name", "ingredients", "get_with_chemo_display"),
    "previouscancer": ("kind", "found_on", "treatment"),
    "familycancer": ("get_relation_display", "kind", "age"),
}


def row_words(row: Any) -> str:
    """A repeated row in one line."""
    values = [getattr(row, name) for name in WORDS_OF[row._meta.model_name]]
    return join(*(value() if callable(value) else value for value in values))


def join(*parts: Any) -> str:
    """What is there, with commas between; dates in words."""
    words = [
        part.words() if hasattr(part, "words") else str(part) for part in parts if part
    ]
    return listed(words)


def many(kind: Any, codes: list[str]) -> str:
    return listed(kind(code).label for code in codes if code in kind.values)
