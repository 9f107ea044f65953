"""The fixed answers of the request, each with its words in one place."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Reason(TextChoices):
    SURGERY = "surgery", _("Before a big operation")
    CAME_BACK = "came_back", _("The cancer came back")
    DIFFER = "differ", _("I was offered different options, or doctors differ")
    RARE = "rare", _("The cancer is rare or hard to name")
    COMMUNICATION = "communication", _("It is hard to talk with my doctors")
    PLAN = "plan", _("I do not understand the plan")
    DIAGNOSIS = "diagnosis", _("I want the diagnosis looked at again")
    TRIAL = "trial", _("I look for a clinical trial")
    TRAVEL = "travel", _("I think of travelling for treatment")
    REASSURANCE = "reassurance", _("I want to be sure")
    OTHER = "other", _("Something else")


class Certainty(TextChoices):
    EXACT = "exact", _("This is the exact day")
    ABOUT = "about", _("About this day")
    NONE = "none", _("There is no date")
    NOT_KNOWN = "not_known", _("I do not know")


class DeadlineReason(TextChoices):
    SURGERY = "surgery", _("An operation is booked")
    TREATMENT = "treatment", _("A treatment begins")
    TRAVEL = "travel", _("Travel or a visa")
    WORSE = "worse", _("I am getting worse")
    OTHER = "other", _("Something else")


class DecisionRole(TextChoices):
    ALONE = "alone", _("I want to decide by myself")
    WITH_DOCTOR = "with_doctor", _("Together with my doctor")
    FAMILY = "family", _("My family helps me to decide")
    DOCTOR = "doctor", _("I would rather my doctor decides")


class Matters(TextChoices):
    LONGER = "longer", _("A longer life")
    SIDE_EFFECTS = "side_effects", _("Fewer side effects")
    INDEPENDENCE = "independence", _("Looking after myself")
    HOME = "home", _("Being at home")
    FERTILITY = "fertility", _("Having children")
    WORK = "work", _("Work")
    COST = "cost", _("Cost")
    CURE = "cure", _("Hope of cure")


class After(TextChoices):
    ADVICE = "advice", _("Advice only. I stay with my doctor")
    MAYBE = "maybe", _("Perhaps treatment in China")
    TRAVEL = "travel", _("I want to travel for treatment")
    NOT_SURE = "not_sure", _("I am not sure")


class Discipline(TextChoices):
    SURGERY = "surgery", _("Surgery")
    ONCOLOGY = "oncology", _("Cancer medicine (medical oncology)")
    RADIOTHERAPY = "radiotherapy", _("Radiotherapy")
    PATHOLOGY = "pathology", _("Pathology (tissue)")
    RADIOLOGY = "radiology", _("Radiology (scans)")
    PALLIATIVE = "palliative", _("Palliative and supportive care")
    TCM = "tcm", _("Traditional Chinese medicine")
    NUTRITION = "nutrition", _("Nutrition")
    FERTILITY = "fertility", _("Fertility")
    GENETICS = "genetics", _("Genetics")
    TEAM = "team", _("Let the team decide")


class Video(TextChoices):
    NO = "no", _("No, a written answer is enough")
    YES = "yes", _("Yes")
    INTERPRETER = "interpreter", _("Yes, with an interpreter")


class Budget(TextChoices):
    NOT_SAID = "not_said", _("I would rather not say")
    LIMITED = "limited", _("Cost decides much: tell us about affordable ways")
    SOME = "some", _("There is a limit, but let us talk")
    OPEN = "open", _("Cost is not the first question")
