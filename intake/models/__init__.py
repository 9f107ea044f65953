from intake.models.answers import (
    Allergy,
    Answered,
    Biomarker,
    Diagnosis,
    FamilyCancer,
    Health,
    Medicine,
    Patient,
    PreviousCancer,
    Row,
    Section,
    Supplement,
    TreatingDoctor,
    TreatmentLine,
)
from intake.models.cases import (
    SHOWN_WITH,
    Case,
    CaseMember,
    Consent,
    Invitation,
    Scope,
)
from intake.models.changes import AnswerChange
from intake.models.labs import LabValue
from intake.models.texts import ConsentText

__all__ = [
    "SHOWN_WITH",
    "Allergy",
    "AnswerChange",
    "Answered",
    "Biomarker",
    "Case",
    "CaseMember",
    "Consent",
    "ConsentText",
    "Diagnosis",
    "FamilyCancer",
    "Health",
    "Invitation",
    "LabValue",
    "Medicine",
    "Patient",
    "PreviousCancer",
    "Row",
    "Scope",
    "Section",
    "Supplement",
    "TreatingDoctor",
    "TreatmentLine",
]
