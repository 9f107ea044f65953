"""Which department of a hospital keeps which kind of record."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from records.cancer_items import BY_ITEM, ITEMS, kind_of

FROM_FAMILY = "you"  # the way of an item that no hospital has to give, `records.ways`


class Department(models.TextChoices):
    """As a hospital is usually divided; the person may choose another than suggested."""

    RECORDS = "records", _("Records office")
    RADIOLOGY = "radiology", _("Radiology (scans)")
    PATHOLOGY = "pathology", _("Pathology (tissue)")
    GENETICS = "genetics", _("Genetics laboratory")
    RADIOTHERAPY = "radiotherapy", _("Radiotherapy")
    LABORATORY = "laboratory", _("Laboratory (blood tests)")
    CLINIC = "clinic", _("Cancer clinic")


# Kinds that are not here are no hospital's to give: the family's own lists and papers.
KEPT_BY: dict[str, Department] = {
    "pathology_report": Department.PATHOLOGY,
    "pathology_slides": Department.PATHOLOGY,
    "bone_marrow": Department.PATHOLOGY,
    "molecular_report": Department.GENETICS,
    "germline_report": Department.GENETICS,
    "imaging_report": Department.RADIOLOGY,
    "imaging_files": Department.RADIOLOGY,
    "radiotherapy_summary": Department.RADIOTHERAPY,
    "lab_results": Department.LABORATORY,
    "tumour_markers": Department.LABORATORY,
    "treatment_summary": Department.CLINIC,
    "clinic_letters": Department.CLINIC,
    "past_second_opinions": Department.CLINIC,
    "operative_note": Department.RECORDS,
    "discharge_summary": Department.RECORDS,
    "comorbidity_records": Department.RECORDS,
    "endoscopy_report": Department.RECORDS,
    "fertility_pregnancy": Department.RECORDS,
    "vaccination_infection": Department.RECORDS,
}


def kept_by(code: str) -> Department | None:
    """Of a kind of record, or of an item: an item is kept where its kind is."""
    if code in BY_ITEM and BY_ITEM[code].way == FROM_FAMILY:
        return None
    return KEPT_BY.get(kind_of(code))


def in_order(codes: set[str]) -> list[str]:
    """What is asked for by departments, items of a kind after the kind."""
    return [code for code in _ORDER if code in codes]


_ORDER = [
    code
    for kind in KEPT_BY
    for code in (kind, *(item.code for item in ITEMS if item.kind == kind))
]
