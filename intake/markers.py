"""Tests of the tumour that doctors often ask for, by where the cancer began.

Offered as words to choose from, never as advice. To be approved by the medical lead.
"""

from __future__ import annotations

import re

OFTEN: dict[str, tuple[str, ...]] = {
    "breast": ("ER", "PR", "HER2", "Ki-67", "BRCA1/2", "PIK3CA", "PD-L1"),
    "lung": ("EGFR", "ALK", "ROS1", "KRAS", "BRAF", "MET", "RET", "NTRK", "PD-L1"),
    "colorectal": ("MSI / MMR", "KRAS", "NRAS", "BRAF", "HER2", "CEA"),
    "stomach": ("HER2", "MSI / MMR", "PD-L1 (CPS)", "Claudin 18.2", "EBV"),
    "oesophagus": ("HER2", "MSI / MMR", "PD-L1 (CPS)", "Claudin 18.2"),
    "liver": ("AFP", "PIVKA-II", "HBV DNA"),
    "pancreas": ("CA 19-9", "BRCA1/2", "MSI / MMR", "KRAS"),
    "biliary": ("CA 19-9", "FGFR2", "IDH1", "HER2", "MSI / MMR"),
    "prostate": ("PSA", "BRCA1/2", "MSI / MMR", "PSMA PET"),
    "bladder": ("FGFR3", "PD-L1", "HER2"),
    "kidney": ("IMDC score", "VHL"),
    "testis": ("AFP", "beta-hCG", "LDH"),
    "ovary": ("CA-125", "BRCA1/2", "HRD", "MSI / MMR"),
    "endometrium": ("MSI / MMR", "POLE", "p53", "ER", "PR", "HER2"),
    "cervix": ("HPV", "PD-L1 (CPS)"),
    "head_neck": ("HPV / p16", "PD-L1 (CPS)"),
    "nasopharynx": ("EBV DNA", "PD-L1"),
    "thyroid": ("BRAF", "RET", "Thyroglobulin", "Calcitonin"),
    "melanoma": ("BRAF", "NRAS", "KIT", "LDH"),
    "sarcoma": ("KIT", "PDGFRA", "MDM2"),
    "brain": ("IDH", "MGMT", "1p/19q", "H3 K27M"),
    "neuroendocrine": ("Ki-67", "Chromogranin A", "SSTR PET"),
    "lymphoma": ("CD20", "CD30", "MYC", "BCL2", "BCL6", "Ki-67"),
    "leukaemia": ("BCR-ABL1", "FLT3", "NPM1", "TP53", "Karyotype"),
    "myeloma": ("M-protein", "Free light chains", "FISH", "Beta-2 microglobulin"),
    "mds": ("Karyotype", "TP53", "SF3B1", "Blasts"),
}


def often_asked(site: str) -> tuple[str, ...]:
    """Names of tests for this cancer; a few general ones while the place is unknown."""
    return OFTEN.get(site, ("MSI / MMR", "PD-L1", "HER2", "TMB", "NTRK"))


# Words of a test that reads genes, and of one that stains tissue or measures blood.
_OF_GENES = re.compile(
    r"\b(ngs|pcr|rt-?pcr|ddpcr|fish|sequenc\w*|sanger|array|genetic|genomic|gene|fusion|"
    r"mutation|mutational|panel)\b|测序|基因|融合|突变|ПЦР|мутац",
    re.IGNORECASE,
)
_NOT_OF_GENES = re.compile(
    r"\b(ihc|ish|eber|inmunohisto\w*|immuno\w*|flow|elisa|serum|ebv|hbv|hcv|hpv|pet)\b|"
    r"免疫组化|免疫|ИГХ|иммуно",
    re.IGNORECASE,
)
# Genes people write by name alone; HER2, PD-L1, p53 and MMR are mostly stained.
_GENE = re.compile(
    r"\b(egfr|alk|ros|[knh]?ras|braf|met|ret|ntrk|brca|palb|pik3ca|erbb|fgfr|idh|tmb|msi|"
    r"hrd|hrr|tp53|pole|flt|npm|bcr|abl|sf3b|kit|pdgfra|mdm|vhl|mgmt|1p|h3|jak|esr|atm|"
    r"oncotype|mammaprint)[0-9]*\b",
    re.IGNORECASE,
)


def is_genetic(marker: str, method: str) -> bool:
    """Whether a report of genes stands behind this result (to be approved).

    A stain of the tissue (ER, Ki-67, CD20 by IHC) stands in the pathology report; a value of
    the blood or a virus is no finding in the genes of the tumour.
    """
    told = f"{marker} {method}"
    if _NOT_OF_GENES.search(told):
        return False
    return bool(_OF_GENES.search(told) or _GENE.search(marker))
