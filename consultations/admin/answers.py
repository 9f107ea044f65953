"""How the desk tells an answer: pieces in words, each field of the forms in one line.

`consultations.fact_lines` puts the fields of the intake under the desk's short labels. A
field that stands in no line is told all the same, under the label of its form.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import Model
from django.forms import Field
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accounts.listing import listed
from consultations import choices
from consultations.fact_lines import ASKED, ELSEWHERE, HEALTH, ILLNESS, PERSON, Entry
from consultations.steps import STEPS as REQUEST_STEPS
from consultations.told_story import without_optional
from intake import choices as intake
from intake.forms.base import AnswerForm, is_given
from intake.forms.papers import PapersField
from intake.models import Answered, Row
from intake.step_list import STEPS
from intake.words import in_words, symptoms_in_words

ISOLATE, END = "\u2068", "\u2069"


@dataclass(frozen=True)
class Piece:
    """One answer in words; a label where the words alone could mean anything."""

    words: str
    label: str = ""

    @property
    def before(self) -> str:
        """What stands before the words: "Dose: ", "Where? "."""
        if not self.label:
            return ""
        return f"{self.label} " if self.label[-1:] in "?？؟" else f"{self.label}: "


def plain(pieces: Iterable[Piece]) -> str:
    """Pieces in one line where no markup can stand; each keeps its own direction."""
    pieces = list(pieces)
    if len(pieces) < 2:
        return "".join(f"{piece.before}{piece.words}" for piece in pieces)
    return listed(f"{piece.before}{ISOLATE}{piece.words}{END}" for piece in pieces)


# Short labels of the columns of a list; others are told under the label of their form.
SHORT: dict[str, Promise] = {
    "treatmentline.intent": _("Aim"),
    "treatmentline.began_on": _("Began"),
    "treatmentline.ended_on": _("Ended"),
    "treatmentline.why_stopped": _("Stopped because"),
    "treatmentline.why_stopped_note": _("More about the end"),
    "treatmentline.cycles": _("Rounds"),
    "treatmentline.dose": _("Dose"),
    "treatmentline.response": _("Effect"),
    "treatmentline.side_effects": _("Side effects"),
    "treatmentline.hospital": _("Where"),
    "biomarker.specimen_number": _("Number"),
    "biomarker.tested_on": _("Sample taken"),
    "biomarker.reported_on": _("Reported"),
    "labvalue.reference": _("Reference range"),
    "medicine.since": _("Since"),
    "medicine.what_for": _("For"),
    "allergy.is_contrast": _("Contrast medium"),
    "supplement.prescriber": _("Recommended by"),
    "supplement.since": _("Since"),
    "supplement.with_chemo": _("With cancer treatment"),
    "supplement.with_thinner": _("With a blood thinner"),
    "supplement.with_surgery": _("Around an operation"),
    "supplement.stopped_before": _("Stopped before it"),
    "supplement.tested_on": _("Liver and kidneys tested"),
    "previouscancer.found_on": _("Found on"),
    "familycancer.age": _("Age"),
}
# Columns whose words need no label.
BARE = {
    "treatmentline": {"type", "name"},
    "biomarker": {"marker", "result", "method"},
    "labvalue": {"test", "test_name", "value", "sampled_on", "laboratory"},
    "medicine": {"name", "dose", "how_often"},
    "allergy": {"substance", "reaction"},
    "supplement": {"name", "ingredients", "form"},
    "previouscancer": {"kind", "treatment"},
    "familycancer": {"relation", "kind"},
}


def _symptoms(values: dict[str, int | str]) -> str:
    felt = {code: how for code, how in values.items() if how}
    return listed(symptoms_in_words(felt))


def _ecog(code: str) -> str:
    label = dict(intake.Ecog.choices).get(code, "")
    return listed(part for part in (_t("%s of 0 to 4") % code, label) if part)


def _ranked(codes: list[str]) -> str:
    labels = dict(choices.Matters.choices)
    return listed(labels[code] for code in codes if code in labels)


# Answers whose form does not know the words, or not all of them.
WORDS: dict[str, Callable[[Any], str]] = {
    "consultationrequest.what_matters": _ranked,
    "health.ecog": _ecog,
    "health.symptoms": _symptoms,
    "health.height_cm": lambda value: f"{in_words(value)} cm",
    "health.weight_kg": lambda value: f"{in_words(value)} kg",
    "health.weight_change_kg": lambda value: _t("%s kg in 3 months") % f"{value:+.4g}",
}


def section_of(row: Model) -> str:
    return row._meta.model_name


@cache
def forms_of_sections() -> dict[str, list[type[AnswerForm]]]:
    """Every form of the story and of the request, by the part it writes."""
    found: dict[str, list[type[AnswerForm]]] = {}
    for form in [step.form for step in (*STEPS, *REQUEST_STEPS) if step.form]:
        found.setdefault(form._meta.model._meta.model_name, []).append(form)
    return found


@cache
def forms_of_rows() -> dict[str, type[AnswerForm]]:
    """The form of each list, by the name of its rows."""
    kinds = [step.rows for step in STEPS if step.rows]
    return {kind.model._meta.model_name: kind.form for kind in kinds}


@cache
def form_of(section: str, name: str) -> type[AnswerForm]:
    """The form that asks for this column."""
    forms = forms_of_sections().get(section) or [forms_of_rows()[section]]
    return next(form for form in forms if name in form._meta.fields)


def left_over() -> list[Entry]:
    """Columns of the forms that no line tells: one line each, so that none is forgotten."""
    entries = (*ASKED, *ILLNESS, *HEALTH, *PERSON)
    told = ELSEWHERE | {f"{e.section}.{name}" for e in entries for name in e.fields}
    return [
        Entry(section, _label(form, name), (name,), quiet=True)
        for section, forms in forms_of_sections().items()
        for form in forms
        for name in form._meta.fields
        if f"{section}.{name}" not in told
    ]


def pieces_of(row: Answered, entry: Entry) -> list[Piece]:
    """What was answered in the fields of one line."""
    return [
        piece
        for name in entry.fields
        for piece in _pieces(row, name, form_of(entry.section, name), "")
    ]


def row_pieces(row: Row) -> list[Piece]:
    """Everything that was answered of one thing in a list; its papers stand beside it."""
    section = section_of(row)
    form = forms_of_rows()[section]
    found: list[Piece] = []
    for name in form._meta.fields:
        if not _is_folded(row, name, form):
            bare = name in BARE[section]
            found += _pieces(row, name, form, "" if bare else _short(form, name))
    return found


def _is_folded(row: Row, name: str, form: type[AnswerForm]) -> bool:
    """Told by another column, or beside the line."""
    if isinstance(form.base_fields[name], PapersField):
        return True
    if section_of(row) != "labvalue":
        return False
    return name == "unit" or (name == "test" and not row.is_listed and row.test_name)


def _pieces(
    row: Answered, name: str, form: type[AnswerForm], label: str
) -> Iterator[Piece]:
    if not form.fits(name, row):
        return
    if name in row.not_known:
        yield Piece(_t("I do not know"), label or _short(form, name))
        return
    value, field = getattr(row, name), form.base_fields.get(name)
    if not is_given(value):
        return
    if isinstance(value, list) and not getattr(field, "choices", None):
        known = f"{section_of(row)}.{name}" in WORDS
        for one in [value] if known else value:
            yield Piece(_words(row, name, one, field), label)
        return
    yield Piece(_words(row, name, value, field), label)


def _words(row: Answered, name: str, value: Any, field: Field | None) -> str:
    own = WORDS.get(f"{section_of(row)}.{name}")
    if own is not None:
        return own(value)
    if (section_of(row), name) == ("labvalue", "value"):
        return row.amount
    if isinstance(value, list):
        return listed(in_words(one, field) for one in value)
    return in_words(value, field)


def _short(form: type[AnswerForm], name: str) -> str:
    section = form._meta.model._meta.model_name
    return str(SHORT.get(f"{section}.{name}") or _label(form, name))


def _label(form: type[AnswerForm], name: str) -> str:
    field = form.base_fields.get(name)
    return without_optional(str(field.label)) if field else name
