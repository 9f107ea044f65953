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


# Words stand alone also beside signs that are no Latin letters: "NGS检测", "EGFR_T790M".
_BEGINS, _ENDS = r"(?<![a-z0-9])", r"(?![a-z])"


def _words(latin: str, *others: str) -> re.Pattern[str]:
    told = "|".join([f"{_BEGINS}(?:{latin}){_ENDS}", *others])
    return re.compile(told, re.IGNORECASE)


# Words that can only mean a reading of genes, also where a stain is named beside them.
_SURELY = _words(
    r"ngs|wes|wgs|exomes?|sequenc\w*|sanger|germ-?line|hereditary|inherited|karyotyp\w*|"
    r"cytogenet\w*|liquid biops\w*|c[tf]dna|foundation ?one\w*|guardant\w*",
    "测序|胚系|遗传|外显子|核型|染色体|液体活检",
)
# A virus is looked for by the same methods, and is nothing of the tumour's genes.
_VIRUS = _words(r"eber|ebv|hbv|hcv|hpv|sars\w*")
# Words of a method that reads genes, of one that stains tissue or measures blood or takes a
# picture, and words that tell no more than that genes may have been read.
_READS = _words(
    r"pcr|rt-?pcr|ddpcr|fish|(?:micro)?array|fusions?|mutations?|mutational",
    "融合|突变|ПЦР|мутац",
)
_STAINS = _words(
    r"ihc|ish|inmunohisto\w*|immuno\w*|flow|elisa|serum|pet", "免疫|ИГХ|иммуно"
)
_TELLS = _words(r"genetics?|genomic|genes?|panel", "基因")
# Genes people write by name alone; HER2, PD-L1, p53 and the MMR proteins are mostly
# stained. The change may stand behind the name: KRASG12C, EGFR_T790M.
_GENE = _words(
    r"(?:egfr|alk|ros|[knh]?ras|braf|met|ret|ntrk|[gst]?brca|palb|pik3ca|erbb|fgfr|idh|"
    r"tmb|msi|hrd|hrr|tp53|pole|flt|npm|bcr|abl|sf3b|kit|pdgfra|mdm|vhl|mgmt|1p|h3|jak|"
    r"esr|atm|chek|cdh|pten|stk|keap|apc|cdkn|smad|oncotype|mammaprint)"
    r"(?:_\w*|[a-z]?[0-9]+[a-z]*)?"
)


def is_genetic(marker: str, method: str) -> bool:
    """Whether a report of genes stands behind this result (to be approved).

    A stain of the tissue (ER, Ki-67, CD20 by IHC) stands in the pathology report; a value of
    the blood or a virus is no finding in the genes of the tumour.
    """
    told = f"{marker} {method}"
    if _SURELY.search(told):
        return True
    if _VIRUS.search(told):
        return False
    if _READS.search(told):
        return True
    if _STAINS.search(told):
        return False
    return bool(_TELLS.search(told) or _GENE.search(marker))
