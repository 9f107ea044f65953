"""The fixed answers of the intake, each with its words in one place.

Clinical wording is to be approved by the medical lead; codes are never renamed.
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sex(TextChoices):
    FEMALE = "female", _("Female")
    MALE = "male", _("Male")
    INTERSEX = "intersex", _("Intersex")
    PREFER_NOT = "prefer_not", _("I prefer not to say")


class ContactWay(TextChoices):
    PORTAL = "portal", _("Only here, in the folder")
    EMAIL = "email", _("An e-mail that says there is news, with no health words")
    PHONE = "phone", _("A telephone call")
    NO_PHONE = "no_phone", _("Please do not telephone")


class Interpreter(TextChoices):
    NO = "no", _("No")
    YES = "yes", _("Yes")


class InterpreterGender(TextChoices):
    ANY = "any", _("Anybody")
    WOMAN = "woman", _("A woman")
    MAN = "man", _("A man")


class Access(TextChoices):
    LARGE_PRINT = "large_print", _("Large print")
    SCREEN_READER = "screen_reader", _("I use a screen reader")
    SIMPLE = "simple", _("Simple language")
    HEARING = "hearing", _("I do not hear well")
    SLOW = "slow", _("A slow or costly connection")


class DoctorKnows(TextChoices):
    YES = "yes", _("Yes")
    NOT_YET = "not_yet", _("Not yet")
    PREFER_NOT = "prefer_not", _("I would rather not tell")


class MayContact(TextChoices):
    YES = "yes", _("Yes")
    ASK_FIRST = "ask_first", _("Ask me first")
    NO = "no", _("No")


class Knows(TextChoices):
    FULLY = "fully", _("Knows everything")
    PARTLY = "partly", _("Knows a part")
    NOT_TOLD = "not_told", _("Has not been told")
    UNSURE = "unsure", _("I am not sure")


class Disclosure(TextChoices):
    ALL = "all", _("The patient wants to hear everything")
    FAMILY = "family", _("Through the family, and the patient agrees to that")
    NO_PROGNOSIS = "no_prognosis", _("The patient does not wish to hear how long")
    OTHER = "other", _("Something else")


class Numbers(TextChoices):
    YES = "yes", _("Yes, with numbers")
    NO = "no", _("No numbers, please")
    FAMILY = "family", _("Talk to my family only")
    NOT_SURE = "not_sure", _("I am not sure")


class Site(TextChoices):
    BREAST = "breast", _("Breast")
    LUNG = "lung", _("Lung")
    COLORECTAL = "colorectal", _("Bowel (colon or rectum)")
    STOMACH = "stomach", _("Stomach")
    OESOPHAGUS = "oesophagus", _("Food pipe (oesophagus)")
    LIVER = "liver", _("Liver")
    PANCREAS = "pancreas", _("Pancreas")
    BILIARY = "biliary", _("Bile duct or gallbladder")
    PROSTATE = "prostate", _("Prostate")
    BLADDER = "bladder", _("Bladder")
    KIDNEY = "kidney", _("Kidney")
    TESTIS = "testis", _("Testicle")
    OVARY = "ovary", _("Ovary")
    ENDOMETRIUM = "endometrium", _("Womb (endometrium)")
    CERVIX = "cervix", _("Neck of the womb (cervix)")
    HEAD_NECK = "head_neck", _("Mouth, throat or voice box")
    NASOPHARYNX = "nasopharynx", _("Behind the nose (nasopharynx)")
    THYROID = "thyroid", _("Thyroid")
    MELANOMA = "melanoma", _("Skin: melanoma")
    SKIN = "skin", _("Skin: other")
    SARCOMA = "sarcoma", _("Bone or soft tissue (sarcoma)")
    BRAIN = "brain", _("Brain or spinal cord")
    NEUROENDOCRINE = "neuroendocrine", _("Neuroendocrine tumour")
    LYMPHOMA = "lymphoma", _("Lymph nodes (lymphoma)")
    LEUKAEMIA = "leukaemia", _("Blood (leukaemia)")
    MYELOMA = "myeloma", _("Bone marrow (myeloma)")
    MDS = "mds", _("Bone marrow (MDS or similar)")
    OTHER = "other", _("Another place")
    UNKNOWN_PRIMARY = "unknown_primary", _("The doctors do not know where it began")
    NOT_SURE = "not_sure", _("I am not sure")


class Side(TextChoices):
    LEFT = "left", _("Left")
    RIGHT = "right", _("Right")
    BOTH = "both", _("Both sides")
    MIDDLE = "middle", _("In the middle")
    NOT_APPLICABLE = "na", _("This does not apply")
    NOT_KNOWN = "not_known", _("I do not know")


class Stage(TextChoices):
    ZERO = "0", pgettext_lazy("cancer stage", "Stage 0")
    ONE = "I", pgettext_lazy("cancer stage", "Stage I (1)")
    TWO = "II", pgettext_lazy("cancer stage", "Stage II (2)")
    THREE = "III", pgettext_lazy("cancer stage", "Stage III (3)")
    FOUR = "IV", pgettext_lazy("cancer stage", "Stage IV (4)")
    LIMITED = "limited", _("Limited")
    EXTENSIVE = "extensive", _("Extensive")
    OTHER_SYSTEM = "other_system", _("Another system (Rai, Binet, ISS, Ann Arbor)")
    NOT_TOLD = "not_told", _("I was not told")


class Situation(TextChoices):
    NEW = "new", _("The cancer was just found")
    BEFORE_TREATMENT = "before", _("Treatment is planned and has not begun")
    IN_TREATMENT = "during", _("I am in treatment now")
    AFTER_TREATMENT = "after", _("Treatment is finished")
    CAME_BACK = "came_back", _("The cancer came back")
    SPREAD = "spread", _("The cancer has spread")
    WATCHING = "watching", _("The doctors watch and wait")
    NOT_SURE = "not_sure", _("I am not sure")


class Spread(TextChoices):
    NODES = "nodes", _("Lymph nodes")
    LUNG = "lung", _("Lung")
    LIVER = "liver", _("Liver")
    BONE = "bone", _("Bone")
    BRAIN = "brain", _("Brain")
    PERITONEUM = "peritoneum", _("Lining of the belly")
    SKIN = "skin", _("Skin")
    OTHER = "other", _("Somewhere else")
    NONE = "none", _("It has not spread")
    NOT_KNOWN = "not_known", _("I do not know")


class TreatmentType(TextChoices):
    SURGERY = "surgery", _("Operation")
    RADIOTHERAPY = "radiotherapy", _("Radiotherapy")
    CHEMOTHERAPY = "chemotherapy", _("Chemotherapy")
    TARGETED = "targeted", _("Targeted medicine")
    IMMUNE = "immune", _("Immune therapy")
    HORMONE = "hormone", _("Hormone therapy")
    CELL = "cell", _("Cell therapy")
    TRIAL = "trial", _("A clinical trial")
    ABLATION = "ablation", _("Ablation or embolisation")
    TRANSPLANT = "transplant", _("Transplant")
    SUPPORTIVE = "supportive", _("Supportive treatment")
    TCM = "tcm", _("Traditional Chinese medicine")
    OTHER = "other", _("Something else")


# What is over once it was done: its day is its end.
DONE_ONCE = {TreatmentType.SURGERY, TreatmentType.ABLATION, TreatmentType.TRANSPLANT}


class Intent(TextChoices):
    CURE = "cure", _("To cure")
    BEFORE_SURGERY = "neoadjuvant", _("Before an operation")
    AFTER_SURGERY = "adjuvant", _("After an operation")
    CONTROL = "control", _("To hold the cancer back")
    COMFORT = "comfort", _("For comfort")
    NOT_SURE = "not_sure", _("I do not know")


class Response(TextChoices):
    GONE = "gone", _("It was gone")
    SHRANK = "shrank", _("It became smaller")
    STABLE = "stable", _("It stayed the same")
    GREW = "grew", _("It grew")
    MIXED = "mixed", _("Some parts shrank, some grew")
    NOT_MEASURED = "not_measured", _("It was not measured")
    NOT_KNOWN = "not_known", _("I do not know")


class WhyStopped(TextChoices):
    PLANNED = "planned", _("It ended as planned")
    SCAN = "scan", _("A scan showed growth")
    MARKER = "marker", _("A blood marker rose")
    SIDE_EFFECTS = "side_effects", _("Side effects")
    CHOICE = "choice", _("Own choice")
    COST = "cost", _("Cost or supply")
    OTHER = "other", _("Another reason")
    NOT_KNOWN = "not_known", _("I do not know")


class Ecog(TextChoices):
    """ECOG 0 to 4 in plain sentences of our own. Patient-reported, never the doctor's."""

    FULL = "0", _("I do everything as before the illness")
    LIGHT = "1", _("Hard effort is difficult, but I can do light work")
    HALF = "2", _("I look after myself but cannot work. I am up more than half the day")
    HELP = "3", _("I need some help. I am in bed or a chair more than half the day")
    BED = "4", _("I need help with everything. I am in bed or a chair all day")


class Change(TextChoices):
    BETTER = "better", _("Better")
    SAME = "same", _("The same")
    WORSE_SLOWLY = "worse_slowly", _("Slowly worse")
    WORSE_QUICKLY = "worse_quickly", _("Quickly worse")


class Aid(TextChoices):
    STICK = "stick", _("Stick or frame")
    WHEELCHAIR = "wheelchair", _("Wheelchair")
    OXYGEN = "oxygen", _("Oxygen")
    FEEDING_TUBE = "feeding_tube", _("Feeding tube")
    NONE = "none", _("None of these")
    NOT_KNOWN = "not_known", _("I do not know")


SYMPTOM_NOT_KNOWN = "not_known"  # stands where a number from 0 to 10 would


class Symptom(TextChoices):
    PAIN = "pain", _("Pain")
    TIRED = "tired", _("Tiredness")
    BREATHLESS = "breathless", _("Shortness of breath")
    NAUSEA = "nausea", _("Feeling sick")
    APPETITE = "appetite", _("Poor appetite")
    SLEEP = "sleep", _("Poor sleep")
    LOW_MOOD = "low_mood", _("Low mood")
    WORRY = "worry", _("Worry")


class OtherIllness(TextChoices):
    HEART = "heart", _("Heart disease")
    LUNG = "lung", _("Lung disease")
    KIDNEY = "kidney", _("Kidney disease")
    LIVER = "liver", _("Liver disease")
    DIABETES = "diabetes", _("Diabetes")
    STROKE = "stroke", _("Stroke")
    CLOT = "clot", _("A blood clot")
    AUTOIMMUNE = "autoimmune", _("Autoimmune disease")
    HEPATITIS = "hepatitis", _("Hepatitis B or C")
    HIV = "hiv", _("HIV")
    TB = "tb", _("Tuberculosis, now or before")
    DEMENTIA = "dementia", _("Memory illness (dementia)")
    MENTAL = "mental", _("Mental illness")
    OTHER = "other", _("Another illness")
    NONE = "none", _("None of these")
    NOT_KNOWN = "not_known", _("I do not know")


class Implant(TextChoices):
    PACEMAKER = "pacemaker", _("Pacemaker or defibrillator")
    PORT = "port", _("Port or long line")
    STENT = "stent", _("Stent")
    STOMA = "stoma", _("Stoma")
    METAL = "metal", _("Metal in the body")
    NONE = "none", _("None of these")
    NOT_KNOWN = "not_known", _("I do not know")


class Pregnancy(TextChoices):
    NO = "no", _("No")
    YES = "yes", _("Yes, pregnant or breastfeeding")
    POSSIBLE = "possible", _("It is possible")
    NOT_APPLICABLE = "na", _("This does not apply")
    PREFER_NOT = "prefer_not", _("I prefer not to say")


class Fertility(TextChoices):
    YES = "yes", _("Yes, please talk about it before treatment")
    NOT_NOW = "not_now", _("Not now")
    NOT_APPLICABLE = "na", _("This does not apply")
    PREFER_NOT = "prefer_not", _("I prefer not to say")


class YesNoUnknown(TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    NOT_KNOWN = "not_known", _("I do not know")


class Smoking(TextChoices):
    NEVER = "never", _("Never")
    BEFORE = "before", _("Before, not now")
    NOW = "now", _("Now")
    PREFER_NOT = "prefer_not", _("I prefer not to say")


class Alcohol(TextChoices):
    NONE = "none", _("None")
    SOME = "some", _("Now and then")
    DAILY = "daily", _("Most days")
    PREFER_NOT = "prefer_not", _("I prefer not to say")


class HerbForm(TextChoices):
    TEA = "tea", _("Tea or decoction")
    GRANULES = "granules", _("Granules or powder")
    PILL = "pill", _("Pill or capsule")
    INJECTION = "injection", _("Injection or drip")
    SKIN = "skin", _("On the skin")
    OTHER = "other", _("Another form")


class Relation(TextChoices):
    PARENT = "parent", _("Mother or father")
    SIBLING = "sibling", _("Sister or brother")
    CHILD = "child", _("Daughter or son")
    GRANDPARENT = "grandparent", _("Grandparent")
    AUNT_UNCLE = "aunt_uncle", _("Aunt or uncle")
    COUSIN = "cousin", _("Cousin")
    OTHER = "other", _("Another relative")
