"""Pages about health: daily life, illnesses, medicines, values, habits."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake import choices
from intake.facts import Facts
from intake.forms import health, labs
from intake.models import Allergy, LabValue, Medicine, Supplement
from intake.step_kinds import Group, Needed, Rows, Step


def _could_have_children(facts: Facts) -> bool:
    """Asked of everybody under 60, and while the birth date is missing."""
    born = facts.patient.date_of_birth
    return born is None or born.year > facts.case.created_at.year - 60


def _pregnancy_needs(facts: Facts) -> Needed:
    if facts.patient.sex_at_birth == choices.Sex.MALE:
        return {}
    return {"pregnancy": _("Say if the patient is pregnant or breastfeeding")}


STEPS: tuple[Step, ...] = (
    Step(
        "daily-life",
        Group.HEALTH,
        _("Daily life"),
        _(
            "How strong the patient is decides which treatments are safe. We keep this "
            "as the patient's own words; doctors judge it too."
        ),
        "health",
        health.DailyLifeForm,
        needed={
            "ecog": _("Choose the sentence that fits the patient best"),
            "ecog_change": _("Say how it compares with a month ago"),
            "height_cm": _("Enter the height, or tick “I do not know”"),
            "weight_kg": _("Enter the weight, or tick “I do not know”"),
        },
    ),
    Step(
        "symptoms",
        Group.HEALTH,
        _("How the last days were"),
        _(
            "Easing pain or sickness is part of good treatment. If something became "
            "much worse today, call your doctor: we read this later."
        ),
        "health",
        health.SymptomsForm,
        lead=_(
            "0 is none at all, 10 is the worst one can think of. Leave out any line."
        ),
    ),
    Step(
        "illnesses",
        Group.HEALTH,
        _("Other illnesses"),
        _("The heart, the kidneys and the liver decide which medicines are safe."),
        "health",
        health.IllnessForm,
        needed={"other_illness": _("Choose the other illnesses, or “None of these”")},
    ),
    Step(
        "pregnancy",
        Group.HEALTH,
        _("Pregnancy and children later"),
        _("Treatment can harm a child, and can make it hard to have one later."),
        "health",
        health.PregnancyForm,
        needed=_pregnancy_needs,
        visible=_could_have_children,
    ),
    Step(
        "medicines",
        Group.HEALTH,
        _("Medicines"),
        _("Some medicines do not go together with cancer treatment."),
        "health",
        health.BloodThinnerForm,
        lead=_("Everything taken now, also without a prescription."),
        rows=Rows(
            Medicine,
            health.MedicineForm,
            "no_medicines",
            _("No medicines"),
            _("You said that no medicines are taken."),
            _("Add a medicine"),
            _("Take the boxes to hand and copy the names."),
            required=_("List the medicines, or press “No medicines”"),
        ),
        needed={"blood_thinner": _("Say if the patient takes a blood thinner")},
        form_title=_("Blood thinners"),
    ),
    Step(
        "allergies",
        Group.HEALTH,
        _("Allergies"),
        _("So that nobody suggests something that harms."),
        "health",
        rows=Rows(
            Allergy,
            health.AllergyForm,
            "no_allergies",
            _("No allergies known"),
            _("You said that no allergies are known."),
            _("Add an allergy"),
            _("No allergy is listed yet."),
            required=_("List the allergies, or press “No allergies known”"),
        ),
    ),
    Step(
        "herbs",
        Group.HEALTH,
        _("Herbs, supplements and traditional medicine"),
        _(
            "Many people take them. Some change how a cancer medicine works, so the team "
            "looks at everything together."
        ),
        "health",
        lead=_("Teas, powders, vitamins, formulas: anything taken or put on the skin."),
        rows=Rows(
            Supplement,
            health.SupplementForm,
            "no_supplements",
            _("None of these"),
            _("You said that none of these are taken."),
            _("Add one"),
            _("Nothing is listed yet."),
            required=_("List herbs and supplements, or press “None of these”"),
        ),
    ),
    Step(
        "blood-tests",
        Group.HEALTH,
        _("Blood tests and tumour markers"),
        _("One test over several dates shows the team a course at a glance."),
        "diagnosis",
        lead=_(
            "You can leave this out: the team reads the papers themselves. If you type "
            "values in, one test over several dates helps most."
        ),
        rows=Rows(
            LabValue,
            labs.LabValueForm,
            "no_lab_values",
            _("I type no values in"),
            _("You said that you type no values in. The papers themselves are read."),
            _("Add a value"),
            _("No value is typed in. That is fine: the papers themselves are read."),
            on_paper=True,
        ),
    ),
    Step(
        "habits",
        Group.HEALTH,
        _("Habits, and who is at home"),
        _("It helps to plan what is possible at home. Nobody is judged for an answer."),
        "health",
        health.HabitsForm,
    ),
)
