"""Which results of the tumour come from a reading of genes, and which from a stain."""

from __future__ import annotations

import pytest

from intake.markers import is_genetic


@pytest.mark.parametrize(
    ("marker", "method"),
    [
        ("EGFR", "NGS"),
        ("EGFR", "NGS and IHC"),
        ("EGFR", "immuno-oncology NGS panel"),
        ("EGFR_T790M", ""),
        ("KRASG12C", ""),
        ("HER2", "mutations"),
        ("CHEK2", ""),
        ("MLH1", "germline blood test"),
        ("gBRCA", ""),
        ("胚系BRCA", ""),
        ("HER2", "NGS检测"),
        ("Karyotype", ""),
        ("ctDNA", "liquid biopsy"),
        ("Whole exome", ""),
        ("1p/19q", ""),
        ("H3 K27M", ""),
        ("TP53", ""),
        ("ALK", "IHC and FISH"),
        ("EGFR", "PCR, IHC"),
    ],
)
def test_a_reading_of_genes_is_one(marker, method):
    assert is_genetic(marker, method)


@pytest.mark.parametrize(
    ("marker", "method"),
    [
        ("ER", "IHC"),
        ("HER2", "IHC"),
        ("HER2", "免疫组化"),
        ("PD-L1", "22C3"),
        ("Ki-67", ""),
        ("p53", ""),
        ("ALK (D5F3)", "IHC"),
        ("MSI / MMR", "IHC"),
        ("ER, PR", "immunohistochemistry panel"),
        ("EBV DNA", "PCR"),
        ("EBER", "ISH"),
        ("SSTR PET", ""),
        ("HBV DNA", ""),
        ("Alkaline phosphatase", ""),
        ("Reticulocytes", ""),
        ("CEA", "serum"),
    ],
)
def test_a_stain_a_virus_or_a_value_of_the_blood_is_none(marker, method):
    assert not is_genetic(marker, method)
