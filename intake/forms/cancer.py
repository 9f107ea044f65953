"""Pages about the cancer, and one row for each test, treatment and earlier cancer."""

from __future__ import annotations

from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from intake import choices, markers
from intake.forms.base import AnswerForm
from intake.forms.fields import PartialDateFormField, TicksField
from intake.forms.papers import PaperForm, PapersField
from intake.forms.reported import SPECIMEN_HELP, SPECIMEN_LABEL, report_problem
from intake.models import (
    Biomarker,
    Diagnosis,
    FamilyCancer,
    PreviousCancer,
    TreatmentLine,
)

# Where the body has two: only there a side is asked.
PAIRED = {"breast", "lung", "kidney", "testis", "ovary"}
# Places nobody of this sex at birth has; every other answer to that question sees all.
NOT_OF = {
    choices.Sex.MALE: {"ovary", "endometrium", "cervix"},
    choices.Sex.FEMALE: {"prostate", "testis"},
}


class System(NamedTuple):
    """How doctors stage this kind of cancer. Names are the same in every language."""

    names: str
    example: str


SYSTEMS = {
    "lymphoma": System("Ann Arbor / Lugano", "Ann Arbor IIB"),
    "leukaemia": System("Rai / Binet", "Rai II, Binet B"),
    "myeloma": System("ISS / R-ISS", "R-ISS II"),
}
PART_OF_DATE = _("For example, June 2026. A year alone is fine.")


def past(label: Any, help_text: Any = PART_OF_DATE) -> PartialDateFormField:
    return PartialDateFormField(
        label=label, help_text=help_text, required=False, latest_today=True
    )


class CancerForm(AnswerForm):
    diagnosed_on = past(_("When was it found?"))
    first_symptom_on = past(_("When did the first sign appear? (optional)"))

    class Meta(AnswerForm.Meta):
        model = Diagnosis
        fields = (
            "site",
            "site_other",
            "side",
            "as_written",
            "diagnosed_on",
            "first_symptom_on",
            "first_symptom",
        )
        labels = {
            "site": _("Where did the cancer begin?"),
            "site_other": _("Which place?"),
            "side": _("On which side?"),
            "as_written": _("The diagnosis as the report says it"),
            "first_symptom": _("What was the first sign? (optional)"),
        }
        help_texts = {
            "site": _("If the doctors do not know, say that. It is an answer too."),
            "as_written": _(
                "Copy it from the newest report, in its own language. For example, "
                "“invasive ductal carcinoma, grade 2”."
            ),
            "first_symptom": _("For example, a lump, a cough, blood"),
        }
        unknowable = (
            "as_written",
            "diagnosed_on",
            "first_symptom_on",
            "first_symptom",
        )
        depends = {
            "site_other": ("site", {"other", "skin", "sarcoma"}),
            "side": ("site", PAIRED),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sex = self.facts.patient.sex_at_birth if self.facts else ""
        left_out = NOT_OF.get(sex, set()) - {self.instance.site}
        self.variant = ",".join(sorted(left_out))
        field = self.fields["site"]
        field.choices = [pair for pair in field.choices if pair[0] not in left_out]


class StageForm(AnswerForm):
    spread_to = TicksField(
        label=_("Has it spread, and to where? (optional)"),
        choices=choices.Spread.choices,
        alone=("none", "not_known"),
        help_text=_("Choose all that fit."),
    )

    class Meta(AnswerForm.Meta):
        model = Diagnosis
        fields = ("stage", "stage_text", "tnm", "grade", "spread_to")
        labels = {
            "stage": _("Which stage did the doctors name?"),
            "stage_text": _("The stage as it was written (optional)"),
            "tnm": _("Letters and numbers of the stage, TNM (optional)"),
            "grade": _("Grade of the tumour (optional)"),
        }
        help_texts = {
            "stage": _("If nobody told you, choose “I was not told”."),
            "stage_text": _("For example, IIIB, or Ann Arbor II"),
            "tnm": _("For example, cT3 N1 M0"),
            "grade": _("For example, grade 2, or Gleason 3+4"),
        }
        unknowable = ("stage_text", "tnm", "grade")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        system = SYSTEMS.get(self.facts.diagnosis.site) if self.facts else None
        if system is not None:
            self._offer(system)

    def _offer(self, system: System) -> None:
        """The system of this cancer stands first; the other stages follow."""
        self.variant = system.names
        own = choices.Stage.OTHER_SYSTEM.value
        label = _("A stage of %(names)s") % {"names": system.names}
        field = self.fields["stage"]
        others = [pair for pair in field.choices if pair[0] not in ("", own)]
        first = [pair for pair in field.choices if pair[0] == ""]
        field.choices = [*first, (own, label), *others]
        example = _("For example, %(stage)s") % {"stage": system.example}
        self.fields["stage_text"].help_text = example


class SituationForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = Diagnosis
        fields = ("situation",)
        labels = {"situation": _("Where do things stand now?")}
        help_texts = {"situation": _("Choose what fits best today.")}


class NextForm(AnswerForm):
    next_treatment_on = PartialDateFormField(
        label=_("When would it begin? (optional)"),
        help_text=_("For example, 6 November 2026. A month is fine."),
        required=False,
    )

    class Meta(AnswerForm.Meta):
        model = Diagnosis
        fields = ("next_treatment", "next_treatment_on", "do_not_miss")
        labels = {
            "next_treatment": _("What do the doctors plan next? (optional)"),
            "do_not_miss": _("A date that must not be missed? (optional)"),
        }
        help_texts = {
            "next_treatment": _("For example, 4 rounds of chemotherapy, then a scan"),
            "do_not_miss": _("For example, the operation on 20 November"),
        }
        unknowable = ("next_treatment", "next_treatment_on")


class AllTreatmentsForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = Diagnosis
        fields = ("all_treatments_listed",)
        labels = {"all_treatments_listed": _("Yes, this is every treatment so far")}


def its_papers() -> PapersField:
    return PapersField(
        label=_("Records that belong to it (optional)"),
        help_text=_("Tick the papers that show it. The team then finds them at once."),
    )


class BiomarkerForm(PaperForm):
    tested_on = past(
        _("When was the sample taken? (optional)"),
        _("If you only know the day of the test, give that. A year alone is fine."),
    )
    reported_on = past(_("When was the report written? (optional)"))
    linked_records = its_papers()

    class Meta(AnswerForm.Meta):
        model = Biomarker
        fields = (
            "marker",
            "result",
            "method",
            "specimen_number",
            "tested_on",
            "reported_on",
            "linked_records",
        )
        labels = {
            "marker": _("Name of the test or marker"),
            "result": _("Result"),
            "method": _("How it was tested (optional)"),
            "specimen_number": SPECIMEN_LABEL,
        }
        help_texts = {
            # xgettext:no-python-format
            "result": _("As written. For example, positive, 90 % or exon 19 deletion"),
            "method": _("For example, IHC, FISH, PCR or NGS"),
            "specimen_number": SPECIMEN_HELP,
        }
        unknowable = ("marker", "result", "method", "tested_on", "reported_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        site = self.facts.diagnosis.site if self.facts else ""
        self.suggestions = markers.often_asked(site)
        self.fields["marker"].widget.attrs["list"] = "suggestions"
        self.fields["marker"].help_text = _("Often tested: %(names)s") % {
            "names": ", ".join(self.suggestions)
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        dates = cleaned.get("reported_on"), cleaned.get("tested_on")
        if problem := report_problem(*dates, None):
            self.add_error("reported_on", problem)
        return cleaned


class TreatmentForm(PaperForm):
    began_on = past(_("When did it begin?"))
    ended_on = past(_("When did it end?"), _("A month and a year is enough."))
    linked_records = its_papers()

    class Meta(AnswerForm.Meta):
        model = TreatmentLine
        fields = (
            "type",
            "name",
            "intent",
            "began_on",
            "is_ongoing",
            "ended_on",
            "why_stopped",
            "why_stopped_note",
            "cycles",
            "dose",
            "response",
            "side_effects",
            "hospital",
            "linked_records",
        )
        labels = {
            "type": _("What kind of treatment?"),
            "name": _("Name of the medicine or operation"),
            "intent": _("What was it for? (optional)"),
            "is_ongoing": _("It is still going on"),
            "why_stopped": _("Why did it stop?"),
            "why_stopped_note": _("More about why it stopped (optional)"),
            "cycles": _("How many rounds or sessions? (optional)"),
            "dose": _("Dose (optional)"),
            "response": _("What did it do to the cancer? (optional)"),
            "side_effects": _("Serious side effects (optional)"),
            "hospital": _("Where? (optional)"),
        }
        help_texts = {
            "name": _("Copy it from the box or the letter. A near spelling is fine."),
            "why_stopped": _(
                "The team needs the reason more than any other answer here."
            ),
            "cycles": _("For example, 6 rounds, or 25 sessions"),
            "dose": _("If a paper says it. For example, 75 mg/m² every 3 weeks"),
            "hospital": _("For example, Hospital General, Puebla"),
        }
        widgets = {
            "intent": forms.Select,
            "why_stopped": forms.Select,
            "response": forms.Select,
            "side_effects": forms.Textarea({"rows": 2, "dir": "auto"}),
        }
        unknowable = (
            "type",
            "name",
            "began_on",
            "ended_on",
            "cycles",
            "dose",
            "side_effects",
            "hospital",
        )
        depends = {
            "ended_on": ("is_ongoing", {False}),
            "why_stopped": ("is_ongoing", {False}),
            "why_stopped_note": ("is_ongoing", {False}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        began, ended = cleaned.get("began_on"), cleaned.get("ended_on")
        if began and ended and ended.last_day < began.first_day:
            self.add_error("ended_on", _("The end is before the beginning. Check both"))
        return cleaned


class PreviousCancerForm(AnswerForm):
    found_on = past(_("When was it found?"))

    class Meta(AnswerForm.Meta):
        model = PreviousCancer
        fields = ("kind", "found_on", "treatment")
        labels = {
            "kind": _("Which cancer was it?"),
            "treatment": _("How was it treated? (optional)"),
        }
        help_texts = {
            "kind": _("For example, thyroid cancer"),
            "treatment": _("For example, an operation and radioactive iodine"),
        }
        unknowable = ("kind", "found_on", "treatment")


class FamilyCancerForm(AnswerForm):
    class Meta(AnswerForm.Meta):
        model = FamilyCancer
        fields = ("relation", "kind", "age")
        labels = {
            "relation": _("Who had cancer?"),
            "kind": _("Which cancer?"),
            "age": _("How old were they when it was found? (optional)"),
        }
        help_texts = {
            "relation": _("Only relatives by blood. No names, please."),
            "kind": _("For example, breast cancer"),
            "age": _("About is fine. For example, 45"),
        }
        unknowable = ("kind", "age")
