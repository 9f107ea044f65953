"""Pages about the cancer: where it began, how far it went, its tests."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake.facts import Facts
from intake.forms import cancer
from intake.models import Biomarker
from intake.step_kinds import Group, Needed, Rows, Step


def _cancer_needs(facts: Facts) -> Needed:
    needed = {
        "site": _("Choose where the cancer began"),
        "as_written": _("Copy the diagnosis from the report, or tick “I do not know”"),
        "diagnosed_on": _("Say when it was found; a year is enough"),
    }
    if facts.diagnosis.site in cancer.PAIRED:
        needed["side"] = _("Choose the side of the cancer")
    return needed


STEPS: tuple[Step, ...] = (
    Step(
        "cancer",
        Group.CANCER,
        _("The cancer"),
        _("It decides which doctors read the folder and which papers they need."),
        "diagnosis",
        cancer.CancerForm,
        needed=_cancer_needs,
    ),
    Step(
        "stage",
        Group.CANCER,
        _("Stage and spread"),
        _("The plan depends on how far the cancer has gone. “I was not told” is fine."),
        "diagnosis",
        cancer.StageForm,
        needed={"stage": _("Choose the stage, or “I was not told”")},
    ),
    Step(
        "situation",
        Group.CANCER,
        _("Where things stand"),
        _("The team answers other questions before treatment than after it."),
        "diagnosis",
        cancer.SituationForm,
        needed={"situation": _("Choose where things stand now")},
    ),
    Step(
        "biomarkers",
        Group.CANCER,
        _("Tests of the tumour"),
        _(
            "Some medicines work only when a test finds a certain change. If you have "
            "the report, adding it to the records is enough."
        ),
        "diagnosis",
        lead=_("Add each result once. If you have no results, that is common."),
        rows=Rows(
            Biomarker,
            cancer.BiomarkerForm,
            "no_biomarkers",
            _("No tests, or we do not know"),
            _("You said that there are no tests, or that you do not know of any."),
            _("Add a test"),
            _("No test is listed yet. One from a report is a good start."),
            on_paper=True,
        ),
    ),
)
