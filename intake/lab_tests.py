"""The usual blood tests and tumour markers, in the groups a paper has them in.

Codes are never renamed. Which tests, and which of them stand first for a cancer, is to be
approved by the medical lead; the order only helps to find a name and is no advice.
"""

from __future__ import annotations

from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

Group = tuple[Any, list[tuple[str, Any]]]


class LabTest(TextChoices):
    CEA = "cea", _("CEA (carcinoembryonic antigen)")
    CA19_9 = "ca19_9", _("CA 19-9")
    CA125 = "ca125", _("CA 125")
    CA15_3 = "ca15_3", _("CA 15-3")
    CA72_4 = "ca72_4", _("CA 72-4")
    AFP = "afp", _("AFP (alpha-fetoprotein)")
    PIVKA = "pivka", _("PIVKA-II (DCP)")
    PSA = "psa", _("PSA")
    TESTOSTERONE = "testosterone", _("Testosterone")
    HCG = "hcg", _("hCG or beta-hCG")
    LDH = "ldh", _("LDH")
    CGA = "cga", _("Chromogranin A")
    HIAA = "hiaa", _("5-HIAA")
    NSE = "nse", _("NSE")
    CYFRA = "cyfra", _("CYFRA 21-1")
    SCC = "scc", _("SCC antigen")
    HE4 = "he4", _("HE4")
    THYROGLOBULIN = "thyroglobulin", _("Thyroglobulin")
    CALCITONIN = "calcitonin", _("Calcitonin")
    EBV_DNA = "ebv_dna", _("EBV DNA")
    B2M = "b2m", _("Beta-2 microglobulin")
    M_PROTEIN = "m_protein", _("M-protein")
    KAPPA = "kappa", _("Free light chains, kappa")
    LAMBDA = "lambda", _("Free light chains, lambda")
    HAEMOGLOBIN = "haemoglobin", _("Haemoglobin")
    WHITE_CELLS = "white_cells", _("White blood cells")
    NEUTROPHILS = "neutrophils", _("Neutrophils")
    LYMPHOCYTES = "lymphocytes", _("Lymphocytes")
    PLATELETS = "platelets", _("Platelets")
    ALT = "alt", _("ALT (liver)")
    AST = "ast", _("AST (liver)")
    ALP = "alp", _("ALP (alkaline phosphatase)")
    GGT = "ggt", _("GGT (liver)")
    BILIRUBIN = "bilirubin", _("Bilirubin, total")
    ALBUMIN = "albumin", _("Albumin")
    CREATININE = "creatinine", _("Creatinine")
    UREA = "urea", _("Urea")
    EGFR = "egfr", _("eGFR (kidneys)")
    INR = "inr", _("INR (clotting)")
    PT = "pt", _("PT (prothrombin time)")
    APTT = "aptt", _("APTT (clotting)")
    SODIUM = "sodium", _("Sodium")
    POTASSIUM = "potassium", _("Potassium")
    CALCIUM = "calcium", _("Calcium")
    GLUCOSE = "glucose", _("Glucose (blood sugar)")
    HBA1C = "hba1c", _("HbA1c")
    TSH = "tsh", _("TSH (thyroid)")
    FREE_T4 = "free_t4", _("Free T4 (thyroid)")
    CRP = "crp", _("CRP")
    HBSAG = "hbsag", _("Hepatitis B: HBsAg")
    HBV_DNA = "hbv_dna", _("Hepatitis B: HBV DNA")
    ANTI_HCV = "anti_hcv", _("Hepatitis C: anti-HCV")
    HIV = "hiv", _("HIV test")
    OTHER = "other", _("Another test")


# Each group ends where the next begins: a test stands in exactly one of them.
_BEGINS = {
    LabTest.CEA: _("Tumour markers"),
    LabTest.HAEMOGLOBIN: _("Blood count"),
    LabTest.ALT: _("Liver"),
    LabTest.CREATININE: _("Kidneys"),
    LabTest.INR: _("Blood clotting"),
    LabTest.SODIUM: _("Salts and sugar"),
    LabTest.TSH: _("Thyroid and inflammation"),
    LabTest.HBSAG: _("Infections"),
    LabTest.OTHER: _("Anything else"),
}
OFTEN: dict[str, tuple[str, ...]] = {
    "breast": ("ca15_3", "cea"),
    "lung": ("cea", "cyfra", "nse", "scc"),
    "colorectal": ("cea", "ca19_9"),
    "stomach": ("cea", "ca19_9", "ca72_4"),
    "oesophagus": ("scc", "cea"),
    "liver": ("afp", "pivka"),
    "pancreas": ("ca19_9", "cea"),
    "biliary": ("ca19_9", "cea"),
    "prostate": ("psa", "testosterone"),
    "testis": ("afp", "hcg", "ldh"),
    "ovary": ("ca125", "he4"),
    "endometrium": ("ca125",),
    "cervix": ("scc",),
    "head_neck": ("scc",),
    "nasopharynx": ("ebv_dna",),
    "thyroid": ("thyroglobulin", "calcitonin"),
    "melanoma": ("ldh",),
    "neuroendocrine": ("cga", "hiaa", "nse"),
    "lymphoma": ("ldh", "b2m"),
    "myeloma": ("m_protein", "kappa", "lambda", "b2m"),
}


def grouped() -> list[Group]:
    """Every test under the words of its group: choices of the column and of the box."""
    groups: list[Group] = []
    for test in LabTest:
        if test in _BEGINS:
            groups.append((_BEGINS[test], []))
        groups[-1][1].append((test.value, test.label))
    return groups


def offered(site: str) -> list[Group]:
    """The groups, with the markers of this cancer in one of their own before them."""
    first = OFTEN.get(site, ())
    if not first:
        return grouped()
    rest = [
        (words, [pair for pair in pairs if pair[0] not in first])
        for words, pairs in grouped()
    ]
    here = [(code, LabTest(code).label) for code in first]
    return [(_("Often used with this cancer"), here), *rest]


def in_order(site: str) -> list[str]:
    """Codes as a reader meets them: those of this cancer first, "another test" last."""
    return [code for _words, pairs in offered(site) for code, _label in pairs]
