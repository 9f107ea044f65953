"""Every page of the story with its words. Clinical wording waits for the medical lead."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake import choices
from intake.facts import Facts
from intake.forms import cancer, health, labs, person
from intake.models import (
    Allergy,
    Biomarker,
    FamilyCancer,
    LabValue,
    Medicine,
    PreviousCancer,
    Supplement,
    TreatmentLine,
)
from intake.step_kinds import Group, Needed, Rows, Step

HAD_TREATMENT = {choices.Situation.IN_TREATMENT, choices.Situation.AFTER_TREATMENT}


def _language_needs(facts: Facts) -> Needed:
    needed = {
        "language": _("Choose the language the patient speaks best"),
        "interpreter": _("Say if an interpreter is needed"),
    }
    if facts.patient.interpreter == choices.Interpreter.YES:
        needed["interpreter_language"] = _("Choose the language of the interpreter")
    return needed


def _cancer_needs(facts: Facts) -> Needed:
    needed = {
        "site": _("Choose where the cancer began"),
        "as_written": _("Copy the diagnosis from the report, or tick “I do not know”"),
        "diagnosed_on": _("Say when it was found; a year is enough"),
    }
    if facts.diagnosis.site in cancer.PAIRED:
        needed["side"] = _("Choose the side of the cancer")
    return needed


def _could_have_children(facts: Facts) -> bool:
    """Asked of everybody under 60, and while the birth date is missing."""
    born = facts.patient.date_of_birth
    return born is None or born.year > facts.case.created_at.year - 60


def _pregnancy_needs(facts: Facts) -> Needed:
    if facts.patient.sex_at_birth == choices.Sex.MALE:
        return {}
    return {"pregnancy": _("Say if the patient is pregnant or breastfeeding")}


def _treatment_after_all(facts: Facts) -> str:
    situation = facts.diagnosis.situation
    if situation not in HAD_TREATMENT:
        return ""
    said = _("“No treatment yet” does not fit “%(answer)s”: change one of the two")
    return said % {"answer": choices.Situation(situation).label}


STEPS: tuple[Step, ...] = (
    Step(
        "name",
        Group.PERSON,
        _("Name of the patient"),
        _("So that we match every paper to the right person."),
        "patient",
        person.NameForm,
        needed={"full_name": _("Enter the full name of the patient")},
    ),
    Step(
        "birth",
        Group.PERSON,
        _("Birth, sex and place"),
        _(
            "Age and sex change which treatments and doses fit. The country tells us "
            "the law, the time zone and what can be had there."
        ),
        "patient",
        person.BirthForm,
        needed={
            "date_of_birth": _("Enter the date of birth"),
            "sex_at_birth": _("Choose the sex at birth"),
            "country": _("Choose the country where the patient lives"),
        },
    ),
    Step(
        "reach",
        Group.PERSON,
        _("How to reach you"),
        _(
            "We tell you when something is new. Health matters are never in an e-mail: "
            "you read them here."
        ),
        "patient",
        person.ReachForm,
        needed={
            "email": _("Enter an e-mail address"),
            "contact_ways": _("Choose how we may give news"),
            "time_zone": _("Choose the time zone"),
        },
    ),
    Step(
        "language",
        Group.PERSON,
        _("Language and interpreter"),
        _("The opinion and every talk come in words the patient understands."),
        "patient",
        person.LanguageForm,
        needed=_language_needs,
    ),
    Step(
        "doctor",
        Group.PERSON,
        _("The treating doctor"),
        _(
            "The doctor at home stays in charge. The team can ask them about a detail, "
            "only if you allow it."
        ),
        "treatingdoctor",
        person.DoctorForm,
        lead=_(
            "You can leave the name out. We never write to anybody without your yes."
        ),
        needed={
            "knows": _("Say if the treating doctor knows about this"),
            "may_contact": _("Say if we may write to the treating doctor"),
        },
    ),
    Step(
        "telling",
        Group.PERSON,
        _("What the patient knows and wishes to hear"),
        _(
            "In some families the patient has not been told everything. We do not want "
            "to say more, or less, than is wished."
        ),
        "patient",
        person.TellingForm,
        needed={
            "knows_diagnosis": _("Say what the patient knows about the illness"),
            "disclosure": _("Say how the patient wishes to hear the opinion"),
        },
    ),
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
