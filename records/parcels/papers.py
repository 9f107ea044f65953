"""Label, contents sheet and customs letter of a parcel: in English and Chinese.

The customs wording is to be approved by counsel and by the courier (docs/parcels.md). The
label holds an address and the parcel's reference: no name of the patient, nothing clinical.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import segno
from django.conf import settings
from django.template.loader import render_to_string

from records.models import Parcel, ParcelItem, ParcelPdf
from records.paper import engine
from records.paper.limits import bounded
from records.parcels.states import TISSUE, Content

SHEET = Path(__file__).resolve().parent / "parcel.css"
# What customs and the laboratory read: English, Chinese.
NAMES = {
    Content.SLIDES: ("Stained glass slides", "染色玻璃切片"),
    Content.BLOCK: ("Paraffin tissue block", "石蜡组织块"),
    Content.SECTIONS: ("Unstained sections", "未染色切片"),
    Content.DISC: ("Disc with images", "影像光盘"),
    Content.USB: ("USB stick with images", "影像U盘"),
    Content.PAPER: ("Papers", "纸质文件"),
}


def contents_of(parcel: Parcel) -> dict[str, Any]:
    """What is printed, as it is now: the worker needs nothing else."""
    items = list(parcel.items.all())
    return {
        "reference": parcel.reference,
        "to": list(settings.SERVICE["parcel_address"]),
        "sender": [line for line in parcel.from_address.splitlines() if line.strip()],
        "items": [_item(number, item) for number, item in enumerate(items, start=1)],
        "has_tissue": any(item.is_tissue for item in items),
        "wants_return": parcel.wants_return,
    }


def _item(number: int, item: ParcelItem) -> dict[str, Any]:
    english, chinese = NAMES[item.content]
    return {
        "number": number,
        "en": english,
        "zh": chinese,
        "count": item.count,
        "stain": item.stain,
        "specimens": item.specimen_numbers,
        "note": item.note,
        "is_tissue": item.content in TISSUE,
    }


def rendered(pdf: ParcelPdf) -> engine.Rendered:
    """Raises PaperError with the cause."""
    return bounded(_drawn, html_of(pdf.contents))


def _drawn(html: str) -> engine.Rendered:
    return engine.checked(*engine.lay_out(html, SHEET))


def html_of(contents: dict[str, Any]) -> str:
    qr = segno.make(contents["reference"], error="m", micro=False)
    drawing = qr.svg_data_uri(scale=4, border=4, dark="#000", light="#fff")
    return render_to_string("pdf/parcel.html", {**contents, "qr": drawing})
