"""Scans in words: kinds of scan, parts of the body, how many images."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from records import body_parts

KINDS: dict[str, Promise] = {
    "CT": gettext_lazy("CT"),
    "MR": gettext_lazy("MRI"),
    "PT": gettext_lazy("PET"),
    "NM": gettext_lazy("Nuclear medicine"),
    "US": gettext_lazy("Ultrasound"),
    "IVUS": gettext_lazy("Ultrasound"),
    "CR": gettext_lazy("X-ray"),
    "DX": gettext_lazy("X-ray"),
    "RG": gettext_lazy("X-ray"),
    "PX": gettext_lazy("X-ray"),
    "IO": gettext_lazy("X-ray"),
    "RF": gettext_lazy("X-ray film"),
    "XA": gettext_lazy("Picture of blood vessels"),
    "MG": gettext_lazy("Mammogram"),
    "BMD": gettext_lazy("Bone density"),
    "ES": gettext_lazy("Endoscopy"),
    "SM": gettext_lazy("Slides under the microscope"),
    "GM": gettext_lazy("Slides under the microscope"),
    "XC": gettext_lazy("Photo"),
    "RTIMAGE": gettext_lazy("Radiotherapy"),
    "RTPLAN": gettext_lazy("Radiotherapy"),
    "RTDOSE": gettext_lazy("Radiotherapy"),
    "RTSTRUCT": gettext_lazy("Radiotherapy"),
    "RTRECORD": gettext_lazy("Radiotherapy"),
    "SR": gettext_lazy("Report"),
    "DOC": gettext_lazy("Report"),
}
# Made beside the pictures by the machine; nobody asks for them by name.
BESIDE = {"PR", "KO", "REG", "SEG", "RWV", "RAW", "SR", "DOC", "OT", "SC", ""}
PARTS = {
    "HEAD": "Head", "SKULL": "Head", "BRAIN": "Brain", "NECK": "Neck", "CSPINE": "Spine",
    "TSPINE": "Spine", "LSPINE": "Spine", "SPINE": "Spine", "CHEST": "Chest",
    "THORAX": "Chest", "LUNG": "Chest", "BREAST": "Breast", "HEART": "Heart",
    "ABDOMEN": "Abdomen", "LIVER": "Liver", "PANCREAS": "Pancreas", "KIDNEY": "Kidneys",
    "PELVIS": "Pelvis", "PROSTATE": "Prostate", "THYROID": "Thyroid",
    "WHOLEBODY": "Whole body", "LEG": "Leg", "ARM": "Arm",
    "THIGH": "Thigh",
}  # fmt: skip


def kind_of(modalities: Iterable[str]) -> str:
    """What a study is called by the scans in it: "CT", "PET-CT", or "Scan"."""
    found = set(modalities)
    if {"PT", "CT"} <= found:
        return _("PET-CT")
    main = [code for code in KINDS if code in found and code not in BESIDE]
    rest = [code for code in KINDS if code in found]
    code = next(iter(main or rest), "")
    return str(KINDS[code]) if code else _("Scan")


def parts_of(texts: Iterable[str]) -> list[str]:
    """Parts of the body in the reader's language; unknown ones as the disc writes them."""
    return list(dict.fromkeys(word for text in texts if (word := part_of(text))))


def part_of(text: str) -> str:
    english = PARTS.get(
        text.upper().replace(" ", "").replace("_", ""), text.capitalize()
    )
    return body_parts.said_in(get_language() or "", english)


def images(count: int) -> str:
    told = number_format(count, force_grouping=True)
    return ngettext("%s image", "%s images", count) % told


def studies(kind: str, count: int) -> str:
    words = ngettext("%(count)d %(kind)s study", "%(count)d %(kind)s studies", count)
    return words % {"count": count, "kind": kind}


def is_told(description: str) -> bool:
    """It holds a word; "e+1" is a sign of the machine for its own use."""
    letters = [sign for sign in description if sign.isalpha()]
    return len(letters) > 2 or any(not sign.isascii() for sign in letters)


def bare_studies(count: int) -> str:
    """Reports, plans and the like that came without pictures."""
    return (
        ngettext("%d study without images", "%d studies without images", count) % count
    )


def people(count: int) -> str:
    return ngettext("%d patient", "%d patients", count) % count
