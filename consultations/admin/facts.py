"""What is known of a case, as lines: label, pieces, and where the answer comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from accounts.listing import listed
from consultations import fact_lines
from consultations.admin import answers
from consultations.admin.answers import Piece, plain
from consultations.fact_lines import Entry
from consultations.summary.source import PLAN, Source
from intake.facts import Facts
from intake.models import Answered
from intake.step_list import STEPS

Line = dict[str, Any]


def asked_lines(source: Source) -> list[Line]:
    """What belongs to the question: the plan at home, what matters, what comes after."""
    return list(_lines(source, fact_lines.ASKED))


def known_lines(source: Source) -> list[Line]:
    """The illness, the treatment and the person, one answer a line."""
    return [
        *_lines(source, fact_lines.ILLNESS),
        *_row_lines(source),
        *_lines(source, fact_lines.HEALTH),
        *_lines(source, fact_lines.PERSON),
        *_lines(source, answers.left_over()),
    ]


def _lines(source: Source, entries: Iterable[Entry]) -> Iterator[Line]:
    """Lines with an answer, and those whose gap is worth knowing."""
    for entry in entries:
        fact = f"{entry.section}.{entry.fields[0]}"
        pieces = answers.pieces_of(_part(source, entry.section), entry)
        if fact == PLAN:
            pieces = _plan(source)
        if pieces or (not entry.quiet and _was_asked(source, fact)):
            yield _line(source, fact, str(entry.label), pieces)


def _part(source: Source, section: str) -> Answered:
    return {
        "patient": source.patient,
        "treatingdoctor": source.doctor,
        "diagnosis": source.diagnosis,
        "health": source.health,
        "consultationrequest": source.request,
    }[section]


def _plan(source: Source) -> list[Piece]:
    """The plan at home, or what stands for it when the family wrote none."""
    words = source.request.proposed_plan
    if not words and source.named_by_family(PLAN):
        words = _("In the records")
    elif not words and source.request.no_plan_yet:
        words = _("There is no plan yet")
    return [Piece(words)] if words else []


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
            yield _line(source, "", label, [Piece(none)] if none else [])
        for number, row in enumerate(rows, start=1):
            fact = f"{row._meta.model_name}:{row.pk}"
            which = f"{label} {number}" if len(rows) > 1 else label
            yield _line(source, fact, which, answers.row_pieces(row))


def _line(source: Source, fact: str, label: str, pieces: list[Piece]) -> Line:
    check = source.check_of(fact)
    return {
        "fact": fact,
        "label": label,
        "pieces": pieces,
        "value": plain(pieces),
        "record": source.record_numbers.get(check.record_id) if check else None,
        "checked": bool(check and check.checked_by_id),
        "named": listed(str(number) for number in source.named_by_family(fact)),
    }
