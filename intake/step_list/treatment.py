"""Pages about treatment: so far, planned, earlier cancers, the family."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake import choices
from intake.facts import Facts
from intake.forms import cancer
from intake.models import FamilyCancer, PreviousCancer, TreatmentLine
from intake.step_kinds import Group, Rows, Step

HAD_TREATMENT = {choices.Situation.IN_TREATMENT, choices.Situation.AFTER_TREATMENT}


def _treatment_after_all(facts: Facts) -> str:
    situation = facts.diagnosis.situation
    if situation not in HAD_TREATMENT:
        return ""
    said = _("“No treatment yet” does not fit “%(answer)s”: change one of the two")
    return said % {"answer": choices.Situation(situation).label}


STEPS: tuple[Step, ...] = (
    Step(
        "treatments",
        Group.TREATMENT,
        _("Treatment so far"),
        _("What helped, and what did not, shows which steps are left."),
        "diagnosis",
        cancer.AllTreatmentsForm,
        lead=_(
            "Add each treatment once, oldest first. A month or a year is enough. "
            "“I do not know” is fine."
        ),
        rows=Rows(
            TreatmentLine,
            cancer.TreatmentForm,
            "no_treatment_yet",
            _("No treatment yet"),
            _("You said that there was no treatment yet."),
            _("Add a treatment"),
            _("Start with any treatment you remember. We put them in order."),
            required=_("List the treatments, or press “No treatment yet”"),
            closed="all_treatments_listed",
            against_none=_treatment_after_all,
            on_paper=True,
        ),
        form_title=_("Is that every treatment?"),
    ),
    Step(
        "next",
        Group.TREATMENT,
        _("What is planned next"),
        _("If something is planned soon, we try to answer before it."),
        "diagnosis",
        cancer.NextForm,
    ),
    Step(
        "earlier-cancers",
        Group.TREATMENT,
        _("Earlier cancers"),
        _("Treatment of an earlier cancer can limit what is possible now."),
        "diagnosis",
        lead=_("Another cancer before this one. Not the same cancer coming back."),
        rows=Rows(
            PreviousCancer,
            cancer.PreviousCancerForm,
            "no_previous_cancers",
            _("No earlier cancer"),
            _("You said that there was no earlier cancer."),
            _("Add an earlier cancer"),
            _("No earlier cancer is listed."),
        ),
    ),
    Step(
        "family",
        Group.TREATMENT,
        _("Cancer in the family"),
        _("Some cancers run in families. It can change tests and treatment."),
        "diagnosis",
        lead=_("Relatives by blood. We need no names."),
        rows=Rows(
            FamilyCancer,
            cancer.FamilyCancerForm,
            "no_family_cancers",
            _("Nobody that we know of"),
            _("You said that you know of nobody in the family with cancer."),
            _("Add a relative"),
            _("Nobody is listed yet."),
        ),
    ),
)
