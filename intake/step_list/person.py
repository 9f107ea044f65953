"""Pages about the person: name, birth, reach, language, doctor, wishes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from intake import choices
from intake.facts import Facts
from intake.forms import person
from intake.step_kinds import Group, Needed, Step


def _language_needs(facts: Facts) -> Needed:
    needed = {
        "language": _("Choose the language the patient speaks best"),
        "interpreter": _("Say if an interpreter is needed"),
    }
    if facts.patient.interpreter == choices.Interpreter.YES:
        needed["interpreter_language"] = _("Choose the language of the interpreter")
    return needed


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
)
